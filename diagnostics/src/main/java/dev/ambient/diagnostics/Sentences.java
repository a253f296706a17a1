/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.Explanation.Reason;

/** What an explanation says of a reason: why, and what to do. */
record Sentences(String why, String cure) {

    static Sentences of(Reason reason, Look look) {
        return switch (reason) {
            case PRESENT -> new Sentences("It is the value that this flow began with.", "none is needed");
            case OVERWRITTEN ->
                new Sentences(
                        "Another value was set over the one before it, by the line under 'set'.",
                        "bind it only where the request begins; give a value of its own a key of its own");
            case NEVER_SET ->
                new Sentences(
                        "Nobody has set it for this work since recording began.",
                        "Ambient.where(KEY, value).run(...), where the request begins");
            case SCOPE_ENDED ->
                new Sentences(
                        "What it was set for had ended: a value lasts until the innermost scope, task or callback ends.",
                        "set it around all that needs it, with Ambient.where(KEY, value).run(...); within a flow with"
                                + " contextWrite(ReactorBridge.put(KEY, value)) or compose(RxJavaBridge.with(KEY, value))");
            case CLEARED -> new Sentences("The line under 'dropped' took it away.", "do not call unset() there");
            case EXECUTOR_NOT_WRAPPED ->
                new Sentences(
                        "The task came to this thread through " + executor(look) + ", which nobody wrapped.",
                        look.executor() == null
                                ? "AmbientExecutors.threadFactory(factory), or AmbientContext.capture().wrap(task)"
                                : "AmbientExecutors.wrap(executor), where the executor is made");
            case PLAIN_FUTURE ->
                new Sentences(
                        "A plain CompletableFuture runs its stages in whatever context the completing thread has.",
                        "AmbientFuture.supplyAsync(...) in place of CompletableFuture's, or AmbientFuture.from(future)");
            case SUBSCRIBED_OUTSIDE ->
                new Sentences(
                        "The work began, at the line under 'dropped', where the value was not set. It is the subscription"
                                + " or submission that counts, not where a flow is put together.",
                        "subscribe inside Ambient.where(KEY, value).run(...)");
            case SUPPRESSED ->
                new Sentences(
                        "The work began, at the line under 'dropped', inside AmbientContext.suppressFlow().",
                        "start the work outside of the suppressed block, or pass it the value itself");
            case POLICY_CLEAR ->
                new Sentences(
                        "The policy of this thread-local is CLEAR: work starts without it.",
                        "AmbientRegistry.global().policy(key, Policy.PROPAGATE)");
            case POLICY_LEAVE ->
                new Sentences(
                        "The policy of this thread-local is LEAVE: work sees what its thread has.",
                        "AmbientRegistry.global().policy(key, Policy.PROPAGATE)");
            case NOT_REGISTERED ->
                new Sentences(
                        "No ThreadLocalAccessor has this key, so nothing carries it.",
                        "AmbientRegistry.global().register(key, threadLocal)");
            case BRIDGE_NOT_INSTALLED -> notInstalled(look);
            case CROSSING -> crossing(look);
            case NOT_REACHED -> notReached(look);
        };
    }

    static Sentences belowContextWrite() {
        return new Sentences(
                "A contextWrite gave the value to what is upstream of it. This callback is downstream.",
                "move contextWrite(ReactorBridge.put(KEY, value)) down, below all that needs it");
    }

    private static String executor(Look look) {
        return look.executor() == null ? "a plain Thread" : look.executor();
    }

    private static Bridges bridge(Look look) {
        return Bridges.of(look.below().get(0));
    }

    private static Sentences notInstalled(Look look) {
        Bridges bridge = bridge(look);
        return new Sentences(
                bridge.library + " called this from " + operator(look) + ", and " + bridge.simpleName
                        + " is not installed.",
                bridge.simpleName + ".install(), once, when the program starts");
    }

    private static Sentences crossing(Look look) {
        Carrier first = look.below().get(0);
        if (first == Carrier.OTHER_STREAM || look.isIn(Carrier.OTHER_STREAM)) {
            return new Sentences(
                    "The flow passed through a reactive library that has no bridge.",
                    "AmbientContext.capture().wrap...(callback) where that library is given its callbacks; or bring the"
                            + " flow back with ReactorBridge.bridge(Flux.from(publisher))");
        }
        Bridges bridge = bridge(look);
        return new Sentences(
                "The flow crossed from " + bridge.other().library + " into " + bridge.library + ", was called from "
                        + operator(look) + ", and only " + bridge.other().simpleName + " is installed.",
                bridge.simpleName + ".install(), beside " + bridge.other().simpleName + ".install()");
    }

    private static String operator(Look look) {
        return look.operators().isEmpty() ? "an operator" : String.join(" below ", look.operators());
    }

    private static Sentences notReached(Look look) {
        for (Carrier carrier : look.below()) {
            switch (carrier) {
                case SINK -> {
                    return new Sentences(
                            "The first operator on a sink (or on Mono.share()) sees what the emitting thread works with:"
                                    + " Reactor calls no hook between the two.",
                            "ReactorBridge.bridge(sink.asFlux())");
                }
                case TRAMPOLINE, TEST_SCHEDULER -> {
                    return new Sentences(
                            "RxJava calls no schedule hook for the workers of "
                                    + (carrier == Carrier.TRAMPOLINE ? "Schedulers.trampoline()." : "a TestScheduler."),
                            "RxJavaBridge.wrap(scheduler)");
                }
                case FORK -> {
                    return new Sentences(
                            "The JDK has no hook for what a parallel stream or a ForkJoinTask forks.",
                            "AmbientContext.capture().wrapFunction(function), outside of the stream");
                }
                default -> {} // on to the next
            }
        }
        Bridges bridge = bridge(look);
        return new Sentences(
                bridge.library + " called no hook between the source and " + operator(look)
                        + ": the source is the program's own, or the flow was put together before the bridge was installed.",
                bridge == Bridges.REACTOR
                        ? "ReactorBridge.bridge(Flux.from(source))"
                        : "Flowable.fromPublisher(source).compose(RxJavaBridge.capture())");
    }
}
