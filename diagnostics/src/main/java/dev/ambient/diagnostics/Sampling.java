/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides which contexts are recorded: all, or those of one request in so many. It draws by the identity of the request's
 * value. So the result is the same on each thread and for each context that holds the value, and nothing has to be stored.
 *
 * @param key the key whose value belongs to one request; {@code null} to record all
 * @param oneIn of how many requests one is recorded
 */
record Sampling(@Nullable Ambient<?> key, int oneIn) {

    static final Sampling OFF = new Sampling(null, 1);

    /** Odd and irregular, so that each bit of an identity counts: a JVM need not spread identities evenly. */
    private static final int SPREAD = 0x9E3779B9;

    /** Returns whether everything is recorded. */
    boolean isOff() {
        return key == null;
    }

    boolean includes(AmbientContext context) {
        Ambient<?> key = this.key;
        if (key == null) {
            return true;
        }
        int identity = ContextFingerprint.identityOf(context.get(key));
        return identity != 0 && Integer.remainderUnsigned((identity * SPREAD) >>> 8, oneIn) == 0;
    }

    /** Draws for an event that belongs to no request. */
    boolean drawAny() {
        return key == null || ThreadLocalRandom.current().nextInt(oneIn) == 0;
    }
}
