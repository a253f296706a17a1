/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.Explanation.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of an explanation.
 *
 * @param why what happened
 * @param fix what to call, and where
 */
record Advice(String why, String fix) {

    private static final String BEGAN_BEFORE =
            " The flow began before the bridge was installed, or where the bridge does not reach.";

    /** Reactor's sinks and Mono.share() call no hook, so the bridge gets in only where the operator lets it. */
    private static final String BEGAN_BEFORE_OR_DIRECT =
            " The flow began before the bridge was installed, or this operator subscribes to its source directly.";

    private static final String REACTOR_FIRST = "ReactorBridge.install() before anything subscribes; or ";
    private static final String RXJAVA_FIRST = "RxJavaBridge.install() before anything subscribes; or ";

    static Advice of(Reason reason, StackView view) {
        return switch (reason) {
            case PRESENT -> new Advice("The flow began with this value.", "nothing to fix");
            case OVERWRITTEN ->
                new Advice(
                        "The line under 'set' replaced an earlier value of this key.",
                        "bind the key only where the request begins, and use another key for the other value");
            case NEVER_SET ->
                new Advice(
                        "No value has been set for this work since recording began.",
                        "Ambient.where(KEY, value).run(...), where the request begins");
            case SCOPE_ENDED ->
                new Advice(
                        "The scope of the value has ended: a value lasts until its innermost scope, task or callback ends.",
                        "set the value around all code that needs it: Ambient.where(KEY, value).run(...); in a flow"
                                + " contextWrite(ReactorBridge.put(KEY, value)) or compose(RxJavaBridge.put(KEY, value))");
            case CLEARED -> new Advice("The line under 'dropped' unset the value.", "remove the call of unset() there");
            case EXECUTOR_NOT_WRAPPED ->
                new Advice(
                        "The task came to this thread through " + executor(view) + ", which is not wrapped.",
                        view.executor() == null
                                ? "AmbientExecutors.threadFactory(factory), or AmbientContext.capture().wrap(task)"
                                : "AmbientExecutors.wrap(executor), where the executor is created");
            case PLAIN_FUTURE ->
                new Advice(
                        "A plain CompletableFuture runs a stage on the thread that completes the future, or hands it to an"
                                + " executor from there. Neither knows the context in which the stage was attached.",
                        "AmbientFuture.supplyAsync(...) instead of CompletableFuture.supplyAsync(...), or"
                                + " AmbientFuture.from(future); for a single stage"
                                + " AmbientContext.capture().wrapFunction(function)");
            case SUBSCRIBED_OUTSIDE ->
                new Advice(
                        "The work began at the line under 'dropped', where the value was not set. What counts is where a flow"
                                + " is subscribed or a task is submitted, not where it is assembled.",
                        "subscribe or submit inside Ambient.where(KEY, value).run(...)");
            case SUPPRESSED ->
                new Advice(
                        "The work began at the line under 'dropped', inside a block of AmbientContext.suppressFlow().",
                        "start the work outside that block, or pass it the value as an argument");
            case POLICY_CLEAR ->
                new Advice(
                        "The policy of this thread-local is CLEAR: work starts without its value.",
                        "AmbientRegistry.global().policy(key, PropagationPolicy.PROPAGATE)");
            case POLICY_LEAVE ->
                new Advice(
                        "The policy of this thread-local is LEAVE: work sees the value that its thread has.",
                        "AmbientRegistry.global().policy(key, PropagationPolicy.PROPAGATE)");
            case NOT_REGISTERED ->
                new Advice(
                        "No ThreadLocalAccessor is registered under this key, so the thread-local is not propagated.",
                        "AmbientRegistry.global().register(key, threadLocal)");
            case BACKGROUND ->
                new Advice(
                        "A library does this work in the background and for no request, so no values belong to it.",
                        "Ambient.where(KEY, value).run(...) in the callback, if it needs a value");
            case BRIDGE_NOT_INSTALLED -> notInstalled(view);
            case CROSSING -> crossing(view);
            case NOT_REACHED -> notReached(view);
        };
    }

    /** Returns the advice for a callback downstream of the contextWrite that has the value. */
    static Advice ofDownstream() {
        return new Advice(
                "The contextWrite under 'set' gives the value only to operators upstream of it. This callback is downstream"
                        + " of it, or belongs to another flow.",
                "move contextWrite down, below everything that needs the value");
    }

    /** Returns the advice for a value that did not come with the flow; {@code left} is where a task left it on the thread. */
    static Advice ofOthersValue(Reason reason, StackView view, EventLog.@Nullable Entry left) {
        Advice own = of(reason, view);
        if (left != null) {
            return new Advice(
                    "The value was left on this thread: " + left.place() + " set it outside of any scope, so each later"
                            + " task sees it.",
                    "there, Ambient.where(KEY, value).run(...) instead of set; to bring this work's own value here, "
                            + own.fix);
        }
        return new Advice(
                own.why + " The value found here is that of " + owner(view)
                        + ". It is right only if both work for the same request.",
                own.fix);
    }

    /** Returns the advice for a value of which nothing is recorded. */
    static Advice ofUnknownOrigin() {
        return new Advice(
                "The thread has a value. The stack does not show whether it came with this work.",
                "Diagnostics.explain(KEY, expected), with the value that should be here");
    }

    private static String owner(StackView view) {
        for (Invoker invoker : view.invokers()) {
            switch (invoker) {
                case COMPLETION, CONTINUATION, LISTENER -> {
                    return "the code that completed it";
                }
                case SINK, SHARED, REACTOR, RXJAVA, OTHER_STREAM -> {
                    return "the code that emitted";
                }
                case MAINTENANCE -> {
                    return "the code that happened to start it";
                }
                default -> {} // the next one decides
            }
        }
        return ContextOrigin.of(view) == ContextOrigin.THREAD ? "the thread" : "the code that ran it";
    }

    private static String executor(StackView view) {
        return view.executor() == null ? "a plain Thread" : view.executor();
    }

    /** Returns whether the operator is {@code Mono.share()}, which is built on the class that sinks were built on. */
    private static boolean isMonoShare(StackView view) {
        return view.exposingClass() != null && view.exposingClass().startsWith("reactor.core.publisher.NextProcessor");
    }

    private static Bridge bridge(StackView view) {
        return Bridge.of(
                view,
                view.invokers().stream()
                        .filter(Invoker::exposesItsContext)
                        .findFirst()
                        .orElse(view.invokers().get(0)));
    }

    private static Advice notInstalled(StackView view) {
        Bridge bridge = bridge(view);
        return new Advice(
                bridge.library + " called this code from " + operator(view) + ", and " + bridge.simpleName
                        + " is not installed.",
                bridge.simpleName + ".install(), once, when the program starts");
    }

    private static Advice crossing(StackView view) {
        Invoker first = view.invokers().get(0);
        if (first == Invoker.OTHER_STREAM || view.contains(Invoker.OTHER_STREAM)) {
            return new Advice(
                    "The flow passed through a reactive library that has no bridge.",
                    "AmbientContext.capture().wrap...(callback), where that library is given its callbacks; or bring the"
                            + " flow back with ReactorBridge.bridge(Flux.from(publisher))");
        }
        Bridge bridge = bridge(view);
        String other = bridge.other().simpleName;
        return new Advice(
                "The flow crossed from " + bridge.other().library + " into " + bridge.library
                        + ", which called this code from " + operator(view) + ", and only " + other + " is installed.",
                bridge.simpleName + ".install(), in addition to " + other + ".install()");
    }

    private static String operator(StackView view) {
        return view.operators().isEmpty() ? "an operator" : String.join(" below ", view.operators());
    }

    private static Advice notReached(StackView view) {
        for (Invoker invoker : view.invokers()) {
            switch (invoker) {
                case SINK -> {
                    return new Advice(
                            "A sink calls its subscribers on the thread that emits, and there is no boundary between the sink"
                                    + " and " + operator(view) + "." + BEGAN_BEFORE_OR_DIRECT,
                            isMonoShare(view)
                                    ? REACTOR_FIRST + "ReactorBridge.bridge(shared), where the flow is shared"
                                    : REACTOR_FIRST
                                            + "ReactorBridge.bridge(sink.asFlux()), where the sink is turned into a"
                                            + " flow");
                }
                case SHARED -> {
                    boolean isReactor = bridge(view) == Bridge.REACTOR;
                    return new Advice(
                            "A shared source emits to all its subscribers on one thread, and there is no boundary between the"
                                    + " source and " + operator(view) + "."
                                    + (isReactor ? BEGAN_BEFORE_OR_DIRECT : BEGAN_BEFORE),
                            isReactor
                                    ? REACTOR_FIRST + "ReactorBridge.bridge(shared), where the flow is shared"
                                    : RXJAVA_FIRST + "shared.compose(RxJavaBridge.capture())");
                }
                case LISTENER -> {
                    return new Advice(
                            "A future or callback of another library (" + view.exposingClass()
                                    + ") runs its listeners on the thread that completes it, and that library has no hook for"
                                    + " it.",
                            "AmbientContext.capture().wrap(listener), or wrapFunction, wrapConsumer and so on, where the"
                                    + " library is given the listener");
                }
                case TRAMPOLINE, TEST_SCHEDULER -> {
                    return new Advice(
                            "RxJava calls no schedule hook for the workers of "
                                    + (invoker == Invoker.TRAMPOLINE ? "Schedulers.trampoline()." : "a TestScheduler."),
                            "RxJavaBridge.wrap(scheduler)");
                }
                case FORK -> {
                    return new Advice(
                            "The JDK has no hook for work that a parallel stream or a ForkJoinTask forks.",
                            "AmbientContext.capture().wrapFunction(function), before the stream is given the function");
                }
                default -> {} // the next one decides
            }
        }
        Bridge bridge = bridge(view);
        return new Advice(
                bridge.library + " called no hook between the source and " + operator(view)
                        + ": the flow began before the bridge was installed, or the program implements the source itself.",
                bridge == Bridge.REACTOR
                        ? REACTOR_FIRST + "ReactorBridge.bridge(Flux.from(source))"
                        : RXJAVA_FIRST + "Flowable.fromPublisher(source).compose(RxJavaBridge.capture())");
    }
}
