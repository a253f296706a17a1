/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.exceptions.Exceptions;
import io.reactivex.rxjava3.functions.Action;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells a hook whether it is to do its part, and a looker whether the hook is called. */
final class Gate {

    /** How many look now. Nearly always none, so that hooks pay for one read. */
    private static final AtomicInteger LOOKERS = new AtomicInteger();

    /** For the thread that looks: the gate that it looks for, until its hook is called. */
    private static final ThreadLocal<Gate> SOUGHT = new ThreadLocal<>();

    private volatile boolean open;

    void open() {
        open = true;
    }

    void close() {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether a call is only a look, of which nobody before the hook needs to know. */
    boolean isLook() {
        if (LOOKERS.get() == 0 || SOUGHT.get() != this) {
            return false;
        }
        SOUGHT.remove();
        return true;
    }

    /** Whether the hook of this gate is called by what somebody else has put in its slot. */
    boolean isReachedBy(Action call) {
        LOOKERS.incrementAndGet();
        SOUGHT.set(this);
        try {
            call.run();
            return SOUGHT.get() != this;
        } catch (Throwable e) { // who throws at what we made up may well call us with what is real
            Exceptions.throwIfFatal(e);
            return true;
        } finally {
            SOUGHT.remove();
            LOOKERS.decrementAndGet();
        }
    }
}
