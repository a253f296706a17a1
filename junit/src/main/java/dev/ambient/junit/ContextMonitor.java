/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.ScopeRecording;
import dev.ambient.spi.ContextListener;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Monitors contexts, scopes and hooks on all threads, from the first test to the end of the run. {@link LeakDetector} checks
 * its records when a test ends.
 */
@SuppressWarnings("ThreadLocalUsage") // there is one for a run of tests, and it goes with the run
final class ContextMonitor implements ContextListener, AutoCloseable {

    private static final StackTraceElement[] NO_STACK = {};

    /** A scope that was opened. */
    static final class OpenedScope {

        final @Nullable TestRun run;
        final Thread thread = Thread.currentThread();

        /** The scope has been reported, or must not be. */
        volatile boolean isReported;

        OpenedScope(@Nullable TestRun run, boolean isReported) {
            this.run = run;
            this.isReported = isReported;
        }
    }

    /** A registration that keeps the hooks of a bridge installed. */
    record HeldHooks(String what, Registration registration, TestRun run, String thread, Throwable where) {}

    private final RunningTests tests = new RunningTests();
    private final ThreadLocal<MonitoredThread> thread = ThreadLocal.withInitial(MonitoredThread::new);
    private final Map<Throwable, OpenedScope> openedScopes = Collections.synchronizedMap(new WeakHashMap<>());
    private final Set<MonitoredThread> departedThreads = ConcurrentHashMap.newKeySet();
    private final Map<Registration, HeldHooks> heldHooks = new ConcurrentHashMap<>();
    private final ChangeSignal changes = new ChangeSignal();
    private final ScopeRecording scopes = AmbientRegistry.global().recordScopes();
    private final Registration registration = AmbientRegistry.global().listen(this);

    /** Makes a test the one that this thread runs. */
    void begin(TestRun run) {
        tests.begin(run);
        thread.get().base = run.context;
    }

    /** Makes the outer test, if any, the one that this thread runs again. */
    void end(TestRun run) {
        tests.end(run);
        MonitoredThread thread = this.thread.get();
        thread.base = run.outer == null ? AmbientContext.empty() : run.outer.context;
        returnToBase(thread);
    }

    /** Returns the test that JUnit runs on this thread; {@code null} if it runs none. */
    @Nullable
    TestRun testOnThisThread() {
        return tests.onThisThread();
    }

    /** Does work of the extension itself, which belongs to no test. */
    <T> T ignoring(Supplier<T> work) {
        MonitoredThread thread = this.thread.get();
        boolean before = thread.isIgnored;
        thread.isIgnored = true;
        try {
            return work.get();
        } finally {
            thread.isIgnored = before;
        }
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        MonitoredThread thread = this.thread.get();
        if (hasSameValues(current, thread.base)) {
            returnToBase(thread);
            changes.signal();
        } else if (thread.departure == null && !thread.isIgnored) {
            thread.departure = departure(previous, current, step);
            departedThreads.add(thread);
        }
    }

    /** Attributes an entered context by its own values, and a value that was set by the context before it. */
    private MonitoredThread.Departure departure(AmbientContext previous, AmbientContext current, Step step) {
        if (step != Step.SET) {
            return new MonitoredThread.Departure(tests.owner(current, NO_STACK), current, null);
        }
        Throwable where = new Throwable(
                "the value was set here, on thread '" + Thread.currentThread().getName() + "'");
        return new MonitoredThread.Departure(tests.owner(previous, where.getStackTrace()), current, where);
    }

    private void returnToBase(MonitoredThread thread) {
        thread.departure = null;
        departedThreads.remove(thread);
    }

    /** Compares ambient values only: listeners are not notified of a switch that changes foreign values alone. */
    private static boolean hasSameValues(AmbientContext context, AmbientContext base) {
        return context == base
                || (Set.copyOf(context.keys()).equals(Set.copyOf(base.keys()))
                        && context.keys().stream().allMatch(key -> context.get(key) == base.get(key)));
    }

    @Override
    public void opened(AmbientContext around, Throwable opening) {
        boolean isIgnored = thread.get().isIgnored;
        TestRun run = isIgnored ? null : tests.owner(around, opening.getStackTrace());
        openedScopes.put(opening, new OpenedScope(run, isIgnored));
    }

    @Override
    public void held(String what, Registration registration, boolean isHeld) {
        if (!isHeld) {
            heldHooks.remove(registration);
            changes.signal();
        } else if (!thread.get().isIgnored) {
            Throwable where = new Throwable("installed here");
            TestRun run = tests.owner(AmbientContext.current(), where.getStackTrace());
            if (run != null) {
                String thread = Thread.currentThread().getName();
                heldHooks.put(registration, new HeldHooks(what, registration, run, thread, where));
            }
        }
    }

    /** Accepts a problem that was {@linkplain AmbientRegistry#reportTo reported}, and attributes it to a test. */
    void acceptProblem(Problem problem) {
        Throwable cause = problem.cause();
        OpenedScope scope = cause == null ? null : scopeOpenedAt(cause);
        boolean isReported = scope != null && scope.isReported;
        Throwable where = cause != null ? cause : new Throwable("noticed here");
        TestRun run = scope != null ? scope.run : tests.owner(AmbientContext.current(), stack(cause, where));
        if (run == null) {
            if (!isReported) {
                System.getLogger("dev.ambient").log(System.Logger.Level.WARNING, problem.message(), cause);
            }
            return;
        }
        run.addProblem(problem.kind());
        if (scope != null) {
            scope.isReported = true;
        }
        if (!isReported && run.checks(LeakCheck.REPORTS) && !run.expects(problem.kind())) {
            String thread = (scope == null ? Thread.currentThread() : scope.thread).getName();
            addViolation(run, new Violation(problem.message() + " (" + problem.kind() + ")", thread, where));
        }
        changes.signal();
    }

    /** Returns the stack of this thread: a problem's cause may have been thrown, or made, elsewhere. */
    private static StackTraceElement[] stack(@Nullable Throwable cause, Throwable where) {
        return cause != null ? new Throwable().getStackTrace() : where.getStackTrace();
    }

    /** Adds a violation to a test. A test that has ended can no longer fail, so then the run as a whole does. */
    void addViolation(TestRun run, Violation violation) {
        if (run.isEnded()) {
            String message = violation.message() + " It belongs to " + run.name + ", which had already ended.";
            tests.unattributed().add(new Violation(message, violation.thread(), violation.where()));
        } else {
            run.add(violation);
        }
    }

    /** Waits while a condition on other threads holds, up to a limit. */
    void awaitWhile(BooleanSupplier condition, long nanos) throws InterruptedException {
        changes.awaitWhile(condition, nanos);
    }

    /** Returns how this thread left its base context; {@code null} if it is in it. */
    MonitoredThread.@Nullable Departure departureHere() {
        return thread.get().departure;
    }

    List<Problem> openScopes() {
        return scopes.openScopes();
    }

    /** Returns the scope that was opened at a place; the outermost, if one problem concerns several scopes. */
    @Nullable
    OpenedScope scopeOpenedAt(Throwable opening) {
        OpenedScope scope = openedScopes.get(opening);
        return scope == null && opening.getSuppressed().length != 0
                ? openedScopes.get(opening.getSuppressed()[0])
                : scope;
    }

    /** Returns the threads that are not in their base context. */
    Set<MonitoredThread> departedThreads() {
        return departedThreads;
    }

    /** Returns the registrations that tests hold. */
    Iterable<HeldHooks> heldHooks() {
        return heldHooks.values();
    }

    @Override
    public void close() {
        LeakDetector.checkAllEnded(this);
        registration.close();
        scopes.close();
        List<Violation> violations = List.copyOf(tests.unattributed().violations());
        if (!violations.isEmpty()) {
            throw Violation.error(
                    "Something was left behind or went wrong that belongs to no test that was still running:",
                    violations);
        }
    }
}
