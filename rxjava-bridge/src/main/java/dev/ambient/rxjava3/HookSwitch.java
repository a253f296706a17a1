/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.exceptions.Exceptions;
import io.reactivex.rxjava3.functions.Action;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns a hook on and off, and finds out by a probe whether RxJava still calls it. */
final class HookSwitch {

    /** How many threads probe now. Nearly always zero, so a hook pays for one read. */
    private static final AtomicInteger PROBES = new AtomicInteger();

    /** On a thread that probes: the switch whose hook it waits for, until that is called. */
    private static final ThreadLocal<HookSwitch> PROBED = new ThreadLocal<>();

    private volatile boolean on;

    void turnOn() {
        on = true;
    }

    void turnOff() {
        on = false;
    }

    boolean isOn() {
        return on;
    }

    /** Returns whether a call of the hook is only a probe. The hooks before it need not know of that one. */
    boolean isProbe() {
        if (PROBES.get() == 0 || PROBED.get() != this) {
            return false;
        }
        PROBED.remove();
        return true;
    }

    /**
     * Probes the function that is in RxJava's slot now, and returns whether it calls this hook.
     *
     * @param call calls the function
     */
    boolean isReachedBy(Action call) {
        PROBES.incrementAndGet();
        PROBED.set(this);
        try {
            call.run();
            return PROBED.get() != this;
        } catch (Throwable e) { // a function that rejects a made-up argument may well call us with a real one
            Exceptions.throwIfFatal(e);
            return true;
        } finally {
            PROBED.remove();
            PROBES.decrementAndGet();
        }
    }
}
