/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

/**
 * Checks that there is enough stack. What has to be undone by calls (listeners to notify, foreign thread-locals to restore) must not be
 * begun where the stack ends before the way back. So a short recursion tries it first, and a {@link StackOverflowError} is thrown while
 * nothing has changed.
 */
public final class Headroom {

    /** Some 4 kB of compiled frames and more of interpreted ones: a listener that writes to the MDC needs a quarter. */
    private static final int LEVELS = 64;

    private Headroom() {}

    /** Throws a {@link StackOverflowError} if there is too little left. */
    public static void ensure() {
        use(LEVELS, 1, 2, 3);
    }

    /**
     * Throws what foreign code has thrown, if it is a StackOverflowError and there is too little stack here as well. Otherwise it came from
     * a recursion of that code, and the caller reports it.
     */
    public static void rethrowIfShort(Throwable failure) {
        if (failure instanceof StackOverflowError overflow && isShort()) {
            throw overflow;
        }
    }

    private static boolean isShort() {
        try {
            ensure();
            return false;
        } catch (StackOverflowError e) {
            return true;
        }
    }

    /** The sums keep the compiler from removing the recursion. */
    private static long use(int levels, long a, long b, long c) {
        return levels == 0 ? a : use(levels - 1, b, c, a + levels) + a + b + c;
    }
}
