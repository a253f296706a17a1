/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A {@link Way} of starting work, with platform threads or, on JDK 21 and later, with virtual ones. Whoever starts the
 * work runs on such a thread as well; the workers of a ForkJoinPool are platform threads always.
 */
final class World implements AutoCloseable {

    private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    private final Way way;
    private final boolean virtual;
    private final List<Thread> made = new CopyOnWriteArrayList<>();
    private Runnable first;
    private Runnable last;
    private ExecutorService raw;
    private int width;

    private World(Way way, boolean virtual) {
        this.way = way;
        this.virtual = virtual;
    }

    static Stream<World> all() {
        return Stream.of(Way.values()).flatMap(way -> switch (way.threads) {
            case PER_TASK, PER_TASK_WRAPPED ->
                HAS_VIRTUAL_THREADS ? Stream.of(new World(way, false), new World(way, true)) : Stream.empty();
            case VIRTUAL_PER_TASK -> HAS_VIRTUAL_THREADS ? Stream.of(new World(way, true)) : Stream.empty();
            default ->
                HAS_VIRTUAL_THREADS
                        ? Stream.of(new World(way, false), new World(way, true))
                        : Stream.of(new World(way, false));
        });
    }

    /** Those in which whoever starts work goes on while it runs. */
    static Stream<World> thatDoNotWait() {
        return all().filter(world -> !world.way.waits());
    }

    @Override
    public String toString() {
        return way + (virtual ? ", virtual threads" : ", platform threads");
    }

    /** Starts the world, all of whose own threads begin with one block and end with the other. */
    void open(Runnable first, Runnable last) throws Exception {
        this.first = first;
        this.last = last;
        width = switch (way.threads) {
            case FIXED, TIMER, FORK_JOIN -> 4;
            case COMMON -> ForkJoinPool.getCommonPoolParallelism();
            default -> 0;
        };
        raw = switch (way.threads) {
            case NEW -> null;
            case FIXED -> Executors.newFixedThreadPool(width, threads());
            case TIMER -> Executors.newScheduledThreadPool(width, threads());
            case FORK_JOIN -> new ForkJoinPool(width, this::worker, null, false);
            case COMMON -> ForkJoinPool.commonPool();
            case PER_TASK -> threadPerTask(threads());
            case PER_TASK_WRAPPED -> threadPerTask(AmbientExecutors.threadFactory(threads()));
            case VIRTUAL_PER_TASK ->
                (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
        };
    }

    /** Makes the world's threads. */
    ThreadFactory threads() {
        return task -> {
            Thread thread = factory().newThread(() -> {
                first.run();
                try {
                    task.run();
                } finally {
                    last.run();
                }
            });
            made.add(thread);
            return thread;
        };
    }

    /** The executor, which captures nothing. */
    ExecutorService raw() {
        return raw;
    }

    /** How many works surely run side by side. In a ForkJoinPool one may wait while another blocks its worker. */
    int sideBySide() {
        return raw instanceof ForkJoinPool ? 1 : 2;
    }

    <V> Future<V> start(Callable<V> work) throws Exception {
        return way.start(this, work);
    }

    /** Starts work and waits for it. */
    <V> V call(Callable<V> work) throws Exception {
        return get(start(work));
    }

    static <V> V get(Future<V> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    /** What made work fail. */
    Throwable failure(Callable<?> work) throws Exception {
        try {
            return new AssertionError("returned " + call(work));
        } catch (ExecutionException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root;
        }
    }

    /**
     * What tasks return that capture nothing, one on each thread of a pool, or as many on whatever workers of a
     * ForkJoinPool; none where each task has its own thread.
     */
    <V> List<V> bare(Callable<V> task) throws Exception {
        CyclicBarrier all = new CyclicBarrier(raw instanceof ForkJoinPool ? 1 : Math.max(1, width));
        List<CompletableFuture<V>> results = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            CompletableFuture<V> result = new CompletableFuture<>();
            results.add(result);
            raw.execute(() -> complete(result, () -> {
                V value = task.call();
                all.await(60, TimeUnit.SECONDS);
                return value;
            }));
        }
        List<V> values = new ArrayList<>();
        for (CompletableFuture<V> result : results) {
            values.add(get(result));
        }
        return values;
    }

    /** Runs whoever starts work. */
    void run(Callable<?> starter) throws Exception {
        if (!virtual) {
            starter.call();
            return;
        }
        FutureTask<?> task = new FutureTask<>(starter);
        virtualThreads().newThread(task).start();
        try {
            task.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        }
    }

    /** The threads that were made for it, all of them ended. */
    List<Thread> ended() throws InterruptedException {
        close();
        if (raw != null && way.threads != Way.Threads.COMMON) {
            assertThat(raw.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        for (Thread thread : made) {
            thread.join(20_000);
            assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
        }
        return made;
    }

    @Override
    public void close() {
        if (raw != null && way.threads != Way.Threads.COMMON) {
            raw.shutdownNow();
        }
    }

    static <V> boolean complete(CompletableFuture<V> result, Callable<V> work) {
        try {
            return result.complete(work.call());
        } catch (Throwable e) {
            return result.completeExceptionally(e);
        }
    }

    private ThreadFactory factory() {
        return virtual ? virtualThreads() : Thread::new;
    }

    private ForkJoinWorkerThread worker(ForkJoinPool pool) {
        ForkJoinWorkerThread worker = new ForkJoinWorkerThread(pool) {
            @Override
            protected void onStart() {
                super.onStart();
                first.run();
            }

            @Override
            protected void onTermination(Throwable failure) {
                last.run();
                super.onTermination(failure);
            }
        };
        made.add(worker);
        return worker;
    }

    private static ExecutorService threadPerTask(ThreadFactory factory) throws ReflectiveOperationException {
        return (ExecutorService) Executors.class
                .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                .invoke(null, factory);
    }

    private static ThreadFactory virtualThreads() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
