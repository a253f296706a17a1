/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two requests at once, of acme and of initech, and what the code of a page prints in them: the tenant that it sees, then the one that it
 * works for. Afterwards the threads have no values, and nothing was reported.
 */
abstract class TwoRequests {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    /** With the line of the page: each callback sees its own request. */
    static final List<String> OWN = List.of("acme acme", "initech initech");

    /** Without it, on a thread that works for nobody. */
    static final List<String> NONE = List.of("null acme", "null initech");

    /** Without it, on a thread that works for another request. */
    static final List<String> ANOTHERS = List.of("umbrella acme", "umbrella initech");

    /** What two callbacks of each request print. */
    static List<String> twice(List<String> lines) {
        return lines.stream().flatMap(line -> Stream.of(line, line)).toList();
    }

    private static final int THREADS = 2;

    private final ExecutorService requests = Executors.newFixedThreadPool(THREADS);

    /** The threads that callbacks run on, and the same by an executor that carries values. */
    final ScheduledExecutorService plain = Executors.newScheduledThreadPool(THREADS);

    final ScheduledExecutorService wrapped = AmbientExecutors.wrap(plain);

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Queue<Problem> problems = new ConcurrentLinkedQueue<>();
    private final List<Registration> inPlace = new ArrayList<>();

    @BeforeEach
    final void note_what_is_reported() {
        takeOutLater(AmbientRegistry.global().reportTo(problems::add));
    }

    @AfterEach
    final void leave_the_threads_clean() throws Exception {
        assertThat(onEach(requests)).containsOnly(true);
        assertThat(onEach(plain)).containsOnly(true);
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        for (ExecutorService each : List.of(requests, plain)) {
            each.shutdownNow();
            assertThat(each.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        inPlace.forEach(Registration::close);
        assertThat(problems).isEmpty();
    }

    /** Whether each thread is clean, as a task sees that captured nothing. */
    private static List<Boolean> onEach(ExecutorService threads) throws Exception {
        CyclicBarrier all = new CyclicBarrier(THREADS);
        Callable<Boolean> isClean = () -> {
            all.await(1, TimeUnit.MINUTES);
            return AmbientContext.current().isEmpty();
        };
        List<Boolean> clean = new ArrayList<>();
        for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(THREADS, isClean))) {
            clean.add(each.get());
        }
        return clean;
    }

    final void takeOutLater(Registration registration) {
        inPlace.add(registration);
    }

    /** Begins both requests at the same time, each on a thread of its own, and returns when both have returned. */
    final void both(Consumer<String> request) throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Callable<@Nullable Void>> begin = new ArrayList<>();
        for (String tenant : List.of("acme", "initech")) {
            begin.add(() -> {
                together.await(1, TimeUnit.MINUTES);
                Ambient.where(TENANT, tenant).run(() -> request.accept(tenant));
                return null;
            });
        }
        for (Future<@Nullable Void> each : requests.invokeAll(begin)) {
            each.get();
        }
    }

    /** Does something for a third request, on this thread. */
    static void another(Runnable action) {
        Ambient.where(TENANT, "umbrella").run(action);
    }

    /** Something for each of the two, by its tenant. */
    static <T> Map<String, T> forEach(Supplier<T> made) {
        return Map.of("acme", made.get(), "initech", made.get());
    }

    final void print(@Nullable Object line) {
        lines.add(String.valueOf(line));
    }

    /** The lines of both requests, in the order of their letters. */
    final List<String> printed() throws InterruptedException {
        return printed(OWN.size());
    }

    /** So many lines, in the order of their letters. */
    final List<String> printed(int count) throws InterruptedException {
        List<String> printed = new ArrayList<>();
        while (printed.size() < count) {
            String line = lines.poll(1, TimeUnit.MINUTES);
            assertThat(line).as("after %s", printed).isNotNull();
            printed.add(line);
        }
        Collections.sort(printed);
        return printed;
    }
}
