/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs an operation at each of the last frames of a small stack, and looks afterwards, from the first frame, whether all
 * is as it was. How deep the stack is is found each time anew, for interpreted and compiled frames differ in size.
 */
final class LastFrames {

    private static final int FRAMES = 50;

    /** How many alignments are tried at each frame: one that is drawn, or all with -Pthorough. */
    private static final int SHIFTS = 2;

    private static final boolean IS_THOROUGH = Boolean.getBoolean("ambient.thorough");

    private static final long STACK = 256 << 10;

    private final Runnable operation;
    private int at;
    private int overflowed;

    private LastFrames(Runnable operation) {
        this.operation = operation;
    }

    /**
     * Runs it, on a thread of its own.
     *
     * @param operation must not throw where there is stack enough
     * @param asBefore throws if something is not as it was
     * @return how many times it overflowed
     */
    static int run(Runnable operation, Runnable asBefore) {
        LastFrames frames = new LastFrames(operation);
        FutureTask<Integer> task = new FutureTask<>(() -> frames.tryAll(asBefore));
        new Thread(null, task, "last frames", STACK).start();
        return CleanThread.resultOf(task);
    }

    private int tryAll(Runnable asBefore) {
        for (int i = 0; i < 3; i++) { // what is first used in a deep stack cannot be loaded there
            operation.run();
            asBefore.run();
        }
        for (at = FRAMES; at >= 0; at--) {
            int drawn = ThreadLocalRandom.current().nextInt(SHIFTS);
            for (int shift = 0; shift < SHIFTS; shift++) {
                if (shift != drawn && !IS_THOROUGH) {
                    continue;
                }
                shifted(shift, 1, 2, 3);
                try {
                    asBefore.run();
                } catch (Throwable e) {
                    throw new AssertionError(at + " frames before the last, shifted by " + shift, e);
                }
            }
        }
        return overflowed;
    }

    /** Frames of another size come first, so that not each stack ends at the same byte of a frame. */
    private long shifted(int shift, long a, long b, long c) {
        return shift == 0 ? descend() : a + shifted(shift - 1, b, c, a) + b;
    }

    /** How many frames there are below this one. */
    @SuppressWarnings("InfiniteRecursion") // it ends with the stack
    private int descend() {
        int below;
        try {
            below = descend() + 1;
        } catch (StackOverflowError e) {
            below = 0;
        }
        if (below == at) {
            try {
                operation.run();
            } catch (StackOverflowError e) {
                overflowed++;
            }
        }
        return below;
    }
}
