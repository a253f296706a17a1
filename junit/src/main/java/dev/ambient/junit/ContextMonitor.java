/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.ScopeRecording;
import dev.ambient.spi.ContextListener;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees what happens to contexts on all threads while tests run, from the first to the end of the run, and knows which test
 * each thing belongs to.
 */
@SuppressWarnings("ThreadLocalUsage") // a run of tests has one monitor, and what it knows goes with it
final class ContextMonitor implements ContextListener, AutoCloseable {

    /** With parallel execution, a test's context says whose it is. */
    static final Ambient<TestRun> TEST = Ambient.named("test");

    private static final StackTraceElement[] NO_STACK = {};

    /** A scope that was opened, and what has become known of it. */
    static final class Opened {

        final @Nullable TestRun run;
        final Thread thread = Thread.currentThread();

        /** Somebody was told of it, or need not be. */
        volatile boolean isTold;

        Opened(@Nullable TestRun run, boolean isTold) {
            this.run = run;
            this.isTold = isTold;
        }
    }

    /** A registration that holds a bridge's hooks. */
    record Held(String what, Registration registration, TestRun run, String thread, Throwable where) {}

    /** Of threads that were started while a test ran, that test: for those that capture nothing, such as plain executors. */
    private final InheritableThreadLocal<@Nullable TestRun> startedIn = new InheritableThreadLocal<>();

    private final ThreadLocal<MonitoredThread> here = ThreadLocal.withInitial(MonitoredThread::new);

    /** The innermost on each thread. */
    private final Set<TestRun> running = ConcurrentHashMap.newKeySet();

    /** Of each method the one that ended last: what it started may go on. */
    private final Map<String, TestRun> ended = new ConcurrentHashMap<>();

    private final Map<Throwable, Opened> opened = Collections.synchronizedMap(new WeakHashMap<>());
    private final Set<MonitoredThread> departure = ConcurrentHashMap.newKeySet();
    private final Map<Registration, Held> held = new ConcurrentHashMap<>();
    private final Object changes = new Object();

    /** How many wait for changes. Threads switch all the time, and mostly nobody does. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final ScopeRecording scopes = AmbientRegistry.global().recordScopes();
    private final Registration recording = AmbientRegistry.global().listen(this);

    /** Takes what belongs to a test that has ended, or to one of several. */
    private final TestRun unknown = new TestRun();

    /** Makes a test the one that this thread runs. */
    void begin(TestRun run) {
        MonitoredThread worker = here.get();
        if (run.around != null) {
            running.remove(run.around);
        }
        running.add(run);
        startedIn.set(run);
        worker.base = run.context;
    }

    /** Makes the one around it that again. */
    void end(TestRun run) {
        MonitoredThread worker = here.get();
        run.end();
        running.remove(run);
        ended.put(run.place, run);
        if (run.around == null) {
            startedIn.remove();
            worker.base = AmbientContext.empty();
        } else {
            running.add(run.around);
            startedIn.set(run.around);
            worker.base = run.around.context;
        }
        worker.departure = null;
        departure.remove(worker);
    }

    /** The test that this thread runs, if it is JUnit's. */
    @Nullable
    TestRun runningHere() {
        TestRun run = startedIn.get();
        return run != null && run.thread == Thread.currentThread() && !run.isOver() ? run : null;
    }

    /** Does something that is no test's. */
    <T> T ours(Supplier<T> what) {
        MonitoredThread worker = here.get();
        boolean before = worker.isOurs;
        worker.isOurs = true;
        try {
            return what.get();
        } finally {
            worker.isOurs = before;
        }
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        MonitoredThread worker = here.get();
        if (hasValuesOf(current, worker.base)) {
            worker.departure = null;
            departure.remove(worker);
            changed();
        } else if (worker.departure == null && !worker.isOurs) {
            // A context with its values is seen before, where one is entered; a value that is set belongs to what was
            // there.
            if (step == Step.SET) {
                Throwable where = new Throwable("the value was set here, on thread '" + worker.thread.getName() + "'");
                worker.departure = new MonitoredThread.Departure(owner(previous, where.getStackTrace()), current, where);
            } else {
                worker.departure = new MonitoredThread.Departure(owner(current, NO_STACK), current, null);
            }
            departure.add(worker);
        }
    }

    /** A switch between contexts that differ in foreign values alone is none, and nobody is told of it. */
    private static boolean hasValuesOf(AmbientContext context, AmbientContext base) {
        return context == base
                || (Set.copyOf(context.keys()).equals(Set.copyOf(base.keys()))
                        && context.keys().stream().allMatch(key -> context.get(key) == base.get(key)));
    }

    @Override
    public void opened(AmbientContext around, Throwable opening) {
        boolean ours = here.get().isOurs;
        opened.put(opening, new Opened(ours ? null : owner(around, opening.getStackTrace()), ours));
    }

    @Override
    public void held(String what, Registration registration, boolean isHeld) {
        if (!isHeld) {
            held.remove(registration);
            changed();
        } else if (!here.get().isOurs) {
            Throwable where = new Throwable("it was installed here");
            TestRun run = owner(AmbientContext.current(), where.getStackTrace());
            if (run != null) {
                String thread = Thread.currentThread().getName();
                held.put(registration, new Held(what, registration, run, thread, where));
            }
        }
    }

    /** As a { reporter}. */
    void report(Problem problem) {
        Throwable cause = problem.cause();
        Opened scope = cause == null ? null : openedAt(cause);
        Throwable where = cause != null ? cause : new Throwable("it was noticed here");
        TestRun run = scope != null
                ? scope.run
                : owner(
                        AmbientContext.current(),
                        cause != null ? new Throwable().getStackTrace() : where.getStackTrace());
        if (run == null) {
            if (scope == null || !scope.isTold) {
                System.getLogger("dev.ambient").log(System.Logger.Level.WARNING, problem.message(), cause);
            }
            return;
        }
        run.saw(problem.kind());
        boolean isTold = scope != null && scope.isTold;
        if (scope != null) {
            scope.isTold = true;
        }
        if (!isTold && run.checks(LeakCheck.REPORTS) && !run.expects(problem.kind())) {
            String thread = (scope == null ? Thread.currentThread() : scope.thread).getName();
            tell(run, new Violation(problem.message() + " (" + problem.kind() + ")", thread, where));
        }
        changed();
    }

    /** A test that has ended can no longer fail, so the run does. */
    void tell(TestRun run, Violation violation) {
        if (run.isOver()) {
            unknown.add(new Violation(
                    violation.message() + " It belongs to " + run.name + ", which had ended.",
                    violation.thread(),
                    violation.where()));
        } else {
            run.add(violation);
        }
    }

    /**
     * Waits while something goes on, though not for ever. It is told of what changes on threads, and looks again now and then:
     * that a thread has come out of a method, nobody says.
     */
    void awaitWhile(BooleanSupplier goesOn, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        waiting.incrementAndGet();
        try {
            synchronized (changes) {
                while (goesOn.getAsBoolean() && System.nanoTime() < deadline) {
                    changes.wait(10);
                }
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void changed() {
        if (waiting.get() == 0) {
            return;
        }
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    MonitoredThread here() {
        return here.get();
    }

    List<Problem> openScopes() {
        return scopes.openScopes();
    }

    /** What is known of a scope; of the outermost, where one report tells of several. */
    @Nullable
    Opened openedAt(Throwable opening) {
        Opened scope = opened.get(opening);
        return scope == null && opening.getSuppressed().length != 0 ? opened.get(opening.getSuppressed()[0]) : scope;
    }

    /** The threads that are not in their base context. */
    Set<MonitoredThread> departure() {
        return departure;
    }

    /** The registrations that tests hold. */
    Iterable<Held> held() {
        return held.values();
    }

    /** The test to which something belongs that happens on this thread; {@code null} for none. */
    private @Nullable TestRun owner(AmbientContext around, StackTraceElement[] stack) {
        TestRun own = startedIn.get();
        if (own != null && own.thread == Thread.currentThread() && !own.isOver()) {
            return own;
        }
        TestRun said = around.get(TEST);
        if (said != null) {
            return said;
        }
        if (own != null && !own.isOver()) {
            return own;
        }
        List<TestRun> inStack = in(stack, running);
        if (inStack.isEmpty()) {
            inStack = in(stack, ended.values());
        }
        if (!inStack.isEmpty()) {
            return inStack.size() == 1 ? inStack.get(0) : unknown;
        }
        if (StackTraces.isOfJUnit(stack)) {
            return null; // a method of a class, or a test that is none of ours
        }
        List<TestRun> all = List.copyOf(running);
        return all.isEmpty() ? null : all.size() == 1 ? all.get(0) : unknown;
    }

    private static List<TestRun> in(StackTraceElement[] stack, Collection<TestRun> runs) {
        return stack.length == 0
                ? List.of()
                : runs.stream()
                        .filter(run -> Arrays.stream(stack).anyMatch(run::isIn))
                        .toList();
    }

    @Override
    public void close() {
        LeakDetector.afterwards(this);
        recording.close();
        scopes.close();
        if (!unknown.violations().isEmpty()) {
            throw Violation.error(
                    "Something was left behind that could not be told to a test while it ran.",
                    List.copyOf(unknown.violations()));
        }
    }
}
