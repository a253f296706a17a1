/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

/**
 * Whether the stack goes on for long enough. What must be undone by calls (listeners to be told, foreign thread-locals to
 * be put back) must not be begun where the stack ends before the way back does; so it is tried first, by a short
 * recursion, and a {@link StackOverflowError} comes while nothing has changed.
 */
public final class Headroom {

    /** Some 4 kB of compiled frames and more of interpreted ones: a listener that writes to the MDC needs a quarter. */
    private static final int LEVELS = 64;

    private Headroom() {}

    /** Throws a {@link StackOverflowError} if there is too little left. */
    public static void ensure() {
        use(LEVELS, 1, 2, 3);
    }

    /** Throws a failure of foreign code on if it is not that code's fault, but there was too little stack for it. */
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

    /** The sums keep the compiler from making less of it. */
    private static long use(int levels, long a, long b, long c) {
        return levels == 0 ? a : use(levels - 1, b, c, a + levels) + a + b + c;
    }
}
