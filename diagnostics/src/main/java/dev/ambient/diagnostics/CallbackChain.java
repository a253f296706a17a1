/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The callbacks on the stack of the running thread, from the one that asks down to the bottom. */
final class CallbackChain {

    private final List<StackView> views;

    private CallbackChain(List<StackView> views) {
        this.views = views;
    }

    /** Reads the stack of the running thread. */
    static CallbackChain read() {
        return new CallbackChain(StackReader.readAll());
    }

    /** Returns the callback that asks. */
    StackView first() {
        return views.get(0);
    }

    /**
     * Returns the first callback, from the top, that runs in a context that is not its flow's: that of the code that emitted,
     * completed or ran it, or that of the thread. Returns {@code null} if the current context came with the flow.
     */
    @Nullable
    StackView firstInOthersContext() {
        for (int i = 0; i < views.size(); i++) {
            StackView view = views.get(i);
            switch (ContextOrigin.of(view)) {
                case RESTORED -> {
                    return null;
                }
                case CALLER -> {} // the value is the caller's: look there
                case INVOKER -> {
                    if (i + 1 == views.size() || !isEmittedDuringSubscribe(view, views.get(i + 1))) {
                        return view;
                    }
                }
                case THREAD -> {
                    return view;
                }
            }
        }
        return null;
    }

    /** Returns whether the program emitted while its source was being subscribed, as {@code create} allows. */
    private static boolean isEmittedDuringSubscribe(StackView view, StackView caller) {
        String calledClass = view.calledClass();
        String calledMethod = view.calledMethod();
        String source = caller.callbackInvoker();
        return calledClass != null
                && calledMethod != null
                && source != null
                && SynchronousCalls.isSignal(calledMethod)
                && source.substring(source.lastIndexOf('.')).startsWith(".subscribe")
                && (source.startsWith(StackView.outerClass(calledClass))
                        || SynchronousCalls.subscribesToOwnSource(source));
    }

    /** Returns whether an event happened in one of the callbacks from the top down to another. */
    boolean isWithin(StackView event, StackView last) {
        for (StackView view : views) {
            if (view.isInCallbackOf(event)) {
                return true;
            }
            if (view == last) {
                return false;
            }
        }
        return false;
    }

    /** Returns whether a block of {@code Ambient.where} is in one of the callbacks from the top down to another. */
    boolean isInBinding(StackView last) {
        for (StackView view : views) {
            if (view.isInBinding()) {
                return true;
            }
            if (view == last) {
                return false;
            }
        }
        return false;
    }
}
