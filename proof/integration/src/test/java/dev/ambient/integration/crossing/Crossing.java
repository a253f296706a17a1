/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of crossings: threads on which somebody left something, and nobody's work may show on them afterwards. */
abstract class Crossing {

    /** Failures that are told of; hanging flows take seconds each. */
    private static final int ENOUGH = 5;

    /** Of many cells one in so many is drawn, anew for each test of each run; with -Pthorough all are. */
    private static final int ONE_IN = Boolean.getBoolean("ambient.thorough") ? 1 : 4;

    private final Queue<Problem> problems = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> undeliverable = new ConcurrentLinkedQueue<>();

    private Registration reports;

    StaleThreads threads;

    @BeforeEach
    final void open() {
        RxJavaPlugins.setErrorHandler(undeliverable::add);
        reports = AmbientRegistry.global().reportTo(problems::add);
        threads = new StaleThreads();
    }

    @AfterEach
    final void close() {
        threads.close();
        reports.close();
        RxJavaPlugins.reset();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
    }

    /** Some of many cells, from all over. */
    static <C> Stream<C> drawn(List<C> cells) {
        int step = Math.min(ONE_IN, cells.size());
        int first = ThreadLocalRandom.current().nextInt(step);
        return IntStream.iterate(first, i -> i < cells.size(), i -> i + step).mapToObj(cells::get);
    }

    /** Tries each cell, and tells of those that fail. */
    final <C> void each(Stream<C> cells, Consumer<C> test) {
        List<String> failed = new ArrayList<>();
        int[] tried = {0};
        cells.takeWhile(cell -> failed.size() < ENOUGH).forEach(cell -> {
            tried[0]++;
            try {
                test.accept(cell);
                checkThreads();
            } catch (AssertionError | RuntimeException e) {
                failed.add(cell + ": " + e.getMessage());
            }
        });
        assertThat(failed).as("of %s cells", tried[0]).isEmpty();
        assertThat(tried[0]).isPositive();
    }

    final void checkThreads() {
        assertThat(threads.left()).as("the threads are as they were").containsOnly(StaleThreads.STALE);
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        assertThat(problems).as("reported").isEmpty();
        assertThat(undeliverable).as("undeliverable").isEmpty();
    }
}
