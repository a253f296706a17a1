/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.lang.reflect.Field;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on a thread that has lost all its thread-locals between them. Each begins only when those
 * of the one before are gone: that is looked at, not waited for.
 */
public abstract class ErasingThread implements AutoCloseable {

    private ErasingThread() {}

    /**
     * A worker of the common pool, which erases its thread-locals when it has run what was handed to it.
     *
     * @return the thread
     */
    public static ErasingThread ofCommonPool() {
        return new OfCommonPool();
    }

    /**
     * A thread of a pool that resets it after each task, as some servers do against leaks.
     *
     * @return the thread
     */
    public static ErasingThread ofResettingPool() {
        return new OfResettingPool();
    }

    /**
     * Hands on a task.
     *
     * @param task what to run
     */
    public abstract void execute(Runnable task);

    /**
     * Runs a task, and returns when it has ended.
     *
     * @param task what to run
     */
    public final void run(Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                thrown.set(e);
            } finally {
                done.countDown();
            }
        });
        await(done);
        Throwable failure = thrown.get();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public abstract void close();

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the thread does not come free");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class OfCommonPool extends ErasingThread {

        /** Is there for as long as nothing has been erased. */
        private static final ThreadLocal<@Nullable Boolean> WITNESS = new ThreadLocal<>();

        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final Thread feeder = new Thread(this::feed, "feeder");

        OfCommonPool() {
            feeder.setDaemon(true);
            feeder.start();
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        private void feed() {
            try {
                while (true) {
                    Runnable task = tasks.take();
                    while (!hasRun(task)) {
                        LockSupport.parkNanos(1_000);
                    }
                }
            } catch (InterruptedException e) {
                // closed
            }
        }

        /** From outside of the pool: what a worker hands to itself belongs to the task that it is running. */
        private static boolean hasRun(Runnable task) throws InterruptedException {
            AtomicBoolean isErased = new AtomicBoolean();
            CountDownLatch done = new CountDownLatch(1);
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    if (WITNESS.get() == null) {
                        WITNESS.set(true);
                        isErased.set(true);
                        task.run();
                    }
                } finally {
                    done.countDown();
                }
            });
            done.await();
            return isErased.get();
        }

        @Override
        public void close() {
            feeder.interrupt();
        }
    }

    private static final class OfResettingPool extends ErasingThread {

        private static final Field THREAD_LOCALS = threadLocals();

        private final ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "resetter");
                    thread.setDaemon(true);
                    return thread;
                }) {
                    @Override
                    protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                        erase();
                    }
                };

        /** Nothing public does it on each JDK. The module has to be opened to it: see the build. */
        private static Field threadLocals() {
            try {
                Field field = Thread.class.getDeclaredField("threadLocals");
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException | RuntimeException e) {
                throw new IllegalStateException("run with --add-opens java.base/java.lang=ALL-UNNAMED", e);
            }
        }

        private static void erase() {
            try {
                THREAD_LOCALS.set(Thread.currentThread(), null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void execute(Runnable task) {
            pool.execute(task);
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }
}
