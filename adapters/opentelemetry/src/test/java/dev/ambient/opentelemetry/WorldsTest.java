/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** A span, baggage and a key of one's own are right in each world, beside another request on the same threads. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are there to be closed
class WorldsTest {

    private static final ContextKey<String> OWN = ContextKey.named("own");

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final Registration reactor = ReactorBridge.install();
    private final Registration rxJava = RxJavaBridge.install();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** A thread that has worked for another request before, and still does when it emits. */
    @BeforeEach
    void occupyThePool() throws Exception {
        pool.submit(() -> {}).get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void everyThreadIsClean() throws Exception {
        reactor.close();
        rxJava.close();
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(pool.submit(() -> Context.current() == Context.root()).get(60, TimeUnit.SECONDS))
                .isTrue();
        pool.shutdownNow();
    }

    private static Context request(String id) {
        String hex = String.format("%016x", id.hashCode() & 0xffff);
        Span span = Span.wrap(SpanContext.create(hex + hex, hex, TraceFlags.getSampled(), TraceState.getDefault()));
        return Context.root()
                .with(span)
                .with(Baggage.builder().put("request", id).build())
                .with(OWN, id);
    }

    private static String look() {
        return Span.current().getSpanContext().getSpanId() + " "
                + Baggage.current().getEntryValue("request") + " "
                + Context.current().get(OWN);
    }

    private void see() {
        seen.add(look());
    }

    private void isRight(int times, Consumer<Runnable> flow) {
        Context mine = request("mine");
        String expected;
        try (Scope scope = mine.makeCurrent()) {
            expected = look();
            flow.accept(this::see);
            assertThat(Context.current()).isSameAs(mine);
        }
        assertThat(seen).hasSize(times).containsOnly(expected);
    }

    private void asOther(Runnable work) {
        pool.execute(() -> {
            try (Scope scope = request("other").makeCurrent()) {
                work.run();
            }
        });
    }

    private static void await(java.util.concurrent.Future<?> future) {
        try {
            future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @RepeatedTest(5)
    void rule_1_an_executor() {
        isRight(1, look -> await(AmbientExecutors.wrap(pool).submit(look)));
    }

    @RepeatedTest(5)
    void rule_2_a_future_that_another_request_completes() {
        isRight(2, look -> {
            AmbientFuture<String> future = new AmbientFuture<>();
            var end = future.thenAccept(x -> look.run()).thenRun(look);
            asOther(() -> future.complete("x"));
            await(end);
        });
    }

    @RepeatedTest(5)
    void rule_2_Reactor_that_another_request_emits_to() {
        isRight(3, look -> {
            Sinks.One<String> sink = Sinks.one();
            var end = sink.asMono()
                    .doOnNext(x -> look.run())
                    .publishOn(Schedulers.parallel())
                    .doOnNext(x -> look.run())
                    .doOnSuccess(x -> look.run())
                    .toFuture();
            asOther(() -> sink.tryEmitValue("x"));
            await(end);
        });
    }

    @RepeatedTest(5)
    void rule_2_RxJava_that_another_request_emits_to() {
        isRight(2, look -> {
            var end = Single.<String>create(emitter -> asOther(() -> emitter.onSuccess("x")))
                    .doOnSuccess(x -> look.run())
                    .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                    .doOnSuccess(x -> look.run())
                    .toCompletionStage()
                    .toCompletableFuture();
            await(end);
        });
    }

    @RepeatedTest(5)
    void a_crossing_from_Reactor_to_RxJava_and_back() {
        isRight(
                3,
                look -> Mono.just("x")
                        .publishOn(Schedulers.parallel())
                        .doOnNext(x -> look.run())
                        .flatMap(x -> Mono.fromDirect(Flowable.just(x)
                                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                                .doOnNext(y -> look.run())))
                        .doOnNext(x -> look.run())
                        .block());
    }

    @RepeatedTest(5)
    void rule_4_each_subscriber_of_a_shared_source_sees_its_own() {
        Sinks.Many<String> sink = Sinks.many().multicast().onBackpressureBuffer();
        Flux<String> shared = sink.asFlux().share();
        for (String id : List.of("a", "b")) {
            try (Scope scope = request(id).makeCurrent()) {
                shared.subscribe(x -> seen.add(id + "=" + Context.current().get(OWN)));
            }
        }
        try (Scope scope = request("other").makeCurrent()) {
            sink.tryEmitNext("x");
        }
        assertThat(seen).containsExactlyInAnyOrder("a=a", "b=b");
    }

    @RepeatedTest(5)
    void rule_5_a_scope_that_is_left_open_ends_with_its_callback() {
        isRight(1, look -> {
            Mono.just("x")
                    .publishOn(Schedulers.parallel())
                    .doOnNext(x -> request("other").makeCurrent())
                    .block();
            Mono.just("x")
                    .publishOn(Schedulers.parallel())
                    .doOnNext(x -> look.run())
                    .block();
        });
    }

    @RepeatedTest(5)
    void rule_12_work_of_no_request_sees_no_span() {
        try (Scope scope = request("mine").makeCurrent();
                dev.ambient.Scope suppressed = AmbientContext.suppressFlow()) {
            await(AmbientExecutors.wrap(pool).submit(this::see));
            AmbientContext.noFlow().run(this::see);
            AmbientContext.empty().run(this::see);
        }
        assertThat(seen).hasSize(3).containsOnly("0000000000000000 null null");
    }
}
