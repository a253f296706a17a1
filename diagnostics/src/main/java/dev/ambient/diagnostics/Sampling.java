/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which contexts are recorded: all, or those of one request in so many. The draw is made of the request's value itself, by
 * its identity, so that it falls alike on each thread and for each context that has the value, and needs no place in any.
 *
 * @param key of the request; {@code null} to take all
 * @param oneIn one request of how many
 */
record Sampling(@Nullable Ambient<?> key, int oneIn) {

    static final Sampling ALL = new Sampling(null, 1);

    /** Odd and irregular, so that each bit of an identity counts: those of a JVM need not be spread evenly. */
    private static final int SPREAD = 0x9E3779B9;

    boolean isWhole() {
        return key == null;
    }

    boolean takes(AmbientContext context) {
        Ambient<?> key = this.key;
        if (key == null) {
            return true;
        }
        int number = ContextFingerprint.numberOf(context.get(key));
        return number != 0 && Integer.remainderUnsigned((number * SPREAD) >>> 8, oneIn) == 0;
    }

    /** For what belongs to no request. */
    boolean isTime() {
        return key == null || ThreadLocalRandom.current().nextInt(oneIn) == 0;
    }
}
