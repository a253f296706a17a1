/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.HookInstallation;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ambient values in every callback of an RxJava 3 flow.
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
 * <p>A flow sees what was current where it was subscribed. {@link #put} changes that for what is upstream of it:
 *
 * <pre>{@code
 * single.doOnSuccess(found -> TENANT.get())                     // acme
 *     .compose(RxJavaBridge.put(TENANT, "acme"))
 *     .doOnSuccess(found -> TENANT.get());                      // what it was before
 * }</pre>
 *
 * <p><b>Not reached.</b> RxJava calls no hook for the workers of {@code Schedulers.trampoline()}, of a {@code
 * TestScheduler}, of {@code Scheduler.when} and of schedulers made by others: a task that a program itself schedules on
 * one runs with what is current there, and so does what is upstream of a {@code subscribeOn} to one. {@link
 * #wrap(Scheduler)} closes that gap. Nor does it call one when an operator subscribes to a {@code Publisher} or {@code
 * ObservableSource} that a program implements itself and hands to {@code zip}, {@code concatMap} and the like; {@code
 * Flowable.fromPublisher} and {@code Observable.wrap} with {@link #capture} around such a source close that one.
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 *
 * <p><b>Failure.</b> No signal is lost or turned into an error because of a context. What goes wrong is
 * {@linkplain dev.ambient.AmbientRegistry#reportTo reported}.
 */
public final class RxJavaBridge {

    private static final HookInstallation INSTALLATION =
            new HookInstallation("RxJava bridge", RxJavaHooks::install, RxJavaHooks.ALL::uninstall);

    private RxJavaBridge() {}

    /**
     * Puts the bridge in place for all flows that are subscribed from now on. Installing twice puts nothing more in
     * place; the bridge comes off when each registration is closed. Flows that are under way then end rightly.
     *
     * <p>Hooks that others had put in place go on being called, and those that they put in place later stay when the
     * bridge comes off. If somebody removes ours, as {@code RxJavaPlugins.reset()} does or setting a hook that does not call
     * the one before it, that is {@linkplain dev.ambient.Problem.Kind#HOOK_REMOVED reported} when it is noticed, and
     * installing once more puts in again what is gone.
     *
     * @return takes the bridge out again; after {@code RxJavaPlugins.lockdown()} its hooks stay in their slots and do
     *     nothing
     * @throws IllegalStateException if RxJava is locked down or older than 3.1.1; nothing is installed then
     */
    public static Registration install() {
        RxJavaHooks.ALL.mend();
        return INSTALLATION.add();
    }

    /**
     * Whether the bridge is in place, with all its hooks.
     *
     * @return whether it is
     */
    public static boolean isInstalled() {
        return INSTALLATION.isInstalled() && RxJavaHooks.ALL.areCalled();
    }

    /**
     * Sets an ambient value for what is upstream, as the argument of {@code compose}.
     *
     * @param key the key
     * @param value its value
     * @param <V> the type of the value
     * @param <T> the type of the flow's items
     * @return what {@code compose} takes, for each of the five types
     * @throws NullPointerException if the value is {@code null}; it names the key
     */
    public static <V, T> ContextTransformer<T> put(Ambient<V> key, V value) {
        AmbientContext values = AmbientContext.empty().with(key, value); // refuses null, with the caller on the stack
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext.boundary().notifyListeners(listener -> listener.given(values));
        }
        RxJavaHooks.lookIfReset();
        return new ContextTransformer<>(context -> context.with(key, value));
    }

    /**
     * Sets an ambient value for what is upstream, if there is one: {@code null} leaves it as it is. For a value that may be absent,
     * such as a header of a request:
     *
     * <pre>{@code
     * client.call(request).compose(RxJavaBridge.putNonNull(TENANT, headers.get("X-Tenant")));
     * }</pre>
     *
     * @param key the key
     * @param valueOrNull its value; {@code null} leaves it as it is
     * @param <V> the type of the value
     * @param <T> the type of the flow's items
     * @return what {@code compose} takes, for each of the five types
     */
    public static <V, T> ContextTransformer<T> putNonNull(Ambient<V> key, @Nullable V valueOrNull) {
        Objects.requireNonNull(key, "key");
        return valueOrNull == null ? new ContextTransformer<>(UnaryOperator.identity()) : put(key, valueOrNull);
    }

    /**
     * Captures the current context at subscription, as the argument of {@code compose}: what is downstream of it sees
     * that, whoever emits. For sources that no hook reaches, and for programs that do not {@linkplain #install
     * install}.
     *
     * @param <T> the type of the flow's items
     * @return what {@code compose} takes, for each of the five types
     */
    public static <T> ContextTransformer<T> capture() {
        RxJavaHooks.lookIfReset();
        return new ContextTransformer<>(UnaryOperator.identity());
    }

    /**
     * A scheduler whose tasks, and whose workers' tasks, see what was current where they were scheduled. For schedulers
     * that RxJava calls no hook for, and for programs that do not {@linkplain #install install}.
     *
     * <pre>{@code
     * TestScheduler time = new TestScheduler();
     * Scheduler scheduler = RxJavaBridge.wrap(time);               // give this to the flows, and advance the other
     * }</pre>
     *
     * <p>With the bridge installed, {@code Schedulers.io()}, {@code computation()}, {@code single()}, {@code newThread()} and
     * {@code from(Executor)} need none of this, nor does {@code new TestScheduler(true)}. {@code Schedulers.trampoline()} does,
     * where a program schedules tasks on its workers: RxJava has neither a hook for those nor a setter that would put
     * another scheduler in its place. Do not give a wrapped trampoline to {@code interval} and {@code intervalRange}: they
     * block the caller's thread on it, and end only where they see RxJava's own.
     *
     * <p>Time, delays, periods, {@code start} and {@code shutdown} are the given scheduler's. A task that passes the hook as
     * well is wrapped once.
     *
     * <p>A task that has run, or was disposed by itself or with its worker, holds its values no longer, also if its {@code
     * Disposable} is kept. Tasks on schedulers that are not wrapped hold them for as long as RxJava holds the task.
     *
     * @param scheduler the scheduler
     * @return the wrapped one; the given one if it is wrapped
     */
    public static Scheduler wrap(Scheduler scheduler) {
        return ContextScheduler.of(Objects.requireNonNull(scheduler, "scheduler"));
    }
}
