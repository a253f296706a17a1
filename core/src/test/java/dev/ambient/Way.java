/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** How work is started in a {@link World} so that it sees what is current there. */
enum Way {
    THREAD("a thread with a wrapped task", Threads.NEW) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            FutureTask<V> task = new FutureTask<>(work);
            world.threads()
                    .newThread(AmbientContext.capture().wrap((Runnable) task))
                    .start();
            return task;
        }
    },
    THREAD_FACTORY("a thread of a wrapped factory", Threads.NEW) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            FutureTask<V> task = new FutureTask<>(work);
            AmbientExecutors.threadFactory(world.threads()).newThread(task).start();
            return task;
        }
    },
    EXECUTOR("Executor.execute", Threads.FIXED) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            Executor executor = world.raw()::execute; // so that it is no ExecutorService
            FutureTask<V> task = new FutureTask<>(work);
            AmbientExecutors.wrap(executor).execute(task);
            return task;
        }
    },
    SUBMIT("ExecutorService.submit", Threads.FIXED) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            return AmbientExecutors.wrap(world.raw()).submit(work);
        }
    },
    INVOKE_ALL("ExecutorService.invokeAll", Threads.FIXED) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) throws Exception {
            return AmbientExecutors.wrap(world.raw()).invokeAll(List.of(work)).get(0);
        }
    },
    INVOKE_ANY("ExecutorService.invokeAny", Threads.FIXED) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) throws Exception {
            try {
                return CompletableFuture.completedFuture(
                        AmbientExecutors.wrap(world.raw()).invokeAny(List.of(work)));
            } catch (ExecutionException e) {
                return CompletableFuture.failedFuture(e.getCause());
            }
        }
    },
    SCHEDULE("ScheduledExecutorService.schedule", Threads.TIMER) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            ScheduledExecutorService timer = (ScheduledExecutorService) world.raw();
            return AmbientExecutors.wrap(timer).schedule(work, 10, TimeUnit.MICROSECONDS);
        }
    },
    FORK_JOIN_POOL("a wrapped ForkJoinPool", Threads.FORK_JOIN) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            return AmbientExecutors.wrap(world.raw()).submit(work);
        }
    },
    COMMON_POOL("the wrapped common pool", Threads.COMMON) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            return AmbientExecutors.wrap(world.raw()).submit(work);
        }
    },
    SUPPLY_ASYNC("CompletableFuture.supplyAsync", Threads.FIXED) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            return CompletableFuture.supplyAsync(() -> call(work), AmbientExecutors.wrap(world.raw()));
        }
    },
    DEPENDENT("CompletableFuture.thenApply of a wrapped function", Threads.FIXED) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            CompletableFuture<String> source = new CompletableFuture<>();
            Function<String, V> function = AmbientContext.capture().wrapFunction((String ignored) -> call(work));
            CompletableFuture<V> dependent = source.thenApply(function);
            world.raw().execute(() -> source.complete("from a thread of the pool"));
            return dependent;
        }
    },
    PARALLEL_STREAM("a parallel stream of a wrapped function", Threads.FORK_JOIN) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            CompletableFuture<V> result = new CompletableFuture<>();
            Function<Integer, Boolean> function =
                    AmbientContext.capture().wrapFunction((Integer i) -> World.complete(result, work));
            Runnable stream = () -> Stream.of(0, 1, 2, 3)
                    .parallel()
                    .filter(i -> i == 2)
                    .map(function)
                    .forEach(done -> {});
            // From outside: before its last worker sleeps, JDK 17's pool looks for what was submitted from there, not
            // for what another worker, which waits for this result, has in its own queue.
            CleanThread.elsewhere(() -> world.raw().execute(stream));
            return result;
        }
    },
    RECURSIVE_TASK("a RecursiveTask that captures when it is made", Threads.FORK_JOIN) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            CapturingTask<V> task = new CapturingTask<>(work);
            ((ForkJoinPool) world.raw()).execute(task);
            return task;
        }
    },
    THREAD_PER_TASK("a wrapped executor of a thread for each task", Threads.PER_TASK) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            return AmbientExecutors.wrap(world.raw()).submit(work);
        }
    },
    THREAD_PER_TASK_OF_FACTORY("an executor of a thread of a wrapped factory for each task", Threads.PER_TASK_WRAPPED) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            return world.raw().submit(work);
        }
    },
    VIRTUAL_THREAD_PER_TASK("Executors.newVirtualThreadPerTaskExecutor, wrapped", Threads.VIRTUAL_PER_TASK) {
        @Override
        <V> Future<V> start(World world, Callable<V> work) {
            return AmbientExecutors.wrap(world.raw()).submit(work);
        }
    };

    /** What the work runs on. */
    enum Threads {
        NEW,
        FIXED,
        TIMER,
        FORK_JOIN,
        COMMON,
        PER_TASK,
        PER_TASK_WRAPPED,
        VIRTUAL_PER_TASK
    }

    private final String text;
    final Threads threads;

    Way(String text, Threads threads) {
        this.text = text;
        this.threads = threads;
    }

    /** Starts work; what it returns or throws is in the future. */
    abstract <V> Future<V> start(World world, Callable<V> work) throws Exception;

    /** Starting returns only when the work is done. */
    boolean waits() {
        return this == INVOKE_ALL || this == INVOKE_ANY;
    }

    @Override
    public String toString() {
        return text;
    }

    private static <V> V call(Callable<V> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The way to take a context along into a fork. */
    @SuppressWarnings("serial")
    static final class CapturingTask<V> extends RecursiveTask<V> {

        private final AmbientContext context = AmbientContext.capture();
        private final Callable<V> work;

        CapturingTask(Callable<V> work) {
            this.work = work;
        }

        @Override
        protected V compute() {
            return context.<V, RuntimeException>call(() -> Way.call(work));
        }
    }
}
