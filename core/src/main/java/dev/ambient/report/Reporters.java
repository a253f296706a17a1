/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The reporters of problems. The one that was added last is notified, else the log. */
public final class Reporters {

    private static final List<Supplier<Consumer<Problem>>> ALL = new CopyOnWriteArrayList<>();
    private static final LoggingReporter LOG = new LoggingReporter();

    /** Notified after the reporter. */
    private static volatile Consumer<Problem> observer = problem -> {};

    private Reporters() {}

    public static Registration add(Consumer<Problem> reporter) {
        Supplier<Consumer<Problem>> entry = () -> reporter; // a new object: the same reporter may be there twice
        ALL.add(entry);
        return () -> ALL.remove(entry);
    }

    public static void observe(Consumer<Problem> observer) {
        Reporters.observer = observer;
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
        observer.accept(problem);
    }
}
