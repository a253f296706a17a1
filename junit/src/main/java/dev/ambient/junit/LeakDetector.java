/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Problem;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Finds what tests have left behind. */
final class LeakDetector {

    /** How long threads are waited for that still work for a test when it has ended. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    /**
     * How long those are waited for that were left with values, before the test fails for it: one that is about to end takes
     * them along, which on a machine that is busy takes longer than a second.
     */
    private static final long PATIENCE_BEFORE_BLAME_NANOS = 5_000_000_000L;

    /** What the threads of a test do when it has ended, from the best to the worst. */
    private enum Threads {
        AT_REST,
        /** One works on that may leave something, or put it right. */
        AT_WORK,
        /** One does nothing and has values. */
        LEFT_WITH_VALUES
    }

    private LeakDetector() {}

    /** Tells a test that ends, on its own thread, once its threads have come to rest or there is no more patience. */
    static void by(ContextMonitor monitor, TestRun run) {
        onThisThread(monitor, run);
        try {
            monitor.awaitWhile(() -> onThreads(monitor, other -> other == run, false) != Threads.AT_REST, PATIENCE_NANOS);
            monitor.awaitWhile(
                    () -> onThreads(monitor, other -> other == run, false) == Threads.LEFT_WITH_VALUES,
                    PATIENCE_BEFORE_BLAME_NANOS - PATIENCE_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever wants the test to end gets it ended
        }
        onThreads(monitor, other -> other == run, true);
        for (ContextMonitor.Held held : monitor.held()) {
            if (held.run() == run) {
                held.registration().close();
                if (run.checks(LeakCheck.HOOKS)) {
                    String message = held.what() + " was installed and is still in place. Close the registration that"
                            + " install() returns. It was taken out now.";
                    monitor.tell(run, new Violation(message, held.thread(), held.where()));
                }
            }
        }
    }

    /** Tells all tests that have ended of what has come since. */
    static void afterwards(ContextMonitor monitor) {
        onThreads(monitor, TestRun::isOver, true);
    }

    private static void onThisThread(ContextMonitor monitor, TestRun run) {
        String changed = difference(run.context, AmbientContext.current());
        boolean hasScopes = monitor.openScopes().stream()
                .map(open -> monitor.openedAt(Objects.requireNonNull(open.cause())))
                .anyMatch(scope -> scope != null && scope.run == run && scope.thread == Thread.currentThread());
        if (changed.isEmpty() || hasScopes || !run.checks(LeakCheck.DIRTY_THREADS)) {
            return; // a scope that is open says it all
        }
        MonitoredThread.Departure departure = monitor.here().departure;
        Throwable set = departure == null || departure.set == null ? new Throwable("nobody saw where") : departure.set;
        String what = "The test's own thread has other values than it began with: " + changed;
        monitor.tell(run, dirty(what, run.thread, set));
    }

    /**
     * Looks at all scopes and at all threads.
     *
     * @param tells whether the tests are told
     * @return the worst that a thread does
     */
    private static Threads onThreads(ContextMonitor monitor, Predicate<TestRun> runs, boolean tells) {
        boolean works = false;
        boolean left = false;
        Set<Thread> withScopes = new HashSet<>();
        for (Problem open : monitor.openScopes()) {
            Throwable opening = Objects.requireNonNull(open.cause());
            ContextMonitor.Opened scope = monitor.openedAt(opening);
            if (scope == null) {
                continue; // it was opened before the first test
            }
            withScopes.add(scope.thread);
            TestRun run = scope.run;
            if (run == null || !runs.test(run) || scope.isTold) {
                continue;
            }
            if (scope.thread != Thread.currentThread() && StackTraces.isStillIn(scope.thread, opening.getStackTrace())) {
                works = true;
            } else if (tells && isStillOpen(monitor, opening)) {
                scope.isTold = true;
                run.saw(open.kind());
                if (run.checks(LeakCheck.OPEN_SCOPES) && !run.expects(open.kind())) {
                    monitor.tell(run, new Violation(open.message(), scope.thread.getName(), opening));
                }
            }
        }
        for (MonitoredThread worker : monitor.departure()) {
            MonitoredThread.Departure departure = worker.departure;
            TestRun run = departure == null ? null : departure.run;
            // Its own thread the test has looked at. What was on a thread that has ended went with it.
            if (departure == null
                    || run == null
                    || !runs.test(run)
                    || withScopes.contains(worker.thread)
                    || worker.thread == Thread.currentThread()
                    || !worker.thread.isAlive()) {
                continue;
            }
            if (departure.set == null || StackTraces.isStillIn(worker.thread, departure.set.getStackTrace())) {
                works = true;
            } else if (run.checks(LeakCheck.DIRTY_THREADS)) {
                left = true; // or it ends, as those of a pool that is shut down do: no state of a thread says so
                if (tells && !departure.isTold && worker.departure == departure) {
                    departure.isTold = true;
                    String what =
                            "The thread was left with values: " + difference(AmbientContext.empty(), departure.context);
                    monitor.tell(run, dirty(what, worker.thread, departure.set));
                }
            }
        }
        return left ? Threads.LEFT_WITH_VALUES : works ? Threads.AT_WORK : Threads.AT_REST;
    }

    /** It may have been closed between the look at the scopes and that at its thread. */
    private static boolean isStillOpen(ContextMonitor monitor, Throwable opening) {
        return monitor.openScopes().stream().anyMatch(open -> open.cause() == opening);
    }

    private static Violation dirty(String what, Thread thread, Throwable set) {
        return new Violation(
                what + ". They were set outside of every scope, task and callback that would end them."
                        + " Use Ambient.where or bind there.",
                thread.getName(),
                set);
    }

    /** The values that one context has and the other has not, or has others, as text; empty if there are none. */
    private static String difference(AmbientContext before, AmbientContext now) {
        Map<Ambient<?>, String> was = before.describe();
        Map<Ambient<?>, String> is = now.describe();
        Set<Ambient<?>> keys = new LinkedHashSet<>(is.keySet());
        keys.addAll(was.keySet());
        StringJoiner texts = new StringJoiner(", ");
        for (Ambient<?> key : keys) {
            if (was.containsKey(key) != is.containsKey(key) || !Objects.equals(before.get(key), now.get(key))) {
                texts.add("'" + key.name() + "' is " + is.getOrDefault(key, "unset"));
            }
        }
        return texts.toString();
    }
}
