/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.AmbientContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows which tests run and on which threads, and attributes what happens on a thread to one of them. */
@SuppressWarnings("ThreadLocalUsage") // there is one for a run of tests, and it goes with the run
final class RunningTests {

    /** The test that runs on a thread, or ran when the thread was started: a plain executor's threads capture nothing. */
    private final InheritableThreadLocal<@Nullable TestRun> startedIn = new InheritableThreadLocal<>();

    /** The innermost test on each thread. */
    private final Set<TestRun> running = ConcurrentHashMap.newKeySet();

    /** The run of each test method that ended last: work that it started may go on. */
    private final Map<String, TestRun> ended = new ConcurrentHashMap<>();

    /** Collects what belongs to a test that has ended, or to one of several. */
    private final TestRun unattributed = new TestRun();

    /** Makes a test the one that this thread runs. */
    void begin(TestRun run) {
        if (run.outer != null) {
            running.remove(run.outer);
        }
        running.add(run);
        startedIn.set(run);
    }

    /** Makes the outer test, if any, the one that this thread runs again. */
    void end(TestRun run) {
        run.end();
        running.remove(run);
        ended.put(run.place, run);
        if (run.outer == null) {
            startedIn.remove();
        } else {
            running.add(run.outer);
            startedIn.set(run.outer);
        }
    }

    /** Returns the test that JUnit runs on this thread; {@code null} if it runs none. */
    @Nullable
    TestRun onThisThread() {
        TestRun run = startedIn.get();
        return run != null && run.thread == Thread.currentThread() && !run.isEnded() ? run : null;
    }

    TestRun unattributed() {
        return unattributed;
    }

    /**
     * Returns the test to which something belongs that happens on this thread; {@code null} if it belongs to none.
     *
     * @param around the context that was current
     * @param stack the stack; empty if it is not known
     */
    @Nullable
    TestRun owner(AmbientContext around, StackTraceElement[] stack) {
        TestRun own = onThisThread();
        if (own != null) {
            return own;
        }
        TestRun ofContext = around.get(TestRun.KEY);
        if (ofContext != null) {
            return ofContext;
        }
        TestRun starter = startedIn.get();
        if (starter != null && !starter.isEnded()) {
            return starter;
        }
        List<TestRun> inStack = onStack(stack, running);
        if (inStack.isEmpty()) {
            inStack = onStack(stack, ended.values());
        }
        if (!inStack.isEmpty()) {
            return inStack.size() == 1 ? inStack.get(0) : unattributed;
        }
        if (StackTraces.isOfJUnit(stack)) {
            return null; // a method such as @BeforeAll, or a test without this extension
        }
        List<TestRun> all = List.copyOf(running);
        return all.isEmpty() ? null : all.size() == 1 ? all.get(0) : unattributed;
    }

    private static List<TestRun> onStack(StackTraceElement[] stack, Collection<TestRun> runs) {
        return stack.length == 0
                ? List.of()
                : runs.stream()
                        .filter(run -> Arrays.stream(stack).anyMatch(run::contains))
                        .toList();
    }
}
