/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Lets a thread wait for something that other threads change. */
final class ChangeSignal {

    private static final long RECHECK_MILLIS = 10;

    private final Object lock = new Object();

    /** Threads signal all the time, and hardly ever does one wait. */
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Waits while a condition holds, up to a limit. It checks again at each signal, and every few milliseconds besides:
     * nobody signals that a thread has left a method.
     */
    void awaitWhile(BooleanSupplier condition, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        waiting.incrementAndGet();
        try {
            synchronized (lock) {
                while (condition.getAsBoolean() && System.nanoTime() < deadline) {
                    lock.wait(RECHECK_MILLIS);
                }
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    void signal() {
        if (waiting.get() == 0) {
            return;
        }
        synchronized (lock) {
            lock.notifyAll();
        }
    }
}
