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
 * Where the bridge holds on to Reactor: public hooks, each under a key, so that others' stay as they are. Anybody can
 * remove all hooks, ours among them, so each can tell whether it is still in.
 */
enum ReactorHook implements HookGroup.Hook {

    /** So that callbacks have their own subscriber's context, also where a shared operator serves several. */
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
            return Probe.assembled();
        }
    },

    /** For what was assembled without us: sinks, foreign publishers, earlier flows. */
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
            return Operators.onLastAssembly(new Probe());
        }
    },

    /** For tasks of the program's own, suppliers under subscribeOn, and operators that ask from a scheduler's thread. */
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
            return isCalled(); // whoever comes later wraps the task that has the context
        }

        @Override
        public boolean isCalled() {
            Question question = new Question();
            Schedulers.onSchedule(question);
            return question.answered || isCarried(); // or it is gone, or others before it have wrapped the question
        }
    };

    private static final String KEY = "dev.ambient.reactor";
    private static final String MEANWHILE = KEY + ".meanwhile";
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

    /** Puts it after those of others. Meanwhile it is in twice, which is as good as once. */
    @Override
    public final void reinstall() {
        install(MEANWHILE);
        uninstall(KEY);
        install(KEY);
        uninstall(MEANWHILE);
    }

    /** What becomes of a flow that nobody subscribes. */
    abstract Publisher<?> probed();

    /** Also if others' hooks, which wrap what they get, come before or after it. */
    @Override
    public boolean isCalled() {
        Object operator = probed();
        while (operator instanceof Scannable scannable && !(operator instanceof OwnOperator)) {
            operator = scannable.scanUnsafe(Attr.PARENT);
        }
        return !(operator instanceof Probe); // of an operator that does not say, the best is assumed
    }

    /** With nobody's operator below ours: it would be between our boundary and its subscriber. */
    @Override
    public boolean isInPlace() {
        return probed() instanceof OwnOperator;
    }

    /** Whether tasks that are scheduled have values, whoever sees to that. */
    static boolean isCarried() {
        Question question = new Question();
        Runnable task = Ambient.where(PROBED, true).call(() -> Schedulers.onSchedule(question));
        AmbientContext.empty().run(task);
        return question.answered;
    }

    private static Runnable scheduled(Runnable task) {
        if (task instanceof Question question) {
            question.answered = true;
            return question; // no context is captured: diagnostics would show that, at a line of the program
        }
        return ScheduledTask.of(task, contextOf(task));
    }

    /** An operator's own, where it has a boundary: what was set since the last signal is not for what it signals next. */
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

    /** A sentence for people. */
    String missing() {
        return "Ambient's hook " + method + " is gone: somebody has removed it, by "
                + method.replace(".on", ".resetOn") + "() perhaps. " + effect
                + ". Call ReactorBridge.install() to put it in again.";
    }

    /** A task with which to ask whether the hook is called. */
    private static final class Question implements Runnable {

        private boolean answered;

        @Override
        public void run() {
            answered |= PROBED.isBound();
        }
    }

    /** A flow that nobody subscribes. */
    private static final class Probe extends Flux<Object> {

        static Flux<Object> assembled() {
            return onAssembly(new Probe());
        }

        @Override
        public void subscribe(CoreSubscriber<? super Object> actual) {
            Operators.complete(actual);
        }
    }
}
