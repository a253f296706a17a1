/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A way in which a callback of one request comes to run: on another thread, or emitted by somebody who works for another request. */
@SuppressWarnings("CheckReturnValue") // subscribe returns what disposes of the flow
enum World {
    THREAD("a task of a wrapped thread factory") {
        @Override
        void call(Runnable callback, Place place) {
            AmbientExecutors.threadFactory(Thread::new).newThread(callback).start();
        }
    },
    EXECUTOR("a task of a wrapped executor") {
        @Override
        void call(Runnable callback, Place place) {
            AmbientExecutors.wrap(place.pool).execute(callback);
        }
    },
    BUSY_EXECUTOR("a task that a thread of another request runs") {
        @Override
        void call(Runnable callback, Place place) {
            Executor callersThread = place.another::accept;
            AmbientExecutors.wrap(callersThread).execute(callback);
        }
    },
    VIRTUAL_THREAD("a task of a wrapped executor of virtual threads") {
        @Override
        void call(Runnable callback, Place place) {
            AmbientExecutors.wrap(place.virtualThreads).execute(callback);
        }
    },
    FUTURE("a stage of an `AmbientFuture` that another request completes") {
        @Override
        void call(Runnable callback, Place place) {
            CompletableFuture<String> source = new CompletableFuture<>();
            AmbientFuture.from(source).thenRun(callback);
            place.another.accept(() -> source.complete("item"));
        }
    },
    REACTOR("Reactor, after `publishOn`") {
        @Override
        void call(Runnable callback, Place place) {
            Flux.just("item")
                    .hide()
                    .publishOn(reactor.core.scheduler.Schedulers.parallel())
                    .subscribe(item -> callback.run());
        }
    },
    REACTOR_SINK("Reactor, from a sink that another request emits to") {
        @Override
        void call(Runnable callback, Place place) {
            Sinks.One<String> sink = Sinks.one();
            sink.asMono().flatMap(item -> Mono.fromRunnable(callback)).subscribe();
            place.another.accept(() -> sink.tryEmitValue("item"));
        }
    },
    REACTOR_SHARED("Reactor, a shared source that another request connected") {
        @Override
        void call(Runnable callback, Place place) {
            Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();
            Flux<String> shared = sink.asFlux().map(item -> item).publish().refCount();
            place.another.accept(shared::subscribe);
            shared.subscribe(item -> callback.run());
            place.another.accept(() -> sink.tryEmitNext("item"));
        }
    },
    RXJAVA("RxJava, after `observeOn`") {
        @Override
        void call(Runnable callback, Place place) {
            Flowable.just("item").hide().observeOn(Schedulers.computation()).subscribe(item -> callback.run());
        }
    },
    RXJAVA_PROCESSOR("RxJava, from a processor that another request emits to") {
        @Override
        void call(Runnable callback, Place place) {
            PublishProcessor<String> processor = PublishProcessor.create();
            processor.map(item -> item).subscribe(item -> callback.run());
            place.another.accept(() -> processor.onNext("item"));
        }
    },
    RXJAVA_IN_REACTOR("RxJava inside Reactor inside RxJava") {
        @Override
        void call(Runnable callback, Place place) {
            Flowable<String> inner = Flowable.just("item").observeOn(Schedulers.io());
            Flux<String> middle = Flux.from(inner).publishOn(reactor.core.scheduler.Schedulers.single());
            Flowable.fromPublisher(middle).observeOn(Schedulers.computation()).subscribe(item -> callback.run());
        }
    };

    /**
     * Who else is there.
     *
     * @param another runs a block on a thread that works for another request, and waits for it
     * @param pool threads that nobody wrapped
     * @param virtualThreads the same, of virtual threads where there are some
     */
    record Place(Consumer<Runnable> another, ExecutorService pool, Executor virtualThreads) {

        /** A thread of another request, inside its work. */
        static Consumer<Runnable> workingFor(Consumer<Runnable> request) {
            return block -> {
                FutureTask<Void> task = new FutureTask<>(() -> request.accept(block), null);
                new Thread(task).start();
                try {
                    task.get();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            };
        }

        /** An executor of a virtual thread for each task, or of platform threads before JDK 21. */
        static Executor threadForEachTask() {
            if (Runtime.version().feature() < 21) {
                return task -> new Thread(task).start();
            }
            try {
                Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
                var start = Class.forName("java.lang.Thread$Builder").getMethod("start", Runnable.class);
                return task -> {
                    try {
                        start.invoke(virtual, task);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                };
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final String text;

    World(String text) {
        this.text = text;
    }

    /** Has a callback called, of work that begins here. */
    abstract void call(Runnable callback, Place place);

    @Override
    public String toString() {
        return text;
    }

    /** What one sees in the callback. */
    static String verdict(Object seen, Object right) {
        return seen == null ? "none" : seen.equals(right) ? "right" : "**another's**";
    }

    static AmbientContext currentOn(ExecutorService pool) throws Exception {
        return pool.submit(AmbientContext::current).get();
    }
}
