/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes on a limited number of problems per minute, kind and place. The first report after a pause says how many were left
 * out.
 */
final class RateLimitedReporter implements Consumer<Problem> {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Places beyond this share one limit: a program that makes classes as it runs has no end of places. */
    private static final int MAX_PLACES = 1_000;

    private final Consumer<Problem> reporter;
    private final int perMinute;
    private final LongSupplier nanos;
    private final Map<String, Limit> limits = new ConcurrentHashMap<>();

    RateLimitedReporter(Consumer<Problem> reporter, int perMinute) {
        this(reporter, perMinute, System::nanoTime);
    }

    RateLimitedReporter(Consumer<Problem> reporter, int perMinute, LongSupplier nanos) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("reports per minute must be 1 or more, not " + perMinute);
        }
        this.reporter = reporter;
        this.perMinute = perMinute;
        this.nanos = nanos;
    }

    @Override
    public void accept(Problem problem) {
        String place = problem.kind() + " " + place(problem.cause());
        if (limits.size() >= MAX_PLACES && !limits.containsKey(place)) {
            place = "others";
        }
        int leftOut = limits.computeIfAbsent(place, key -> new Limit()).take(nanos.getAsLong());
        if (leftOut == 0) {
            reporter.accept(problem);
        } else if (leftOut > 0) {
            String message = problem.message() + " (" + leftOut + " reports like this one were left out before it.)";
            reporter.accept(new Problem(problem.kind(), message, problem.cause()));
        }
    }

    private static String place(@Nullable Throwable cause) {
        if (cause != null) {
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (FrameClassifier.isProgram(frame.getClassName())) {
                    return frame.toString();
                }
            }
        }
        return "";
    }

    private final class Limit {

        private long since = nanos.getAsLong();
        private int passed;
        private int leftOut;

        /** Returns how many reports were left out before this one, which is passed on; -1 to leave this one out, too. */
        synchronized int take(long now) {
            if (now - since >= MINUTE) {
                since = now;
                passed = 0;
            }
            if (passed == perMinute) {
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
