/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The reporters of problems. The one that was added last is notified, else the log; then all observers. */
public final class Reporters {

    private static final List<Supplier<Consumer<Problem>>> ALL = new CopyOnWriteArrayList<>();
    private static final LoggingReporter LOG = new LoggingReporter();

    private static final List<Supplier<Consumer<Problem>>> OBSERVERS = new CopyOnWriteArrayList<>();

    private Reporters() {}

    public static Registration add(Consumer<Problem> reporter) {
        return addTo(ALL, reporter);
    }

    /** Adds one that is notified after the reporter, whichever that is. */
    public static Registration observe(Consumer<Problem> observer) {
        return addTo(OBSERVERS, observer);
    }

    private static Registration addTo(List<Supplier<Consumer<Problem>>> list, Consumer<Problem> reporter) {
        Supplier<Consumer<Problem>> entry = () -> reporter; // a new object: the same reporter may be there twice
        list.add(entry);
        return () -> list.remove(entry);
    }

    /** Makes ready for the first problem, which may come where the stack is too short to initialise classes. */
    public static void prepare() {
        LOG.prepare();
    }

    /** Never throws. */
    public static void report(Problem problem) {
        try {
            Consumer<Problem> reporter = LOG;
            for (Supplier<Consumer<Problem>> entry : ALL) {
                reporter = entry.get();
            }
            reporter.accept(problem);
        } catch (Throwable e) {
            LOG.reporterFailed(problem, e);
        }
        for (Supplier<Consumer<Problem>> entry : OBSERVERS) {
            try {
                entry.get().accept(problem);
            } catch (Throwable e) {
                LOG.reporterFailed(problem, e);
            }
        }
    }
}
