/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.Explanation.Reason;
import org.jspecify.annotations.Nullable;

/** What an explanation says of a reason: why, and what to do. */
record Advice(String why, String fix) {

    private static final String EARLIER =
            "The flow began before the bridge was installed, or where the bridge does not reach.";

    /** Reactor's sinks and Mono.share() call no hook, so the bridge gets in where the operator lets it. */
    private static final String BY_ITSELF =
            "The flow began before the bridge was installed, or this operator subscribes to its source by itself.";

    static Advice of(Reason reason, StackView view) {
        return switch (reason) {
            case PRESENT -> new Advice("It is the value that this flow began with.", "none is needed");
            case OVERWRITTEN ->
                new Advice(
                        "Another value was set over the one before it, by the line under 'set'.",
                        "bind it only where the request begins; give a value of its own a key of its own");
            case NEVER_SET ->
                new Advice(
                        "Nobody has set it for this work since recording began.",
                        "Ambient.where(KEY, value).run(...), where the request begins");
            case SCOPE_ENDED ->
                new Advice(
                        "What it was set for had ended: a value lasts until the innermost scope, task or callback ends.",
                        "set it around all that needs it, with Ambient.where(KEY, value).run(...); within a flow with"
                                + " contextWrite(ReactorBridge.put(KEY, value)) or compose(RxJavaBridge.put(KEY, value))");
            case CLEARED -> new Advice("The line under 'dropped' took it away.", "do not call unset() there");
            case EXECUTOR_NOT_WRAPPED ->
                new Advice(
                        "The task came to this thread through " + executor(view) + ", which nobody wrapped.",
                        view.executor() == null
                                ? "AmbientExecutors.threadFactory(factory), or AmbientContext.capture().wrap(task)"
                                : "AmbientExecutors.wrap(executor), where the executor is made");
            case PLAIN_FUTURE ->
                new Advice(
                        "A plain CompletableFuture runs a stage for whoever completes it, on that one's thread or by handing"
                                + " it to the executor, which cannot tell whose it is.",
                        "AmbientFuture.supplyAsync(...) in place of CompletableFuture's, or AmbientFuture.from(future); for"
                                + " one stage AmbientContext.capture().wrapFunction(function)");
            case SUBSCRIBED_OUTSIDE ->
                new Advice(
                        "The work began, at the line under 'dropped', where the value was not set. It is the subscription"
                                + " or submission that counts, not where a flow is put together.",
                        "subscribe inside Ambient.where(KEY, value).run(...)");
            case SUPPRESSED ->
                new Advice(
                        "The work began, at the line under 'dropped', inside AmbientContext.suppressFlow().",
                        "start the work outside of the suppressed block, or pass it the value itself");
            case POLICY_CLEAR ->
                new Advice(
                        "The policy of this thread-local is CLEAR: work starts without it.",
                        "AmbientRegistry.global().policy(key, PropagationPolicy.PROPAGATE)");
            case POLICY_LEAVE ->
                new Advice(
                        "The policy of this thread-local is LEAVE: work sees what its thread has.",
                        "AmbientRegistry.global().policy(key, PropagationPolicy.PROPAGATE)");
            case NOT_REGISTERED ->
                new Advice(
                        "No ThreadLocalAccessor has this key, so nothing carries it.",
                        "AmbientRegistry.global().register(key, threadLocal)");
            case BACKGROUND ->
                new Advice(
                        "This is work that a library does in the background, for nobody's request, so it carries no values.",
                        "Ambient.where(KEY, value).run(...) in the callback, if it needs one");
            case BRIDGE_NOT_INSTALLED -> notInstalled(view);
            case CROSSING -> crossing(view);
            case NOT_REACHED -> notReached(view);
        };
    }

    /** Of a value that a contextWrite gave to what is upstream of it. */
    static Advice ofDownstream() {
        return new Advice(
                "The contextWrite under 'set' gives the value to what is upstream of it. This callback is downstream, or of"
                        + " another flow.",
                "move contextWrite down, below all that needs the value");
    }

    /** Of a value that did not come with the flow. */
    static Advice ofAnothers(Reason reason, StackView view, EventLog.@Nullable Entry left) {
        if (left != null) {
            return new Advice(
                    "The value is this thread's: " + left.place() + " set it outside of any block, so that it stays for"
                            + " each later task.",
                    "Ambient.where(KEY, value).run(...) there in place of set, and for what is to be carried here "
                            + of(reason, view).fix);
        }
        Advice advice = of(reason, view);
        return new Advice(
                advice.why + " What is here is the value of " + whose(view)
                        + ": it is this flow's own only if both work for the same request.",
                advice.fix);
    }

    /** Of a value of which nothing is recorded. */
    static Advice ofUnknown() {
        return new Advice(
                "The thread has a value. Whether this work brought it, the stack does not tell.",
                "Diagnostics.explain(KEY, expected), with the value that should be here");
    }

    private static String whose(StackView view) {
        for (Invoker invoker : view.below()) {
            switch (invoker) {
                case COMPLETION, CONTINUATION, LISTENER -> {
                    return "whoever completed it";
                }
                case SINK, SHARED, REACTOR, RXJAVA, OTHER_STREAM -> {
                    return "whoever emitted";
                }
                case MAINTENANCE -> {
                    return "whoever happened to start it";
                }
                default -> {} // on to the next
            }
        }
        return view.arrival() == StackView.Arrival.FROM_THREAD ? "the thread" : "whoever ran it";
    }

    private static String executor(StackView view) {
        return view.executor() == null ? "a plain Thread" : view.executor();
    }

    /** {@code Mono.share()} is made of what sinks were made of. */
    private static boolean isShared(StackView view) {
        return view.handing() != null && view.handing().startsWith("reactor.core.publisher.NextProcessor");
    }

    private static Bridge bridge(StackView view) {
        return Bridge.of(
                view,
                view.below().stream()
                        .filter(Invoker::exposesItsContext)
                        .findFirst()
                        .orElse(view.below().get(0)));
    }

    private static Advice notInstalled(StackView view) {
        Bridge bridge = bridge(view);
        return new Advice(
                bridge.library + " called this from " + operator(view) + ", and " + bridge.simpleName
                        + " is not installed.",
                bridge.simpleName + ".install(), once, when the program starts");
    }

    private static Advice crossing(StackView view) {
        Invoker first = view.below().get(0);
        if (first == Invoker.OTHER_STREAM || view.isIn(Invoker.OTHER_STREAM)) {
            return new Advice(
                    "The flow passed through a reactive library that has no bridge.",
                    "AmbientContext.capture().wrap...(callback) where that library is given its callbacks; or bring the"
                            + " flow back with ReactorBridge.bridge(Flux.from(publisher))");
        }
        Bridge bridge = bridge(view);
        return new Advice(
                "The flow crossed from " + bridge.other().library + " into " + bridge.library + ", was called from "
                        + operator(view) + ", and only " + bridge.other().simpleName + " is installed.",
                bridge.simpleName + ".install(), beside " + bridge.other().simpleName + ".install()");
    }

    private static String operator(StackView view) {
        return view.operators().isEmpty() ? "an operator" : String.join(" below ", view.operators());
    }

    private static Advice notReached(StackView view) {
        for (Invoker invoker : view.below()) {
            switch (invoker) {
                case SINK -> {
                    return new Advice(
                            "A sink calls its subscribers on the thread that emits, and there is no boundary between it and "
                                    + operator(view) + ". " + BY_ITSELF,
                            isShared(view)
                                    ? "ReactorBridge.install() first; or ReactorBridge.bridge(shared), where the flow is shared"
                                    : "ReactorBridge.install() first; or ReactorBridge.bridge(sink.asFlux()), where the sink is"
                                            + " made a flow");
                }
                case SHARED -> {
                    boolean isReactor = bridge(view) == Bridge.REACTOR;
                    return new Advice(
                            "What is shared is emitted to all subscribers on one thread, and there is no boundary between it"
                                    + " and " + operator(view) + ". " + (isReactor ? BY_ITSELF : EARLIER),
                            isReactor
                                    ? "ReactorBridge.install() first; or ReactorBridge.bridge(shared), where the flow is shared"
                                    : "RxJavaBridge.install() first; or shared.compose(RxJavaBridge.capture())");
                }
                case LISTENER -> {
                    return new Advice(
                            "A future or callback of another library (" + view.handing() + ") is called by whoever"
                                    + " completes it, and there is no hook in between.",
                            "AmbientContext.capture().wrap(listener), or wrapFunction, wrapConsumer and so on, where it is given"
                                    + " to the library");
                }
                case TRAMPOLINE, TEST_SCHEDULER -> {
                    return new Advice(
                            "RxJava calls no schedule hook for the workers of "
                                    + (invoker == Invoker.TRAMPOLINE ? "Schedulers.trampoline()." : "a TestScheduler."),
                            "RxJavaBridge.wrap(scheduler)");
                }
                case FORK -> {
                    return new Advice(
                            "The JDK has no hook for what a parallel stream or a ForkJoinTask forks.",
                            "AmbientContext.capture().wrapFunction(function), outside of the stream");
                }
                default -> {} // on to the next
            }
        }
        Bridge bridge = bridge(view);
        return new Advice(
                bridge.library + " called no hook between the source and " + operator(view)
                        + ": the flow began before the bridge was installed, or the source is the program's own.",
                bridge == Bridge.REACTOR
                        ? "ReactorBridge.install() first; or ReactorBridge.bridge(Flux.from(source))"
                        : "RxJavaBridge.install() first; or Flowable.fromPublisher(source).compose(RxJavaBridge.capture())");
    }
}
