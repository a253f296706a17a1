/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of a test. When it ends, each reports whether anything was left on it (rule 7).
 *
 * <p>RxJava's schedulers are created again, so that their threads are the test's own.
 */
final class Workers implements AutoCloseable {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<String> leftBehind = new CopyOnWriteArrayList<>();

    final Scheduler io = RxJavaPlugins.createIoScheduler(named("io"));
    final Scheduler computation = RxJavaPlugins.createComputationScheduler(named("computation"));
    final Scheduler single = RxJavaPlugins.createSingleScheduler(named("single"));
    final Scheduler newThread = RxJavaPlugins.createNewThreadScheduler(named("newThread"));

    /** The threads of {@link #executor}, which also take tasks that bypass RxJava and its hooks. */
    final ExecutorService pool = Executors.newFixedThreadPool(2, named("pool"));

    final Scheduler executor = Schedulers.from(pool);

    /** A thread without a value, which no hook knows. */
    final ExecutorService bare = Executors.newSingleThreadExecutor(named("bare"));

    /** A thread that works for another flow. It has that flow's value and keeps it. */
    final ExecutorService others = Executors.newSingleThreadExecutor(task -> start("others", "other", task));

    private ThreadFactory named(String name) {
        return task -> start(name, null, task);
    }

    private Thread start(String name, String value, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    if (value != null) {
                        VALUE.set(value);
                    }
                    task.run();
                    if (!Objects.equals(VALUE.get(), value)
                            || !AmbientContext.current().without(VALUE).isEmpty()) {
                        leftBehind.add(Thread.currentThread().getName() + " ended with " + AmbientContext.current());
                    }
                },
                name + "-" + (threads.size() + 1));
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Ends all threads and fails if one is not as it was at its start. */
    @Override
    public void close() {
        List.of(io, computation, single, newThread).forEach(Scheduler::shutdown);
        List.of(pool, bare, others).forEach(ExecutorService::shutdown);
        for (int i = 0; i < threads.size(); i++) { // one that ends may have had another made
            awaitEnd(threads.get(i));
        }
        assertThat(leftBehind).isEmpty();
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
    }
}
