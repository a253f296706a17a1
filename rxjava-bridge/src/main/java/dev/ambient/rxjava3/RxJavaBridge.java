/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.HookGroup;
import dev.ambient.spi.HookInstallation;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries ambient values into every callback of an RxJava 3 flow.
 *
 * <pre>{@code
 * RxJavaBridge.install();                                       // once, when the program starts
 *
 * Ambient.where(REQUEST_ID, "r-17").run(() ->
 *     inventory.find(id)
 *         .observeOn(Schedulers.computation())
 *         .doOnSuccess(found -> log.info("{}", REQUEST_ID.get())) // r-17, on whatever thread
 *         .subscribe());
 * }</pre>
 *
 * <p>A flow sees the values that were current where it was subscribed. {@link #put} changes one for what is upstream of it:
 *
 * <pre>{@code
 * single.doOnSuccess(found -> TENANT.get())                     // acme
 *     .compose(RxJavaBridge.put(TENANT, "acme"))
 *     .doOnSuccess(found -> TENANT.get());                      // what it was before
 * }</pre>
 *
 * <p><b>Not reached.</b> RxJava calls no hook for the workers of {@code Schedulers.trampoline()}, of a {@code
 * TestScheduler}, of {@code Scheduler.when} and of schedulers made by others. A task that a program schedules on one itself
 * runs with the values that are current there. So does what is upstream of a {@code subscribeOn} to one. Use {@link
 * #wrap(Scheduler)} for these. RxJava also calls no hook when an operator subscribes to a {@code Publisher} or {@code
 * ObservableSource} that a program implements itself and passes to {@code zip}, {@code concatMap} and the like. Wrap such a source in
 * {@code Flowable.fromPublisher} or {@code Observable.wrap}, with {@link #capture} after it.
 *
 * <p><b>Threads.</b> Any thread can call any method.
 *
 * <p><b>Failure.</b> No signal is lost or turned into an error because of a context. A problem with a context is
 * {@linkplain dev.ambient.AmbientRegistry#reportTo reported}, and the signal goes on.
 */
public final class RxJavaBridge {

    private static final HookInstallation INSTALLATION =
            new HookInstallation("RxJava bridge", RxJavaHooks::install, RxJavaHooks.GROUP::uninstall);

    private RxJavaBridge() {}

    /**
     * Installs the bridge for all flows that are subscribed from now on. Installing it twice has the same effect as once. The bridge is
     * removed when every registration is closed. Flows that are running then end with the right values.
     *
     * <p>Hooks that others have set before are still called, and hooks that they set later stay when the bridge is removed. Others may
     * remove the bridge's hooks: {@code RxJavaPlugins.reset()} does, and so does a hook that does not call the one before it. When
     * that is noticed, it is {@linkplain dev.ambient.Problem.Kind#HOOK_REMOVED reported}. Call this method again to restore the hooks.
     *
     * @return removes the bridge; after {@code RxJavaPlugins.lockdown()} its hooks stay in place and do nothing
     * @throws IllegalStateException if RxJava is locked down or older than 3.1.1; nothing is installed then
     */
    public static Registration install() {
        RxJavaHooks.GROUP.mend();
        return INSTALLATION.add();
    }

    /**
     * Returns whether the bridge is installed and RxJava calls all its hooks.
     *
     * @return whether it is installed
     */
    public static boolean isInstalled() {
        return INSTALLATION.isInstalled() && RxJavaHooks.GROUP.areCalled();
    }

    /**
     * Returns the state of each hook of the bridge, by the method that installs it. It reports nothing, and installs nothing again.
     *
     * @return the states; empty while the bridge is not installed
     */
    public static Map<String, HookGroup.State> hooks() {
        return RxJavaHooks.GROUP.states();
    }

    /**
     * Sets an ambient value for what is upstream, as the argument of {@code compose}. What is downstream does not see it.
     *
     * @param key the key
     * @param value its value
     * @param <V> the type of the value
     * @param <T> the type of the flow's items
     * @return the argument for {@code compose}, for each of the five types
     * @throws NullPointerException if the value is {@code null}; the message names the key
     */
    public static <V, T> ContextTransformer<T> put(Ambient<V> key, V value) {
        AmbientContext values =
                AmbientContext.empty().with(key, value); // rejects null here, with the caller on the stack
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext.boundary().notifyListeners(listener -> listener.given(values));
        }
        RxJavaHooks.checkForReset();
        return new ContextTransformer<>(context -> context.with(key, value));
    }

    /**
     * Sets an ambient value for what is upstream, or leaves it unchanged if the given value is {@code null}. For a value that may be
     * absent, such as a header of a request:
     *
     * <pre>{@code
     * client.call(request).compose(RxJavaBridge.putNonNull(TENANT, headers.get("X-Tenant")));
     * }</pre>
     *
     * @param key the key
     * @param valueOrNull its value; {@code null} leaves the value unchanged
     * @param <V> the type of the value
     * @param <T> the type of the flow's items
     * @return the argument for {@code compose}, for each of the five types
     */
    public static <V, T> ContextTransformer<T> putNonNull(Ambient<V> key, @Nullable V valueOrNull) {
        Objects.requireNonNull(key, "key");
        return valueOrNull == null ? new ContextTransformer<>(UnaryOperator.identity()) : put(key, valueOrNull);
    }

    /**
     * Captures the current context at subscription, as the argument of {@code compose}. What is downstream sees that context, whichever
     * thread emits. For sources that no hook reaches, and for programs that do not {@linkplain #install install} the bridge.
     *
     * @param <T> the type of the flow's items
     * @return the argument for {@code compose}, for each of the five types
     */
    public static <T> ContextTransformer<T> capture() {
        RxJavaHooks.checkForReset();
        return new ContextTransformer<>(UnaryOperator.identity());
    }

    /**
     * Returns a scheduler that runs each task in the context in which it was scheduled, also on its workers. For schedulers that
     * RxJava calls no hook for, and for programs that do not {@linkplain #install install} the bridge.
     *
     * <pre>{@code
     * TestScheduler time = new TestScheduler();
     * Scheduler scheduler = RxJavaBridge.wrap(time);               // give this to the flows, and advance the other
     * }</pre>
     *
     * <p>With the bridge installed, {@code Schedulers.io()}, {@code computation()}, {@code single()}, {@code newThread()} and
     * {@code from(Executor)} need no wrapper, nor does {@code new TestScheduler(true)}. {@code Schedulers.trampoline()} needs one if
     * a program schedules tasks on its workers: RxJava has neither a hook for these nor a setter to replace the scheduler. Do not
     * pass a wrapped trampoline to {@code interval} and {@code intervalRange}: they block the caller's thread on it, and end only
     * if they are given RxJava's own.
     *
     * <p>Time, delays, periods, {@code start} and {@code shutdown} are those of the given scheduler. A task that also passes the hook is
     * wrapped once.
     *
     * <p>A task releases its values after it has run, or after it or its worker was disposed, also if its {@code Disposable} is kept.
     * On schedulers that are not wrapped, a task holds its values for as long as RxJava holds the task.
     *
     * @param scheduler the scheduler
     * @return the wrapped scheduler; the given one if it is wrapped already
     */
    public static Scheduler wrap(Scheduler scheduler) {
        return ContextScheduler.of(Objects.requireNonNull(scheduler, "scheduler"));
    }
}
