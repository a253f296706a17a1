/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every test and every property here begins and ends with: problems are collected instead of logged, and each must
 * have asked for all of them, have left the thread in the empty context and have taken its accessors out.
 */
abstract class CleanThread {

    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final Deque<Runnable> afterwards = new ArrayDeque<>();
    private List<ThreadLocalAccessor<?>> accessors;
    private Registration reporter;

    @BeforeEach
    @BeforeProperty
    final void collect_problems() {
        accessors = List.copyOf(ContextRegistry.getInstance().getThreadLocalAccessors());
        reporter = AmbientRegistry.global().reportTo(problems::add);
    }

    @AfterEach
    @AfterProperty
    final void leave_everything_as_it_was() {
        while (!afterwards.isEmpty()) {
            afterwards.pop().run();
        }
        reporter.close();
        AmbientContext left = AmbientContext.current();
        if (!left.isEmpty()) {
            AmbientContext.empty().makeCurrent(); // never closed, so that one failure does not bring the next
        }
        assertThat(left.isEmpty()).as("%s left on the thread", left).isTrue();
        assertThat(AmbientContext.capture()).as("capture at the end").isSameAs(AmbientContext.capture());
        assertThat(problems).as("problems nobody asked for").isEmpty();
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).containsExactlyElementsOf(accessors);
    }

    /** Has something undone when the test is over. */
    final <R extends Registration> R afterwardsClose(R registration) {
        afterwards.push(registration::close);
        return registration;
    }

    final void afterwards(Runnable undo) {
        afterwards.push(undo);
    }

    /** Has an executor shut down when the test is over. */
    final <E extends ExecutorService> E shutDownAfterwards(E executor) {
        afterwards.push(() -> {
            executor.shutdownNow();
            try {
                assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return executor;
    }

    /** Runs a block while this test's reporter is out, so that the log is told. */
    final void withoutReporter(Runnable block) {
        reporter.close();
        try {
            block.run();
        } finally {
            reporter = AmbientRegistry.global().reportTo(problems::add);
        }
    }

    /** The problems reported since the last call. */
    final List<Problem> reported() {
        List<Problem> sofar = new ArrayList<>();
        while (!problems.isEmpty()) {
            sofar.add(problems.remove(0)); // one by one, so that none is lost that comes meanwhile
        }
        return sofar;
    }

    final void assertReported(Problem.Kind... kinds) {
        assertThat(reported()).extracting(Problem::kind).containsExactly(kinds);
    }

    /** Runs a block on a new thread and waits for it. */
    static <V> V elsewhere(Callable<V> block) {
        FutureTask<V> task = new FutureTask<>(block);
        new Thread(task, "elsewhere").start();
        return resultOf(task);
    }

    /** Waits for a task; what it threw becomes an assertion error. */
    static <V> V resultOf(Future<V> task) {
        try {
            return task.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void elsewhere(Runnable block) {
        elsewhere(() -> {
            block.run();
            return null;
        });
    }

    /** {@code count} keys. */
    static List<Ambient<Object>> keys(int count) {
        List<Ambient<Object>> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(Ambient.named("key" + i));
        }
        return keys;
    }

    /** A value of one of several types. */
    static Object mixed(int i) {
        return switch (i % 7) {
            case 0 -> "value" + i;
            case 1 -> i * 1000;
            case 2 -> i * 1000L;
            case 3 -> i / 3.0;
            case 4 -> (char) ('a' + i);
            case 5 -> i % 2 == 0;
            default -> List.of(i);
        };
    }
}
