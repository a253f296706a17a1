/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.HookGroup;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * The hooks of Reactor that the bridge uses. They are public, and each is set under a key of the bridge's own, so that the hooks of
 * others stay in place. Anybody can remove all hooks, those of the bridge among them, so each hook can tell whether Reactor calls it.
 */
enum ReactorHook implements HookGroup.Hook {

    /** Puts boundaries between operators as they are assembled. */
    EACH_OPERATOR("Hooks.onEachOperator", "Operators that are assembled now have no boundary") {
        @Override
        void install(String key) {
            Hooks.onEachOperator(key, ReactorHooks::eachOperator);
        }

        @Override
        void uninstall(String key) {
            Hooks.resetOnEachOperator(key);
        }

        @Override
        Publisher<?> probed() {
            return ProbeFlux.assembled();
        }
    },

    /** Puts a boundary below what was assembled without the first hook: sinks, foreign publishers, flows from before {@code install}. */
    LAST_OPERATOR("Hooks.onLastOperator", "Sinks and foreign publishers that are subscribed now have no boundary") {
        @Override
        void install(String key) {
            Hooks.onLastOperator(key, ReactorHooks::lastOperator);
        }

        @Override
        void uninstall(String key) {
            Hooks.resetOnLastOperator(key);
        }

        @Override
        Publisher<?> probed() {
            return Operators.onLastAssembly(new ProbeFlux());
        }
    },

    /** Makes the context current in tasks of the program's own, in suppliers under subscribeOn, and where operators ask on a scheduler. */
    SCHEDULE("Schedulers.onScheduleHook", "Tasks that are scheduled now have no values") {
        @Override
        void install(String key) {
            Schedulers.onScheduleHook(key, ReactorHook::scheduled);
        }

        @Override
        void uninstall(String key) {
            Schedulers.resetOnScheduleHook(key);
        }

        @Override
        Publisher<?> probed() {
            return Flux.empty();
        }

        @Override
        public boolean isInPlace() {
            return isCalled(); // a later hook wraps the task, which has its context already
        }

        @Override
        public boolean isCalled() {
            ProbeTask probe = new ProbeTask();
            Schedulers.onSchedule(probe);
            // Where a hook before this one has wrapped the probe, this one does not see it, but still propagates the
            // context.
            return probe.isSeen || isTaskContextPropagated();
        }
    };

    private static final String KEY = "dev.ambient.reactor";
    private static final String TEMPORARY_KEY = KEY + ".meanwhile";
    private static final Ambient<Boolean> PROBED = Ambient.named("hook.probe");

    private final String method;
    private final String effect;

    ReactorHook(String method, String effect) {
        this.method = method;
        this.effect = effect;
    }

    abstract void install(String key);

    abstract void uninstall(String key);

    @Override
    public final void install() {
        install(KEY);
    }

    @Override
    public final void uninstall() {
        uninstall(KEY);
    }

    /** Moves it behind the hooks of others. Meanwhile it is there twice, which has the same effect as once. */
    @Override
    public final void reinstall() {
        install(TEMPORARY_KEY);
        uninstall(KEY);
        install(KEY);
        uninstall(TEMPORARY_KEY);
    }

    /** Returns what all hooks make of a {@link ProbeFlux}. */
    abstract Publisher<?> probed();

    /** Finds the operator of this bridge also where the hooks of others have wrapped it, or what it wraps. */
    @Override
    public boolean isCalled() {
        Object operator = probed();
        while (operator instanceof Scannable scannable && !(operator instanceof OwnOperator)) {
            operator = scannable.scanUnsafe(Attr.PARENT);
        }
        // If an operator does not tell its source, the hook is taken to be called.
        return !(operator instanceof ProbeFlux);
    }

    /** Returns false where another hook has put an operator below the boundary, between the boundary and its subscriber. */
    @Override
    public boolean isInPlace() {
        return probed() instanceof OwnOperator;
    }

    /** Returns whether a scheduled task sees the ambient values, by whatever means. */
    static boolean isTaskContextPropagated() {
        ProbeTask probe = new ProbeTask();
        Runnable task = Ambient.where(PROBED, true).call(() -> Schedulers.onSchedule(probe));
        AmbientContext.empty().run(task);
        return probe.isSeen;
    }

    private static Runnable scheduled(Runnable task) {
        if (task instanceof ProbeTask probe) {
            probe.isSeen = true;
            return probe; // and captures no context: diagnostics would show that as a capture by the program
        }
        return ScheduledTask.of(task, contextOf(task));
    }

    /**
     * Returns the context for a task. That of an operator above a boundary is the boundary's: a value that was set since the last signal
     * does not belong to the next one.
     */
    private static AmbientContext contextOf(Runnable task) {
        Boundary here = AmbientContext.boundary();
        if (!(task instanceof Scannable operator)
                || !(operator.scanUnsafe(Attr.ACTUAL) instanceof BoundarySubscriber<?> boundary)) {
            return here.captureFor(task);
        }
        AmbientContext own = boundary.ambient();
        if (AmbientRegistry.global().hasListeners()) {
            here.notifyListeners(listener -> listener.captured(own));
        }
        return own;
    }

    /** Returns the method that installs it: {@code Hooks.onEachOperator}. */
    @Override
    public String toString() {
        return method;
    }

    /** Returns the message that reports this hook as removed. */
    String missingMessage() {
        return "Ambient's hook " + method + " was removed, perhaps by "
                + method.replace(".on", ".resetOn") + "(). " + effect
                + ". Call ReactorBridge.install() to put it in again.";
    }

    /** A task that notes whether the hook is called for it, or whether an ambient value is seen in it. */
    private static final class ProbeTask implements Runnable {

        private boolean isSeen;

        @Override
        public void run() {
            isSeen |= PROBED.isBound();
        }
    }

    /** A flow that is never subscribed. */
    private static final class ProbeFlux extends Flux<Object> {

        static Publisher<Object> assembled() {
            return onAssembly(new ProbeFlux());
        }

        @Override
        public void subscribe(CoreSubscriber<? super Object> actual) {
            Operators.complete(actual);
        }
    }
}
