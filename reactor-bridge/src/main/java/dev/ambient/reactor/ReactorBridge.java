/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.HookInstallation;
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
 * <p>A flow sees what was current where it was subscribed, and within it {@code contextWrite} applies to what is
 * upstream, as always in Reactor:
 *
 * <pre>{@code
 * mono.doOnNext(found -> TENANT.get())                         // acme
 *     .contextWrite(ReactorBridge.put(TENANT, "acme"))
 *     .doOnNext(found -> TENANT.get());                        // what it was before
 * }</pre>
 *
 * <p>Without {@link #install}, ambient values travel as one more thread-local that Micrometer Context Propagation
 * knows: with {@code contextCapture()} to {@code handle} and {@code tap}, and with Reactor's automatic mode wherever
 * that reaches.
 *
 * <p><b>Sinks.</b> A few operators directly on a sink, a {@code Mono.share()} or a publisher class of a program's own run their
 * callbacks with what is current on the emitting thread: {@code scan} with a seed, {@code repeat} with a condition, the function
 * of {@code Mono.zip}, the cleanup of {@code using}. {@link #bridge(Flux)} closes the gap.
 *
 * <p><b>Cost.</b> Operators that only pass on what they are given are left alone, and fuse as they do without the bridge.
 * Elsewhere a signal costs a few nanoseconds and no allocation.
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 *
 * <p><b>Failure.</b> No signal is lost or turned into an error because of a context. What goes wrong is
 * {@linkplain dev.ambient.AmbientRegistry#reportTo reported}.
 */
public final class ReactorBridge {

    private static final HookInstallation INSTALLATION =
            new HookInstallation("Reactor bridge", ReactorHooks::install, ReactorHooks::uninstall);

    private ReactorBridge() {}

    /**
     * Puts the bridge in place for all flows that are assembled or subscribed from now on. Installing twice puts
     * nothing more in place; the bridge comes off when each registration is closed. Flows that are under way then go on
     * with the boundaries that they have; what their callbacks assemble from then on has none.
     *
     * <p>It goes with hooks of other libraries, and with Reactor's automatic mode on or off. If somebody removes all
     * hooks, as {@code Hooks.resetOnEachOperator()} does, that is {@linkplain dev.ambient.Problem.Kind#HOOK_REMOVED
     * reported} when it is noticed, and installing once more puts them in again. That also puts ours after those that
     * came meanwhile, which matters where another library's hook puts in operators that change threads.
     *
     * <p>What this Reactor or this JVM does not let it do is {@linkplain dev.ambient.Problem.Kind#PARTLY_INSTALLED reported}.
     *
     * @return takes the bridge out again
     * @throws IllegalStateException if Reactor is older than 3.7; nothing is installed then
     */
    public static Registration install() {
        ReactorHooks.prepare();
        Misuse.isDeliberate();
        Registration registration = INSTALLATION.add();
        ReactorHooks.mend();
        return registration;
    }

    /**
     * Whether the bridge is in place, with all its hooks.
     *
     * @return whether it is
     */
    public static boolean isInstalled() {
        return ReactorHooks.areIn(); // and no lock is taken, for a reporter may wait for the answer
    }

    /**
     * Sets an ambient value for what is upstream, as the argument of {@code contextWrite}.
     *
     * <p>If the bridge is not {@linkplain #install installed} and Reactor's automatic mode is off, that is
     * {@linkplain dev.ambient.AmbientRegistry#reportTo reported}, once for each key: the value does not get far then.
     *
     * @param key the key
     * @param value its value
     * @param <T> the type of the value
     * @return what {@code contextWrite} takes
     * @throws NullPointerException if the value is {@code null}; it names the key
     * @see #putNonNull
     */
    public static <T> Function<Context, Context> put(Ambient<T> key, T value) {
        Objects.requireNonNull(key, "key");
        if (value == null) { // here, where the caller is on the stack
            throw new NullPointerException("ambient value '" + key.name()
                    + "' cannot be null. For one that may be absent, call ReactorBridge.putNonNull(key, value).");
        }
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext values = AmbientContext.empty().with(key, value);
            AmbientContext.boundary().notifyListeners(listener -> listener.given(values));
        }
        return context -> {
            Misuse.put(key);
            return FlowContext.with(context, key, value);
        };
    }

    /**
     * Sets an ambient value for what is upstream, if there is one, as the argument of {@code contextWrite}. What comes from
     * outside may be absent, such as a header of a request:
     *
     * <pre>{@code
     * chain.filter(exchange)
     *     .contextWrite(ReactorBridge.putNonNull(TENANT, request.getHeaders().getFirst("X-Tenant")));
     * }</pre>
     *
     * @param key the key
     * @param valueOrNull its value; {@code null} leaves it as it is
     * @param <T> the type of the value
     * @return what {@code contextWrite} takes
     */
    public static <T> Function<Context, Context> putNonNull(Ambient<T> key, @Nullable T valueOrNull) {
        Objects.requireNonNull(key, "key");
        return valueOrNull == null ? Function.identity() : put(key, valueOrNull);
    }

    /**
     * Reads an ambient value from Reactor's Context, as in {@code deferContextual}.
     *
     * @param context the context
     * @param key the key
     * @param <T> the type of the value
     * @return the value, else what the key's initial supplier gives, else {@code null}
     */
    public static <T> @Nullable T get(ContextView context, Ambient<T> key) {
        Objects.requireNonNull(key, "key");
        Misuse.isDeliberate();
        return FlowContext.read(context).get(key);
    }

    /**
     * Bridges one flow by hand: what is downstream of here sees its subscriber's values, whoever emits. For sinks, and
     * for programs that do not {@linkplain #install install}.
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
        Misuse.isDeliberate();
        return (Flux<T>) FluxBoundary.of(flux, KnownOperators.of(flux), true);
    }

    /**
     * Bridges one flow by hand.
     *
     * @param mono the flow
     * @param <T> the type of its item
     * @return the same flow, with a boundary
     * @see #bridge(Flux)
     */
    public static <T> Mono<T> bridge(Mono<T> mono) {
        Misuse.isDeliberate();
        return (Mono<T>) MonoBoundary.of(mono, KnownOperators.of(mono), true);
    }
}
