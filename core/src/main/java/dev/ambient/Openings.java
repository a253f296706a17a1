/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where the open scopes of one thread were opened, noted only while somebody wants it recorded. */
final class Openings {

    private static final AtomicInteger RECORDING = new AtomicInteger();
    private static final @Nullable Opening[] NONE = {};

    /** By level. What is left of ended scopes and of earlier recordings is told by its number. */
    private @Nullable Opening[] openings = NONE;

    static Registration record() {
        RECORDING.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                RECORDING.decrementAndGet();
            }
        };
    }

    /** Notes where the scope was opened that is being opened. */
    @Nullable
    Opening note(int level, long scope) {
        if (RECORDING.get() == 0) {
            if (openings.length != 0) {
                openings = NONE;
            }
            return null;
        }
        if (level >= openings.length) {
            openings = Arrays.copyOf(openings, Math.max(8, 2 * level));
        }
        Opening opening = new Opening(scope);
        openings[level] = opening;
        return opening;
    }

    /** Where the scopes at some levels were opened: the outermost, with the others as suppressed by it. */
    @Nullable
    Opening of(long[] scopes, int from, int to) {
        Opening outermost = null;
        for (int level = from; level < Math.min(to, openings.length); level++) {
            Opening opening = openings[level];
            if (opening == null || opening.scope != scopes[level]) {
                continue;
            }
            if (outermost == null) {
                outermost = new Opening(opening); // the other may be in a report already
            } else {
                outermost.addSuppressed(opening);
            }
        }
        return outermost;
    }
}
