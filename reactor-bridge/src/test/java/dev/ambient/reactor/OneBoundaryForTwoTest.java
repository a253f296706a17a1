/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.ContextListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * Where one boundary serves for two: the one above a contextWrite also for what is below it, and the one below a flatMap also for its
 * inner source. The emitting thread works for another request.
 */
@SuppressWarnings("try") // a registration is there to be closed
class OneBoundaryForTwoTest extends Bridged {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Seen above = new Seen();
    private final Seen below = new Seen();
    private final Pool busy = Pool.dirty("busy", 1, "another's");

    @AfterEach
    void close() {
        busy.close();
    }

    /** The thread on which the source emits. */
    private interface Source {
        Mono<Integer> of(Pool busy);
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                source("of the program's own", OfThread::new),
                source("of the program's own, mapped", busy -> new OfThread(busy).map(item -> item)),
                source("a sink", busy -> {
                    Sinks.One<Integer> sink = Sinks.one();
                    return Mono.defer(() -> {
                        busy.execute(() -> sink.tryEmitValue(1).orThrow());
                        return sink.asMono();
                    });
                }),
                source("create", busy -> Mono.create(sink -> busy.execute(() -> sink.success(1)))),
                source(
                        "a future",
                        busy -> Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> 1, busy::execute))),
                source("another library's", busy -> Mono.from((Publisher<Integer>) new OfThread(busy)::subscribe)),
                source("defer", busy -> Mono.defer(() -> new OfThread(busy))),
                source("publishOn", busy -> new OfThread(busy).publishOn(busy.scheduler())),
                source("subscribeOn", busy -> Mono.just(1).subscribeOn(busy.scheduler())),
                source(
                        "groups",
                        busy -> new OfThread(busy)
                                .flux()
                                .groupBy(item -> item)
                                .flatMap(group -> group)
                                .single()),
                source("there", busy -> Mono.just(1)),
                source("called", busy -> Mono.fromCallable(() -> 1)));
    }

    private static Arguments source(String name, Source source) {
        return Arguments.of(name, source);
    }

    static Stream<Arguments> writes() {
        UnaryOperator<Mono<Integer>> plain = mono -> mono.contextWrite(ReactorBridge.put(REQUEST_ID, "above"));
        return Stream.of(
                Arguments.of("once", plain),
                Arguments.of("a Flux", (UnaryOperator<Mono<Integer>>) mono -> mono.flux()
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "above"))
                        .map(item -> item)
                        .single()),
                Arguments.of("twice", (UnaryOperator<Mono<Integer>>)
                        mono -> mono.contextWrite(ReactorBridge.put(REQUEST_ID, "above"))
                                .contextWrite(context -> context.put("key", "value"))),
                Arguments.of("twice, the far one undone", (UnaryOperator<Mono<Integer>>) mono ->
                        plain.apply(mono).map(item -> item).contextWrite(ReactorBridge.put(REQUEST_ID, "between"))));
    }

    static Stream<Arguments> all() {
        return sources()
                .flatMap(source -> writes().map(write ->
                        Arguments.of(source.get()[0] + ", " + write.get()[0], source.get()[1], write.get()[1])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void each_side_of_a_contextWrite_sees_its_own(String name, Source source, UnaryOperator<Mono<Integer>> write) {
        Ambient.where(REQUEST_ID, "below")
                .run(() -> write.apply(source.of(busy)
                                .doOnRequest(above.<Long>take("doOnRequest")::accept)
                                .doOnSuccess(above.take("doOnSuccess"))
                                .map(above.same("map")))
                        .map(below.same("map"))
                        .doOnSuccess(below.take("doOnSuccess"))
                        .doOnRequest(below.<Long>take("doOnRequest")::accept)
                        .filter(item -> below.same("filter").apply(item) != null)
                        .publishOn(workers.scheduler())
                        .map(below.same("last"))
                        .block(LONG));
        above.allSaw("above");
        below.allSaw("below");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void an_operator_right_below_a_contextWrite_sees_its_own(
            String name, Source source, UnaryOperator<Mono<Integer>> write) {
        Ambient.where(REQUEST_ID, "below")
                .run(() -> write.apply(source.of(busy)).map(below.same("map")).block(LONG));
        below.allSaw("below");
    }

    @Test
    void each_side_of_a_contextWrite_sees_its_own_on_cancel() {
        Disposable flow = Ambient.where(REQUEST_ID, "below")
                .call(() -> Mono.<Integer>never()
                        .hide()
                        .doOnCancel(above.run("doOnCancel"))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "above"))
                        .doOnCancel(below.run("doOnCancel"))
                        .map(item -> item)
                        .subscribe());
        Ambient.where(REQUEST_ID, "another's").run(flow::dispose);
        above.allSaw("above");
        below.allSaw("below");
    }

    @Test
    void each_side_of_a_contextWrite_sees_its_own_on_an_error() {
        Ambient.where(REQUEST_ID, "below")
                .run(() -> Mono.<Integer>create(
                                sink -> busy.execute(() -> sink.error(new IllegalStateException("expected"))))
                        .doOnError(above.take("doOnError"))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "above"))
                        .doOnError(below.take("doOnError"))
                        .onErrorReturn(0)
                        .block(LONG));
        above.allSaw("above");
        below.allSaw("below");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void below_a_flatMap_nobody_sees_the_value_of_the_inner_emitter(String name, Source source) {
        Ambient.where(REQUEST_ID, "below")
                .run(() -> Mono.just(1)
                        .flatMap(item -> Mono.defer(() -> source.of(busy)))
                        .map(below.same("map"))
                        .flatMap(item -> {
                            REQUEST_ID.set("of the mapper");
                            return source.of(busy)
                                    .doOnRequest(below.<Long>take("inner doOnRequest")::accept)
                                    .map(below.same("inner map"))
                                    .flatMap(inner -> Mono.just(inner).hide());
                        })
                        .doOnSuccess(below.take("doOnSuccess"))
                        .block(LONG));
        below.allSaw("below");
    }

    @Test
    void what_an_inner_source_sets_is_not_seen_below() {
        Ambient.where(REQUEST_ID, "below")
                .run(() -> Mono.just(1)
                        .flatMap(item -> Mono.defer(() -> {
                            REQUEST_ID.set("of the supplier");
                            return new OfThread(busy);
                        }))
                        .map(below.same("map"))
                        .block(LONG));
        below.allSaw("below");
    }

    @Test
    void there_are_few_boundaries() {
        assertThat(boundaries(mono -> mono.contextWrite(context -> context.put("key", "value"))
                        .map(item -> item)))
                .as("above a contextWrite, and the last")
                .isEqualTo(2);
        assertThat(boundaries(mono -> mono.flatMap(item -> Mono.defer(() -> Mono.just(item)))
                        .flatMap(item -> Mono.deferContextual(context -> Mono.fromCallable(() -> item)))
                        .switchIfEmpty(Mono.defer(() -> Mono.just(1)))
                        .onErrorResume(failure -> Mono.defer(() -> Mono.just(2)))
                        .then(Mono.defer(() -> Mono.just(3)))))
                .as("the last, for all that asks the program for its source and signals in place")
                .isEqualTo(1);
        assertThat(boundaries(mono -> mono.then(Mono.just(1)).then(Mono.fromCallable(() -> 2))))
                .as("above what is called in turn, and the last")
                .isEqualTo(2);
    }

    private static int boundaries(Function<Mono<Integer>, Mono<Integer>> operators) {
        AtomicInteger boundaries = new AtomicInteger();
        ContextListener recorder = new ContextListener() {
            @Override
            public void bounded(String library, Purpose purpose) {
                boundaries.incrementAndGet();
            }
        };
        try (Registration recording = AmbientRegistry.global().listen(recorder)) {
            operators.apply(Mono.defer(() -> Mono.just(1).hide())).block(LONG);
        }
        return boundaries.get();
    }

    /** A Mono class of the program's own. No hook sees it. */
    private static final class OfThread extends Mono<Integer> {

        private final Pool thread;

        OfThread(Pool thread) {
            this.thread = thread;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> actual) {
            thread.execute(() -> {
                Subscription one = Operators.scalarSubscription(actual, 1);
                actual.onSubscribe(one);
            });
        }
    }
}
