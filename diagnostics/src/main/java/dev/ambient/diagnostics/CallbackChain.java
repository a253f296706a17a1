/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way by which control came to the line that asks, as the whole stack shows it: from callback to callback, down to the
 * first that somebody has made a context current for, or that began the work itself.
 */
final class CallbackChain {

    private final List<StackView> views;

    private CallbackChain(List<StackView> views) {
        this.views = views;
    }

    static CallbackChain here() {
        return new CallbackChain(StackView.all());
    }

    /** The callback in which the line is. */
    StackView view() {
        return views.get(0);
    }

    /**
     * The callback, this one or one further down, that runs with the context of somebody else: of whoever emitted, completed
     * or ran what was there already, or of the thread. {@code null} if what is current came with the flow.
     */
    @Nullable
    StackView stranger() {
        for (int i = 0; i < views.size(); i++) {
            StackView view = views.get(i);
            switch (view.arrival()) {
                case CARRIED -> {
                    return null;
                }
                case BEGUN -> {} // the value is that of the frame that began it
                case HANDED_ON -> {
                    if (i + 1 == views.size() || !view.isEmittedWhileSubscribed(views.get(i + 1))) {
                        return view;
                    }
                }
                case FROM_THREAD -> {
                    return view;
                }
            }
        }
        return null;
    }

    /** Whether something was done in one of the callbacks down to another. */
    boolean isWithin(StackView done, StackView stranger) {
        for (StackView view : views) {
            if (view.isInCallbackOf(done)) {
                return true;
            }
            if (view == stranger) {
                return false;
            }
        }
        return false;
    }

    /** Whether a block of {@code Ambient.where} is in one of the callbacks down to another. */
    boolean isInBinding(StackView stranger) {
        for (StackView view : views) {
            if (view.isBinding()) {
                return true;
            }
            if (view == stranger) {
                return false;
            }
        }
        return false;
    }
}
