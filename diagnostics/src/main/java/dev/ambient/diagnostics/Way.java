/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way by which control came to the line that asks, as the whole stack shows it: from callback to callback, down to the
 * first that somebody has made a context current for, or that began the work itself.
 */
final class Way {

    private final List<Look> looks;

    private Way(List<Look> looks) {
        this.looks = looks;
    }

    static Way here() {
        return new Way(Look.all());
    }

    /** The callback in which the line is. */
    Look look() {
        return looks.get(0);
    }

    /**
     * The callback, this one or one further down, that runs with the context of somebody else: of whoever emitted, completed
     * or ran what was there already, or of the thread. {@code null} if what is current came with the flow.
     */
    @Nullable
    Look stranger() {
        for (int i = 0; i < looks.size(); i++) {
            Look look = looks.get(i);
            switch (look.arrival()) {
                case CARRIED -> {
                    return null;
                }
                case BEGUN -> {} // the value is that of the frame that began it
                case HANDED_ON -> {
                    if (i + 1 == looks.size() || !look.isEmittedWhileSubscribed(looks.get(i + 1))) {
                        return look;
                    }
                }
                case FROM_THREAD -> {
                    return look;
                }
            }
        }
        return null;
    }

    /** Whether something was done in one of the callbacks down to another. */
    boolean isWithin(Look done, Look stranger) {
        for (Look look : looks) {
            if (look.isInCallbackOf(done)) {
                return true;
            }
            if (look == stranger) {
                return false;
            }
        }
        return false;
    }

    /** Whether a block of {@code Ambient.where} is in one of the callbacks down to another. */
    boolean isInBinding(Look stranger) {
        for (Look look : looks) {
            if (look.isBinding()) {
                return true;
            }
            if (look == stranger) {
                return false;
            }
        }
        return false;
    }
}
