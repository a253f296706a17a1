/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** A program, or Reactor itself, that inspects a flow gets the same answers with the bridge as without it. */
class AsItWasTest extends Bridged {

    private static Arguments told(String name, Supplier<Object> what) {
        return Arguments.of(name, what);
    }

    /** If Reactor does not tell whether automatic mode is on, the bridge assumes that it is. Then operators in place have wrappers. */
    static Stream<Arguments> answers() {
        return all().filter(told -> !AutomaticMode.isOn() || !told.get()[0].equals("classes in place"));
    }

    private static Stream<Arguments> all() {
        return Stream.of(
                told(
                        "prefetch",
                        () -> Flux.range(1, 9)
                                .publishOn(Schedulers.immediate(), 16)
                                .getPrefetch()),
                told(
                        "prefetch of flatMap",
                        () -> Flux.range(1, 9).flatMap(Mono::just, 4, 8).getPrefetch()),
                told(
                        "scheduler",
                        () -> Scannable.from(Flux.range(1, 9).publishOn(Schedulers.single()))
                                .scan(Scannable.Attr.RUN_ON)),
                told(
                        "name of a hop",
                        () -> Scannable.from(Flux.range(1, 9).publishOn(Schedulers.single()))
                                .stepName()),
                told(
                        "steps",
                        () -> Scannable.from(Flux.range(1, 9)
                                        .map(i -> i)
                                        .flatMap(Mono::just)
                                        .publishOn(Schedulers.single())
                                        .filter(i -> true))
                                .steps()
                                .toList()),
                told(
                        "name",
                        () -> Scannable.from(Flux.range(1, 9)
                                        .name("name")
                                        .map(i -> i)
                                        .publishOn(Schedulers.single()))
                                .name()),
                told(
                        "text",
                        () -> Flux.range(1, 9).publishOn(Schedulers.single()).toString()),
                told("timeout", () -> message(Flux.never().map(i -> i).timeout(Duration.ofMillis(1)))),
                told(
                        "timeout of a hop",
                        () -> message(
                                Flux.never().publishOn(Schedulers.single()).timeout(Duration.ofMillis(1)))),
                told(
                        "classes in place",
                        () -> Stream.of(
                                        Flux.range(1, 9).map(i -> i).filter(i -> true),
                                        Flux.concat(Flux.range(1, 2), Flux.range(3, 4)),
                                        Flux.merge(Flux.range(1, 2), Flux.range(3, 4)),
                                        Flux.zip(Flux.range(1, 2), Flux.range(3, 4)),
                                        Flux.mergeComparing(Flux.range(1, 2), Flux.range(3, 4)),
                                        Flux.firstWithSignal(Flux.range(1, 2), Flux.range(3, 4)),
                                        Flux.firstWithValue(Flux.range(1, 2), Flux.range(3, 4)),
                                        Mono.when(Flux.range(1, 2), Flux.range(3, 4)),
                                        Mono.zip(Mono.just(1), Mono.just(2)),
                                        Mono.just(1).then(Mono.just(2)),
                                        Mono.just(1).delayUntil(Mono::just),
                                        Mono.firstWithSignal(Mono.just(1), Mono.just(2)),
                                        Mono.just(1).hide().flux(),
                                        Flux.range(1, 9).hide().map(i -> i).name("name"))
                                .map(Object::getClass)
                                .toList()),
                told(
                        "priority merges",
                        () -> Flux.mergePriority((a, b) -> 0, Flux.just("A"), Flux.just("B"))
                                .mergeComparingWith(Flux.just("C"), java.util.Comparator.<String>reverseOrder())
                                .collectList()
                                .block()),
                told(
                        "merges compared",
                        () -> signals(Flux.mergeComparingDelayError(
                                        1,
                                        java.util.Comparator.<Integer>naturalOrder(),
                                        Flux.just(1, 2).concatWith(Mono.error(new IllegalStateException("boom"))),
                                        Flux.just(4))
                                .mergeComparingWith(Flux.just(3, 5, 6), java.util.Comparator.naturalOrder()))),
                told("from of flux", () -> {
                    List<Object> ends = new ArrayList<>();
                    Mono.from(Mono.fromSupplier(() -> 1)
                                    .hide()
                                    .doFinally(ends::add)
                                    .flux())
                            .block();
                    return ends;
                }),
                told("requests", () -> {
                    AtomicInteger requests = new AtomicInteger();
                    Flux.range(1, 10_000)
                            .doOnRequest(n -> requests.incrementAndGet())
                            .switchOnFirst((first, all) -> all.filter(i -> i % 2 == 0))
                            .blockLast();
                    return requests.get();
                }),
                told("a conditional subscriber of another's publisher", () -> {
                    List<Boolean> conditional = new ArrayList<>();
                    Flux<Integer> source = Flux.from(subscriber -> {
                        conditional.add(subscriber instanceof Fuseable.ConditionalSubscriber);
                        Operators.complete(subscriber);
                    });
                    source.filter(i -> true).blockLast();
                    source.map(i -> i).filter(i -> true).blockLast();
                    source.collectList().block();
                    return conditional;
                }),
                told("fusion of a hop", () -> fusion(Flux.range(1, 9).publishOn(Schedulers.immediate()))),
                told("fusion in place", () -> fusion(Flux.range(1, 9).map(i -> i))),
                told(
                        "fusion of a sink",
                        () -> fusion(Sinks.many()
                                .unicast()
                                .<Integer>onBackpressureBuffer()
                                .asFlux())),
                told("fusion of another's", () -> fusion(new FuseableOne())),
                told("cancelled while it takes the item", () -> {
                    List<Object> seen = new ArrayList<>();
                    Mono.<Integer>create(sink -> sink.success(1)).subscribe(new BaseSubscriber<Integer>() {
                        @Override
                        protected void hookOnNext(Integer item) {
                            seen.add(item);
                        }
                    });
                    Mono.<Integer>create(sink -> sink.success(1)).subscribe(new CoreSubscriber<Integer>() {
                        private Subscription subscription;

                        @Override
                        public void onSubscribe(Subscription given) {
                            subscription = given;
                            given.request(1);
                        }

                        @Override
                        public void onNext(Integer item) {
                            subscription.cancel();
                            seen.add(item);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            seen.add(failure);
                        }

                        @Override
                        public void onComplete() {
                            seen.add("completed");
                        }
                    });
                    return seen;
                }),
                told("a cancel after the end", () -> {
                    List<Object> seen = new ArrayList<>();
                    Subscription[] kept = new Subscription[1];
                    Flux<Integer> source = new Flux<>() {
                        @Override
                        public void subscribe(CoreSubscriber<? super Integer> actual) {
                            actual.onSubscribe(new Subscription() {
                                @Override
                                public void request(long n) {
                                    actual.onComplete();
                                }

                                @Override
                                public void cancel() {
                                    seen.add("cancelled");
                                }
                            });
                        }
                    };
                    source.subscribe(new CoreSubscriber<Integer>() {
                        @Override
                        public void onSubscribe(Subscription given) {
                            kept[0] = given;
                            given.request(1);
                            given.cancel();
                        }

                        @Override
                        public void onNext(Integer item) {}

                        @Override
                        public void onError(Throwable failure) {}

                        @Override
                        public void onComplete() {}
                    });
                    return seen;
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void rule_16_the_answer_is_the_same_with_and_without_the_bridge(String name, Supplier<Object> what) {
        Object with = Ambient.where(REQUEST_ID, "r-1").call(what::get);
        bridge.close();
        assertThat(with).isEqualTo(what.get());
    }

    @Test
    void the_comparison_tells_different_answers_apart() {
        assertThat(fusion(Flux.range(1, 9)))
                .isNotEqualTo(fusion(Flux.range(1, 9).hide()));
        assertThatThrownBy(() -> Flux.never().timeout(Duration.ofMillis(1)).blockLast())
                .hasMessageContaining("source");
    }

    private static String message(Flux<?> flux) {
        try {
            flux.blockLast();
            return "none";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<String> signals(Flux<?> flux) {
        return flux.materialize().map(Object::toString).collectList().block();
    }

    private static List<Integer> fusion(Flux<?> flux) {
        List<Integer> modes = new ArrayList<>();
        flux.subscribe(new CoreSubscriber<Object>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                if (subscription instanceof Fuseable.QueueSubscription<?> queue) {
                    modes.add(queue.requestFusion(Fuseable.ANY));
                } else {
                    modes.add(Fuseable.NONE);
                }
                subscription.cancel();
            }

            @Override
            public void onNext(Object item) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        return modes;
    }

    /** A publisher of the program's own that offers a queue. */
    private static final class FuseableOne extends Flux<Integer> implements Fuseable {
        @Override
        public void subscribe(CoreSubscriber<? super Integer> actual) {
            actual.onSubscribe(Operators.scalarSubscription(actual, 1));
        }
    }
}
