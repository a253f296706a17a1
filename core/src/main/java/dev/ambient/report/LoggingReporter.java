/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

import dev.ambient.Problem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Logs problems with the system logger, at most one of each kind a second. The reporter while no other is registered. */
final class LoggingReporter implements Consumer<Problem> {

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private static final class Seen {
        long last;
        long left;
    }

    private final Map<Problem.Kind, Seen> seen = new EnumMap<>(Problem.Kind.class);

    /** Null until it is looked up, which runs code of others: never in a static initialiser. */
    private volatile System.@Nullable Logger logger;

    private volatile boolean isPrepared;

    /** Looks the logger up, once. Where that throws, the next problem looks it up again. */
    void prepare() {
        if (!isPrepared) {
            isPrepared = true; // first, for what is called may call us
            try {
                logger();
            } catch (Throwable e) {
                // There is no problem yet that would be lost.
            }
        }
    }

    private System.Logger logger() {
        System.Logger found = logger;
        if (found == null) {
            found = System.getLogger("dev.ambient");
            logger = found;
        }
        return found;
    }

    @Override
    public void accept(Problem problem) {
        long left;
        synchronized (seen) {
            Seen kind = seen.get(problem.kind());
            long now = System.nanoTime();
            if (kind == null) {
                kind = new Seen();
                seen.put(problem.kind(), kind);
            } else if (now - kind.last < INTERVAL) {
                kind.left++;
                return;
            }
            left = kind.left;
            kind.left = 0;
            kind.last = now;
        }
        String more = left == 0 ? "" : " (" + left + " more of this kind were not logged)";
        logger().log(System.Logger.Level.WARNING, problem.message() + more, problem.cause());
    }

    void reporterFailed(Problem problem, Throwable failure) {
        try {
            logger().log(
                            System.Logger.Level.WARNING,
                            "The reporter threw when it was notified of: " + problem.message(),
                            failure);
        } catch (Throwable e) {
            // The log throws as well, so nobody is left to be notified. The signal must go on all the same.
        }
    }
}
