/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignValues;
import dev.ambient.foreign.PlainAccessor;
import dev.ambient.report.Reporters;
import dev.ambient.report.Reports;
import dev.ambient.report.ScopeOrigins;
import dev.ambient.spi.ContextListener;
import dev.ambient.task.KnownTasks;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Configures which foreign thread-locals are propagated, and who is notified of problems.
 *
 * <pre>{@code
 * AmbientRegistry registry = AmbientRegistry.global();
 * registry.register("locale", LOCALE_HOLDER);                                   // a ThreadLocal
 * registry.policy("micrometer.observation", PropagationPolicy.LEAVE);           // somebody else takes care of it
 * }</pre>
 *
 * <p>It builds on Micrometer's {@link ContextRegistry}: every {@link ThreadLocalAccessor} there is propagated, whoever registered it and
 * whenever, and what is registered here is there too. Accessors are called in the order in which they were registered, and restored in
 * reverse.
 *
 * <p><b>Threads.</b> All methods can be called by all threads at any time. What was captured before an accessor was added or removed
 * keeps to the accessors it was captured with.
 */
public final class AmbientRegistry {

    private static final AmbientRegistry GLOBAL = new AmbientRegistry();

    private AmbientRegistry() {
        Reporters.observe(problem -> {
            if (hasListeners()) {
                ThreadState.here().notifyListeners(listener -> listener.reported(problem));
            }
        });
    }

    /**
     * Returns the one registry, which belongs to Micrometer's {@link ContextRegistry#getInstance()}.
     *
     * @return the registry
     */
    public static AmbientRegistry global() {
        return GLOBAL;
    }

    /**
     * Registers a foreign thread-local.
     *
     * @param accessor reads and writes it
     * @return removes it
     * @throws IllegalStateException if its key has an accessor already; Micrometer would silently replace that
     */
    public Registration register(ThreadLocalAccessor<?> accessor) {
        Object key = Objects.requireNonNull(accessor, "accessor").key();
        RegisteredAccessors.change(registry -> RegisteredAccessors.add(
                registry,
                key,
                accessor,
                other -> "'" + Reports.text(key) + "' has a ThreadLocalAccessor already: " + Reports.text(other)
                        + ". Remove that one first, or use another key."));
        return once(() -> RegisteredAccessors.change(registry -> RegisteredAccessors.remove(registry, key, accessor)));
    }

    /**
     * Registers a foreign thread-local.
     *
     * @param key its key
     * @param threadLocal the thread-local; {@code null} in it means absent
     * @param <V> the type of its value
     * @return removes it
     * @throws IllegalStateException if the key has an accessor already
     */
    public <V> Registration register(String key, ThreadLocal<V> threadLocal) {
        return register(new PlainAccessor<>(key, threadLocal));
    }

    /**
     * Sets what happens to a foreign thread-local at boundaries. It need not be registered yet.
     *
     * @param key its key
     * @param policy what happens; without a policy, {@link PropagationPolicy#PROPAGATE} does
     * @return this registry
     */
    public AmbientRegistry policy(Object key, PropagationPolicy policy) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(policy, "policy");
        RegisteredAccessors.policy(key, policy);
        return this;
    }

    /**
     * Returns what happens to a foreign thread-local at boundaries.
     *
     * @param key its key
     * @return the policy that it was given, else {@link PropagationPolicy#PROPAGATE}
     */
    public PropagationPolicy policyOf(Object key) {
        return RegisteredAccessors.policyOf(Objects.requireNonNull(key, "key"));
    }

    /**
     * Registers a copier for a mutable value, so that no two flows share one object. The value is copied when it is captured, and again
     * for each piece of work that runs with what was captured. Without a copier all of them work on the object that was there.
     *
     * <pre>{@code
     * registry.copier("cart", (Cart cart) -> new Cart(cart));
     * }</pre>
     *
     * <p>It costs a copy at each capture and at each entry, wherever there is a value.
     *
     * @param key the key of the foreign thread-local, which need not be registered yet
     * @param copier makes the copy; {@code null} from it means absent. If it throws, that is as if the accessor did: it is
     *     reported and the value left alone, but {@link AmbientContext#makeCurrent} throws
     * @param <V> the type of the value
     * @return removes the copier
     * @throws IllegalStateException if the key has a copier already
     */
    public <V> Registration copier(Object key, UnaryOperator<V> copier) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(copier, "copier");
        RegisteredAccessors.addCopier(key, copier);
        return once(() -> RegisteredAccessors.removeCopier(key));
    }

    /**
     * Suppresses propagation to a library's own work, such as evictions, timers of a cache or a task that schedules itself again. Such
     * work would keep the values of the request that happened to be first. When it is handed to an executor, a thread factory or a
     * bridge, it begins in the empty context. The usual libraries are known: connection pools of Reactor, Netty, R2DBC and JDBC,
     * Lettuce, Caffeine.
     *
     * <pre>{@code
     * registry.suppressFlowTo("com.acme.cache.");
     * }</pre>
     *
     * <p>Callbacks of a request that are called from such a task still have the request's values where there is a boundary between, as in
     * Reactor and RxJava, and where they were {@linkplain AmbientContext#wrap(Runnable) wrapped}.
     *
     * <p>Calls are counted: each has a registration of its own, and the last that is closed ends it.
     *
     * @param prefix how the name of the task's class, or of a superclass, begins: a package with its last dot, or a class
     * @return ends it
     * @throws IllegalArgumentException if the prefix is blank, which would be every task
     */
    public Registration suppressFlowTo(String prefix) {
        return KnownTasks.add(prefix);
    }

    /**
     * Registers a reporter of problems, in place of the one before it. At first, problems go to the {@link System.Logger} of this
     * package, as warnings, at most one of a kind a second.
     *
     * <p>The reporter is called on the thread on which the problem happened, by several threads at once. If it throws, that goes to the
     * log, together with the problem.
     *
     * @param reporter the reporter
     * @return removes it; the one before it is notified again
     */
    public Registration reportTo(Consumer<Problem> reporter) {
        return Reporters.add(Objects.requireNonNull(reporter, "reporter"));
    }

    /**
     * Registers an observer of problems, such as a counter. It is notified after the {@linkplain #reportTo reporter}, which stays as it
     * is, and after the observers before it.
     *
     * <p>The observer is called on the thread on which the problem happened, by several threads at once. If it throws, that goes to the
     * log, together with the problem.
     *
     * @param observer the observer
     * @return removes it
     */
    public Registration observeProblems(Consumer<Problem> observer) {
        return Reporters.observe(Objects.requireNonNull(observer, "observer"));
    }

    /**
     * Reports a problem, for the authors of bridges. It never throws.
     *
     * @param problem what went wrong
     */
    public void report(Problem problem) {
        Reporters.report(problem);
    }

    /**
     * Records where each scope is opened. Reports of a misused scope then say where that was, and those of a scope that was {@linkplain
     * Problem.Kind#SCOPE_CLOSED_TWICE closed twice} or {@linkplain Problem.Kind#SCOPE_NEVER_CLOSED never} are added. This takes some
     * microseconds for each scope, so it is for tests and for finding an error.
     *
     * @return ends the recording, unless somebody else wants it too
     */
    public ScopeRecording recordScopes() {
        return recordScopes(1);
    }

    /**
     * Records where some scopes are opened, chosen at random, where recording each would cost too much.
     *
     * @param oneIn one scope of how many
     * @return ends the recording
     * @throws IllegalArgumentException if the number is less than one
     * @see #recordScopes()
     */
    public ScopeRecording recordScopes(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException(
                    "one scope in " + oneIn + " cannot be recorded: give 1 for each, 1000 for few");
        }
        return ScopeOrigins.record(oneIn);
    }

    /**
     * Registers a listener for what happens to contexts, for the authors of tools.
     *
     * @param listener the listener
     * @return removes it
     */
    public Registration listen(ContextListener listener) {
        Registration registration = ContextListeners.add(Objects.requireNonNull(listener, "listener"));
        ChangeListeners.update();
        return () -> {
            registration.close();
            ChangeListeners.update();
        };
    }

    /**
     * Returns whether there is a listener for what happens to contexts. Ask this before {@link
     * dev.ambient.spi.Boundary#notifyListeners}, which allocates.
     *
     * @return whether there is
     */
    public boolean hasListeners() {
        return ContextListeners.any;
    }

    /**
     * Sets whether each boundary reads the foreign thread-locals, also where its context is current already, and writes each that is
     * not the very object that was captured. For the bridge to a library that writes them between two boundaries itself, as Reactor's
     * automatic mode does.
     *
     * @param rereads whether boundaries do so
     */
    public void rereadAtEachBoundary(boolean rereads) {
        if (ForeignValues.rereads != rereads) {
            ForeignValues.rereads = rereads;
        }
    }

    /**
     * Removes Ambient's own accessors from Micrometer's registry: that of the whole context and those of mirrored values. A program needs
     * this only if it is removed from a server whose class loader has Micrometer. Ambient and the program can then be unloaded. Call it
     * last: the next capture registers the first of them again.
     */
    public void withdraw() {
        RegisteredAccessors.change(RegisteredAccessors::removeOurs);
    }

    private static Registration once(Runnable action) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                action.run();
            }
        };
    }
}
