/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Passes on so many problems a minute of one kind and from one place, and says how many it left out. */
final class RateLimitedReporter implements Consumer<Problem> {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Those beyond share one count: a program that makes classes as it goes has no end of places. */
    private static final int MOST_PLACES = 1_000;

    private final Consumer<Problem> reporter;
    private final int aMinute;
    private final LongSupplier nanos;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    RateLimitedReporter(Consumer<Problem> reporter, int aMinute) {
        this(reporter, aMinute, System::nanoTime);
    }

    RateLimitedReporter(Consumer<Problem> reporter, int aMinute, LongSupplier nanos) {
        if (aMinute < 1) {
            throw new IllegalArgumentException(aMinute + " reports a minute are none: give 1 or more");
        }
        this.reporter = reporter;
        this.aMinute = aMinute;
        this.nanos = nanos;
    }

    @Override
    public void accept(Problem problem) {
        String place = problem.kind() + " " + place(problem.cause());
        if (counts.size() >= MOST_PLACES && !counts.containsKey(place)) {
            place = "others";
        }
        int leftOut = counts.computeIfAbsent(place, key -> new Count()).take(nanos.getAsLong());
        if (leftOut == 0) {
            reporter.accept(problem);
        } else if (leftOut > 0) {
            String more = problem.message() + " (" + leftOut + " like it were left out before this one.)";
            reporter.accept(new Problem(problem.kind(), more, problem.cause()));
        }
    }

    private static String place(@Nullable Throwable cause) {
        if (cause != null) {
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (FrameClassifier.isUsers(frame.getClassName())) {
                    return frame.toString();
                }
            }
        }
        return "";
    }

    private final class Count {

        private long since = nanos.getAsLong();
        private int passed;
        private int leftOut;

        /** How many were left out before this one, which is passed on; -1 to leave this one out too. */
        synchronized int take(long now) {
            if (now - since >= MINUTE) {
                since = now;
                passed = 0;
            }
            if (passed == aMinute) {
                leftOut++;
                return -1;
            }
            passed++;
            int before = leftOut;
            leftOut = 0;
            return before;
        }
    }
}
