/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * Sources that pass none of Reactor's hooks, so that whoever builds on them is the first who does. A thread emits that
 * works for another flow or for none, and what is shared is under way for another flow already.
 */
final class DirectSources {

    private final Probe p;
    private final Cell.Source source;
    private final boolean fails;

    DirectSources(Probe p, Cell.Source source, boolean fails) {
        this.p = p;
        this.source = source;
        this.fails = fails;
    }

    Flux<Integer> flux() {
        return switch (source) {
            case UNICAST_SINK -> driven(Sinks.many().unicast().onBackpressureBuffer());
            case MULTICAST_SINK -> driven(Sinks.many().multicast().onBackpressureBuffer());
            case BEST_EFFORT_SINK -> driven(Sinks.many().multicast().directBestEffort());
            case UNSAFE_SINK -> driven(Sinks.unsafe().many().multicast().onBackpressureBuffer());
            case EMPTY_SINK -> Flux.from(empty());
            case SHARE -> underWay(Flux::share);
            case CACHE -> underWay(Flux::cache);
            case PROGRAMS_CLASS -> new ProgramsFlux(p.elsewhere(Probe.ITEMS, fails));
            case LIFTED -> Flux.from(lift(new ProgramsFlux(p.elsewhere(Probe.ITEMS, fails))));
            default -> driven(Sinks.many().replay().all());
        };
    }

    Mono<Integer> mono() {
        return switch (source) {
            case UNICAST_SINK ->
                one(Sinks.many().unicast().onBackpressureBuffer()).singleOrEmpty();
            case MULTICAST_SINK -> Mono.fromDirect(one(Sinks.many().multicast().onBackpressureBuffer()));
            case BEST_EFFORT_SINK -> Mono.from(one(Sinks.many().multicast().directBestEffort()));
            case UNSAFE_SINK -> driven(Sinks.unsafe().one());
            case EMPTY_SINK -> empty();
            case SHARE -> underWayMono(Mono::share);
            case CACHE -> underWayMono(Mono::cache);
            case PROGRAMS_CLASS -> programsMono();
            case LIFTED -> Mono.fromDirect(lift(programsMono()));
            default -> driven(Sinks.one());
        };
    }

    private Flux<Integer> driven(Sinks.Many<Integer> sink) {
        emit(sink::currentSubscriberCount, Probe.ITEMS, sink::tryEmitNext, sink::tryEmitComplete, sink);
        return sink.asFlux();
    }

    private Flux<Integer> one(Sinks.Many<Integer> sink) {
        emit(sink::currentSubscriberCount, 1, sink::tryEmitNext, sink::tryEmitComplete, sink);
        return sink.asFlux();
    }

    /** What a sink does not take is not missed: it may have no subscriber yet, or none any more. */
    private void emit(
            IntSupplier subscribers, int items, IntConsumer next, Runnable complete, Sinks.Many<Integer> sink) {
        p.onSource(() -> {
            awaitSubscriber(() -> subscribers.getAsInt() > 0);
            for (int item = 1; item <= items; item++) {
                next.accept(item);
            }
            if (fails) {
                sink.tryEmitError(new Planned());
            } else {
                complete.run();
            }
        });
    }

    private Mono<Integer> driven(Sinks.One<Integer> sink) {
        p.onSource(() -> {
            awaitSubscriber(() -> sink.currentSubscriberCount() > 0);
            if (fails) {
                sink.tryEmitError(new Planned());
            } else {
                sink.tryEmitValue(1);
            }
        });
        return sink.asMono();
    }

    private Mono<Integer> empty() {
        Sinks.Empty<Integer> sink = Sinks.empty();
        p.onSource(() -> {
            awaitSubscriber(() -> sink.currentSubscriberCount() > 0);
            if (fails) {
                sink.tryEmitError(new Planned());
            } else {
                sink.tryEmitEmpty();
            }
        });
        return sink.asMono();
    }

    /** Connected by another flow. */
    private Flux<Integer> underWay(UnaryOperator<Flux<Integer>> sharing) {
        Flux<Integer> shared = sharing.apply(p.created(fails));
        p.carrier().with(Probe.OTHER, () -> shared.subscribe(item -> {}, failure -> {}));
        return shared;
    }

    private Mono<Integer> underWayMono(UnaryOperator<Mono<Integer>> sharing) {
        Mono<Integer> shared = sharing.apply(p.createdMono(fails));
        p.carrier().with(Probe.OTHER, () -> shared.subscribe(item -> {}, failure -> {}));
        return shared;
    }

    private Mono<Integer> programsMono() {
        return new ProgramsMono(p.elsewhere(1, fails));
    }

    private static Publisher<Integer> lift(Publisher<Integer> source) {
        return Operators.<Integer, Integer>liftPublisher((publisher, subscriber) -> subscriber)
                .apply(source);
    }

    /** Nearly always there is one. */
    private static void awaitSubscriber(BooleanSupplier subscribed) {
        long deadline = System.nanoTime() + 1_000_000;
        while (!subscribed.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000);
        }
    }

    /** As a driver of a database brings one along. */
    private static final class ProgramsFlux extends Flux<Integer> {

        private final Publisher<Integer> items;

        ProgramsFlux(Publisher<Integer> items) {
            this.items = items;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> subscriber) {
            items.subscribe(subscriber);
        }
    }

    private static final class ProgramsMono extends Mono<Integer> {

        private final Publisher<Integer> items;

        ProgramsMono(Publisher<Integer> items) {
            this.items = items;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> subscriber) {
            items.subscribe(subscriber);
        }
    }
}
