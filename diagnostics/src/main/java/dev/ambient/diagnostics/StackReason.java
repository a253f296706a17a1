/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.Explanation.Reason;
import java.util.List;

/** Finds the reason for a loss in the stack: what called the callback, and whether a boundary was in between. */
final class StackReason {

    private StackReason() {}

    static Reason of(StackView view, KeyHistory history) {
        List<Invoker> invokers = view.invokers();
        if (invokers.isEmpty()) {
            return view.isEntryPoint() ? Reason.NEVER_SET : Reason.EXECUTOR_NOT_WRAPPED;
        }
        if (invokers.contains(Invoker.MAINTENANCE)) {
            return Reason.BACKGROUND;
        }
        for (Invoker invoker : invokers) {
            switch (invoker) {
                case BOUNDARY -> {
                    // An executor cannot tell who attached a later stage of the JDK's future, so a wrapped one runs it
                    // in the empty context.
                    return invokers.get(0) == Invoker.CONTINUATION ? Reason.PLAIN_FUTURE : Reason.SUBSCRIBED_OUTSIDE;
                }
                case SINK, SHARED, TRAMPOLINE, TEST_SCHEDULER -> {
                    return Bridge.of(view, invoker).isInstalled() ? Reason.NOT_REACHED : Reason.BRIDGE_NOT_INSTALLED;
                }
                case COMPLETION -> {
                    return Reason.PLAIN_FUTURE;
                }
                case LISTENER -> {
                    return Reason.NOT_REACHED;
                }
                default -> {} // the next one decides
            }
        }
        return switch (invokers.get(0)) {
            case REACTOR, RXJAVA -> ofBridge(Bridge.of(view, invokers.get(0)), view, history);
            case OTHER_STREAM -> Reason.CROSSING;
            case FUTURE, CONTINUATION -> Reason.PLAIN_FUTURE;
            case FORK -> Reason.NOT_REACHED;
            default -> Reason.EXECUTOR_NOT_WRAPPED;
        };
    }

    private static Reason ofBridge(Bridge bridge, StackView view, KeyHistory history) {
        if (bridge.isInstalled()) {
            return view.contains(Invoker.OTHER_STREAM) ? Reason.CROSSING : Reason.NOT_REACHED;
        }
        Bridge other = bridge.other();
        boolean isCrossing = view.contains(other.invoker()) || history.isCapturedIn(other.invoker());
        return isCrossing && other.isInstalled() ? Reason.CROSSING : Reason.BRIDGE_NOT_INSTALLED;
    }
}
