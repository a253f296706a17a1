/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** BlockHound watches Reactor's own threads: the bridge makes no call there that could block. */
@Tag("blockhound") // the build gives it a JVM of its own
@SuppressWarnings("try") // registrations are there to be closed
class BlockHoundTest {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");
    private static final Ambient<String> TENANT =
            Ambient.<String>builder("tenant").mirrored().build();
    private static final Queue<String> BLOCKING = new ConcurrentLinkedQueue<>();

    private final ThreadLocal<String> locale = new ThreadLocal<>();
    private Registration bridge;
    private Registration foreign;

    /** Flows of three items, with all their work on threads that must not block. */
    enum Shape {
        PUBLISH_ON(flux -> flux.publishOn(Schedulers.single())),
        SUBSCRIBE_ON(flux -> flux.subscribeOn(Schedulers.single())),
        DELAY(flux -> flux.delayElements(Duration.ofMillis(1))),
        FLAT_MAP(flux -> flux.flatMap(item -> Mono.just(item).publishOn(Schedulers.parallel()))),
        CALLABLE(flux -> flux.concatMap(item -> Mono.fromCallable(() -> item).subscribeOn(Schedulers.parallel()))),
        PUT(flux -> flux.publishOn(Schedulers.parallel())
                .contextWrite(ReactorBridge.put(REQUEST_ID, "written"))
                .contextWrite(context -> context.put("tenant", "globex"))),
        CAPTURE(flux -> flux.publishOn(Schedulers.parallel()).contextCapture()),
        SHARE(flux -> flux.publish().refCount().publishOn(Schedulers.parallel())),
        CACHE(flux -> flux.cache(Duration.ofSeconds(1)).publishOn(Schedulers.parallel())),
        SINK(flux -> Flux.defer(() -> {
            Sinks.Many<Integer> sink = Sinks.many().multicast().onBackpressureBuffer();
            return ReactorBridge.bridge(sink.asFlux())
                    .doOnSubscribe(subscription -> flux.subscribe(
                            item -> sink.emitNext(item, Sinks.EmitFailureHandler.FAIL_FAST),
                            failure -> {},
                            () -> sink.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST)));
        })),
        TIMEOUT(flux -> flux.timeout(Duration.ofSeconds(10)).publishOn(Schedulers.parallel())),
        RETRY(flux -> flux.concatWith(Mono.error(new IllegalStateException("on purpose")))
                .retry(1)
                .onErrorComplete()
                .takeLast(3)),
        SET(flux -> flux.publishOn(Schedulers.parallel())
                .doOnNext(item -> REQUEST_ID.set("changed"))
                .publishOn(Schedulers.single()));

        private final Function<Flux<Integer>, Flux<Integer>> flow;

        Shape(Function<Flux<Integer>, Flux<Integer>> flow) {
            this.flow = flow;
        }
    }

    @BeforeAll
    static void watch() {
        BlockHound.install(builder -> builder.blockingMethodCallback(method -> {
            BlockingOperationError error = new BlockingOperationError(method);
            BLOCKING.add(method + " " + List.of(error.getStackTrace()));
            throw error;
        }));
    }

    @BeforeEach
    void install() {
        BLOCKING.clear();
        foreign = AmbientRegistry.global().register("test.locale", locale);
        bridge = ReactorBridge.install();
    }

    @AfterEach
    void remove() {
        Hooks.disableAutomaticContextPropagation();
        bridge.close();
        foreign.close();
        locale.remove();
    }

    @Test
    void blocking_is_noticed_at_all() {
        Throwable failure = catchThrowable(() -> Mono.fromRunnable(() -> sleep())
                .subscribeOn(Schedulers.parallel())
                .block());
        assertThat(failure).hasStackTraceContaining("Blocking call");
        assertThat(BLOCKING).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_blocks_while_a_flow_is_assembled_subscribed_and_under_way(Shape shape) {
        run(shape);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_blocks_beside_automatic_mode(Shape shape) {
        Hooks.enableAutomaticContextPropagation();
        run(shape);
    }

    @Test
    void nothing_blocks_where_a_problem_is_found_and_reported() {
        Queue<Problem> problems = new ConcurrentLinkedQueue<>();
        try (Registration reports = AmbientRegistry.global().reportTo(problems::add)) {
            Flux.range(1, 3)
                    .publishOn(Schedulers.parallel())
                    .doOnNext(item -> REQUEST_ID.bind("left open"))
                    .publishOn(Schedulers.single())
                    .blockLast();
        }
        assertThat(BLOCKING).isEmpty();
        assertThat(problems).isNotEmpty();
    }

    @Test
    void nothing_blocks_while_keys_and_accessors_come_and_go() {
        String seen = Mono.fromFuture(() -> {
                    Ambient<String> late = Ambient.named("late");
                    try (Registration registration =
                            AmbientRegistry.global().register("test.late", new ThreadLocal<>())) {
                        return Ambient.where(late, "value")
                                .call(() -> Flux.just(1)
                                        .publishOn(Schedulers.single())
                                        .map(item -> late.get())
                                        .last()
                                        .toFuture());
                    }
                })
                .subscribeOn(Schedulers.parallel())
                .block();
        assertThat(seen).isEqualTo("value");
        assertThat(BLOCKING).isEmpty();
    }

    /** Assembles and subscribes on a thread that must not block, too. */
    private void run(Shape shape) {
        List<String> seen = Mono.fromFuture(() -> {
                    locale.set("fr");
                    try {
                        return Ambient.where(REQUEST_ID, "r-1")
                                .where(TENANT, "acme")
                                .call(() -> shape.flow
                                        .apply(Flux.range(1, 3).hide())
                                        .map(item -> REQUEST_ID.get() + " " + TENANT.get() + " " + locale.get())
                                        .collectList()
                                        .toFuture());
                    } finally {
                        locale.remove();
                    }
                })
                .subscribeOn(Schedulers.parallel())
                .block();
        assertThat(BLOCKING).isEmpty();
        assertThat(seen).hasSize(3).containsOnly("r-1 acme fr");
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
