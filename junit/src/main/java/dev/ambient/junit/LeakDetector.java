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

/** Detects what a test leaves behind: open scopes, threads with values, and hooks. */
final class LeakDetector {

    /** How long to wait for threads that still work for a test that ends. */
    private static final long WAIT_FOR_WORK_NANOS = 1_000_000_000;

    /**
     * How long to wait for threads that have values and nothing to do, before the test fails. A thread that ends takes its
     * values along, but on a busy machine that can take longer than a second.
     */
    private static final long WAIT_FOR_END_NANOS = 5_000_000_000L;

    /** What the threads of a test do when it ends, from the best to the worst. */
    private enum Activity {
        IDLE,
        /** A thread still works, and may leave something behind or put it right. */
        WORKING,
        /** A thread does nothing and has values. */
        LEFT_WITH_VALUES
    }

    private LeakDetector() {}

    /** Checks a test that ends, on its own thread, once its other threads are idle or the time to wait is over. */
    static void check(ContextMonitor monitor, TestRun run) {
        checkOwnThread(monitor, run);
        Predicate<TestRun> isRun = other -> other == run;
        try {
            monitor.awaitWhile(() -> checkThreads(monitor, isRun, false) != Activity.IDLE, WAIT_FOR_WORK_NANOS);
            monitor.awaitWhile(
                    () -> checkThreads(monitor, isRun, false) == Activity.LEFT_WITH_VALUES,
                    WAIT_FOR_END_NANOS - WAIT_FOR_WORK_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the test is to end now, so it is checked as it is
        }
        checkThreads(monitor, isRun, true);
        checkHooks(monitor, run);
    }

    /** Checks all tests that have ended for what came to light since. */
    static void checkAllEnded(ContextMonitor monitor) {
        checkThreads(monitor, TestRun::isEnded, true);
    }

    private static void checkHooks(ContextMonitor monitor, TestRun run) {
        for (ContextMonitor.HeldHooks hooks : monitor.heldHooks()) {
            if (hooks.run() == run) {
                hooks.registration().close();
                if (run.checks(LeakCheck.HOOKS)) {
                    String message =
                            hooks.what() + " was installed and not removed. Close the registration that install()"
                                    + " returns. It has been closed now.";
                    monitor.addViolation(run, new Violation(message, hooks.thread(), hooks.where()));
                }
            }
        }
    }

    private static void checkOwnThread(ContextMonitor monitor, TestRun run) {
        String changed = difference(run.context, AmbientContext.current());
        boolean hasScopes = monitor.openScopes().stream()
                .map(open -> monitor.scopeOpenedAt(Objects.requireNonNull(open.cause())))
                .anyMatch(scope -> scope != null && scope.run == run && scope.thread == Thread.currentThread());
        if (changed.isEmpty() || hasScopes || !run.checks(LeakCheck.DIRTY_THREADS)) {
            return; // a scope that is open explains the values
        }
        MonitoredThread.Departure departure = monitor.departureHere();
        Throwable set = departure == null || departure.set == null
                ? new Throwable("where the value was set is unknown")
                : departure.set;
        String what = "The test's own thread does not end with the values that it began with: " + changed;
        monitor.addViolation(run, dirtyThread(what, run.thread, set));
    }

    /**
     * Checks all open scopes and all threads.
     *
     * @param runs the tests to check
     * @param reports whether to add violations to the tests
     * @return the worst that a thread does
     */
    private static Activity checkThreads(ContextMonitor monitor, Predicate<TestRun> runs, boolean reports) {
        Set<Thread> withScopes = new HashSet<>();
        boolean isWorking = checkScopes(monitor, runs, reports, withScopes);
        boolean isLeft = false;
        for (MonitoredThread thread : monitor.departedThreads()) {
            MonitoredThread.Departure departure = thread.departure;
            TestRun run = departure == null ? null : departure.run;
            // The test has checked its own thread. A thread that has ended took its values along.
            if (departure == null
                    || run == null
                    || !runs.test(run)
                    || withScopes.contains(thread.thread)
                    || thread.thread == Thread.currentThread()
                    || !thread.thread.isAlive()) {
                continue;
            }
            if (departure.set == null || StackTraces.isStillIn(thread.thread, departure.set.getStackTrace())) {
                isWorking = true;
            } else if (run.checks(LeakCheck.DIRTY_THREADS)) {
                isLeft = true; // or it is ending, as in a pool that is shut down, and no thread state tells
                if (reports && !departure.isReported && thread.departure == departure) {
                    departure.isReported = true;
                    String what =
                            "The thread was left with values: " + difference(AmbientContext.empty(), departure.context);
                    monitor.addViolation(run, dirtyThread(what, thread.thread, departure.set));
                }
            }
        }
        return isLeft ? Activity.LEFT_WITH_VALUES : isWorking ? Activity.WORKING : Activity.IDLE;
    }

    /** Checks all open scopes, adds their threads to a set, and returns whether the code that opened one still runs. */
    private static boolean checkScopes(
            ContextMonitor monitor, Predicate<TestRun> runs, boolean reports, Set<Thread> withScopes) {
        boolean isWorking = false;
        for (Problem open : monitor.openScopes()) {
            Throwable opening = Objects.requireNonNull(open.cause());
            ContextMonitor.OpenedScope scope = monitor.scopeOpenedAt(opening);
            if (scope == null) {
                continue; // it was opened before the first test
            }
            withScopes.add(scope.thread);
            TestRun run = scope.run;
            if (run == null || !runs.test(run) || scope.isReported) {
                continue;
            }
            if (scope.thread != Thread.currentThread()
                    && StackTraces.isStillIn(scope.thread, opening.getStackTrace())) {
                isWorking = true;
            } else if (reports && isStillOpen(monitor, opening)) {
                scope.isReported = true;
                run.addProblem(open.kind());
                if (run.checks(LeakCheck.OPEN_SCOPES) && !run.expects(open.kind())) {
                    monitor.addViolation(run, new Violation(open.message(), scope.thread.getName(), opening));
                }
            }
        }
        return isWorking;
    }

    /** Asks again: the scope may have been closed between the check of the scopes and that of its thread. */
    private static boolean isStillOpen(ContextMonitor monitor, Throwable opening) {
        return monitor.openScopes().stream().anyMatch(open -> open.cause() == opening);
    }

    private static Violation dirtyThread(String what, Thread thread, Throwable set) {
        return new Violation(
                what + ". No scope, task or callback ends them. Set values with Ambient.where or bind instead.",
                thread.getName(),
                set);
    }

    /** Returns the values in which two contexts differ, as text; empty if they do not differ. */
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
