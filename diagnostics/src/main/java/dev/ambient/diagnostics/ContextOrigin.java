/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import org.jspecify.annotations.Nullable;

/** Where a callback's context came from, as far as the stack shows it. */
enum ContextOrigin {
    /** A boundary or task of Ambient restored it. */
    RESTORED,
    /** The program's next frame started this work on the same thread, so the callback runs in that frame's context. */
    CALLER,
    /** It is the context of the code that emitted to, completed or ran the callback. */
    INVOKER,
    /** The thread had it before the task began. */
    THREAD;

    static ContextOrigin of(StackView view) {
        if (view.invokers().contains(Invoker.MAINTENANCE)) {
            return INVOKER; // even where a bridge restores the context in which the library started the work
        }
        for (Invoker invoker : view.invokers()) {
            if (invoker == Invoker.BOUNDARY) {
                return RESTORED;
            }
            if (invoker.exposesItsContext()) {
                return INVOKER;
            }
        }
        StackTraceElement caller = view.caller();
        if (caller != null) {
            return isStartedBy(caller, view.calledClass(), view.calledMethod()) ? CALLER : INVOKER;
        }
        return view.isBelowEntryPoint() ? CALLER : THREAD;
    }

    private static boolean isStartedBy(
            StackTraceElement caller, @Nullable String calledClass, @Nullable String calledMethod) {
        return calledClass != null
                && calledMethod != null
                && (SynchronousCalls.contains(calledClass, calledMethod)
                        || SynchronousCalls.isSignalOfOwnSource(calledMethod, StackView.method(caller)));
    }
}
