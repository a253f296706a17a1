/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.HookGroup;
import dev.ambient.spi.HookInstallation;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Ambient values in every callback of a Reactor flow.
 *
 * <pre>{@code
 * ReactorBridge.install();                                     // once, when the program starts
 *
 * Ambient.where(REQUEST_ID, "r-17").run(() ->
 *     repository.find(id)
 *         .publishOn(Schedulers.parallel())
 *         .doOnNext(found -> log.info("{}", REQUEST_ID.get())) // r-17, on whatever thread
 *         .subscribe());
 * }</pre>
 *
 * <p>A flow sees the values that were current where it was subscribed. {@code contextWrite} applies to what is upstream of it, as
 * always in Reactor:
 *
 * <pre>{@code
 * mono.doOnNext(found -> TENANT.get())                         // acme
 *     .contextWrite(ReactorBridge.put(TENANT, "acme"))
 *     .doOnNext(found -> TENANT.get());                        // what it was before
 * }</pre>
 *
 * <p>Without {@link #install}, Micrometer Context Propagation carries ambient values as it does any other thread-local:
 * {@code contextCapture()} to {@code handle} and {@code tap}, and Reactor's automatic mode wherever that mode reaches.
 *
 * <p><b>Sinks.</b> Directly on a sink, a {@code Mono.share()} or a publisher class of the program's own, a few callbacks see the
 * values of the thread that emits: those of {@code scan} with a seed and of {@code repeat} with a condition, the function of
 * {@code Mono.zip}, and the cleanup of {@code using}. There, call {@link #bridge(Flux)} on the source.
 *
 * <p><b>Cost.</b> Operators that only pass signals on are left as they are, and fuse as they do without the bridge. At a boundary, a
 * signal costs a few nanoseconds and no allocation.
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 *
 * <p><b>Failure.</b> No signal is lost or turned into an error because a context could not be handled. The failure is
 * {@linkplain dev.ambient.AmbientRegistry#reportTo reported}.
 */
public final class ReactorBridge {

    private static final HookInstallation INSTALLATION =
            new HookInstallation("Reactor bridge", ReactorHooks::install, ReactorHooks::uninstall);

    private ReactorBridge() {}

    /**
     * Installs the bridge for all flows that are assembled or subscribed from now on. Installing it again adds nothing. It is
     * uninstalled when all registrations are closed. Flows that are under way then keep the boundaries that they have; what their
     * callbacks assemble from then on has none.
     *
     * <p>The bridge works with hooks of other libraries, and with Reactor's automatic mode on or off. If somebody removes all hooks,
     * as {@code Hooks.resetOnEachOperator()} does, the bridge {@linkplain dev.ambient.Problem.Kind#HOOK_REMOVED reports} it when it
     * next checks its hooks. To install them again, call this method again. That also moves the bridge's hooks behind those that
     * others have installed meanwhile, which matters if a hook of another library adds operators that change threads.
     *
     * <p>If this Reactor or this JVM does not allow a part of it, that is {@linkplain dev.ambient.Problem.Kind#PARTLY_INSTALLED
     * reported}.
     *
     * @return a registration that uninstalls the bridge when it is closed
     * @throws IllegalStateException if Reactor is older than 3.7; then nothing is installed
     */
    public static Registration install() {
        ReactorHooks.prepare();
        MisuseReporter.markDeliberateUse();
        Registration registration = INSTALLATION.add();
        ReactorHooks.mend();
        return registration;
    }

    /**
     * Returns whether the bridge is installed and Reactor calls all its hooks.
     *
     * @return whether it is
     */
    public static boolean isInstalled() {
        return ReactorHooks.areCalled(); // takes no lock: a reporter may wait for the answer
    }

    /**
     * Returns the state of each hook of the bridge, by the method that installs it. It reports nothing, and installs nothing again.
     *
     * @return the states; empty while the bridge is not installed
     */
    public static Map<String, HookGroup.State> hooks() {
        return ReactorHooks.states();
    }

    /**
     * Returns a function for {@code contextWrite} that sets an ambient value for what is upstream.
     *
     * <p>If the bridge is not {@linkplain #install installed} and Reactor's automatic mode is off, only {@code handle}, {@code tap} and
     * {@code deferContextual} see the value. That is {@linkplain dev.ambient.AmbientRegistry#reportTo reported} once for each key.
     *
     * @param key the key
     * @param value its value
     * @param <T> the type of the value
     * @return the argument for {@code contextWrite}
     * @throws NullPointerException if the value is {@code null}; the message names the key
     * @see #putNonNull
     */
    public static <T> Function<Context, Context> put(Ambient<T> key, T value) {
        Objects.requireNonNull(key, "key");
        if (value == null) { // checked here, where the caller is on the stack
            throw new NullPointerException("ambient value '" + key.name()
                    + "' cannot be null. For one that may be absent, call ReactorBridge.putNonNull(key, value).");
        }
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext values = AmbientContext.empty().with(key, value);
            AmbientContext.boundary().notifyListeners(listener -> listener.given(values));
        }
        return context -> {
            MisuseReporter.checkInstalled(key);
            return ContextEntries.with(context, key, value);
        };
    }

    /**
     * Returns a function for {@code contextWrite} that sets an ambient value for what is upstream, unless the value is {@code null}.
     * It is for values that may be absent, such as a header of a request:
     *
     * <pre>{@code
     * chain.filter(exchange)
     *     .contextWrite(ReactorBridge.putNonNull(TENANT, request.getHeaders().getFirst("X-Tenant")));
     * }</pre>
     *
     * @param key the key
     * @param valueOrNull its value; with {@code null} the function changes nothing
     * @param <T> the type of the value
     * @return the argument for {@code contextWrite}
     */
    public static <T> Function<Context, Context> putNonNull(Ambient<T> key, @Nullable T valueOrNull) {
        Objects.requireNonNull(key, "key");
        return valueOrNull == null ? Function.identity() : put(key, valueOrNull);
    }

    /**
     * Returns an ambient value from Reactor's Context. It is for operators that give the Context to the program, such as
     * {@code deferContextual}.
     *
     * @param context the context
     * @param key the key
     * @param <T> the type of the value
     * @return the value; if it is not set, that of the key's initial supplier; {@code null} if there is none
     */
    public static <T> @Nullable T get(ContextView context, Ambient<T> key) {
        Objects.requireNonNull(key, "key");
        MisuseReporter.markDeliberateUse();
        return ContextEntries.read(context).get(key);
    }

    /**
     * Returns a flow with a boundary: operators downstream of it see their subscriber's values, whichever thread emits. It is for
     * sinks, and for programs that do not {@linkplain #install install} the bridge.
     *
     * <pre>{@code
     * Flux<Event> events = ReactorBridge.bridge(sink.asFlux());
     * }</pre>
     *
     * @param flux the flow
     * @param <T> the type of its items
     * @return the same flow, with a boundary
     */
    public static <T> Flux<T> bridge(Flux<T> flux) {
        MisuseReporter.markDeliberateUse();
        return (Flux<T>) FluxBoundary.of(flux, KnownOperators.of(flux), true);
    }

    /**
     * Returns a flow with a boundary, as {@link #bridge(Flux)} does.
     *
     * @param mono the flow
     * @param <T> the type of its item
     * @return the same flow, with a boundary
     */
    public static <T> Mono<T> bridge(Mono<T> mono) {
        MisuseReporter.markDeliberateUse();
        return (Mono<T>) MonoBoundary.of(mono, KnownOperators.of(mono), true);
    }
}
