/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Requests as a web server on Reactor has them: the observation of each is in Reactor's Context alone, and so is the one of each call that
 * it makes. Baggage comes with the request. Two requests at a time share all threads, and each emits to the other.
 */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are there to be closed
class WebServerTest {

    private static final String TENANT = "tenant";
    private static final Ambient<String> USER = Ambient.named("user");

    private final OtelCurrentTraceContext current = new OtelCurrentTraceContext();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
            .build();
    private final OtelBaggageManager baggage = new OtelBaggageManager(current, List.of(TENANT), List.of());
    private final Tracer tracer = new OtelTracer(provider.get("test"), current, event -> {}, baggage);
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<Registration> registrations = new ArrayList<>();
    private final ExecutorService callers = Executors.newFixedThreadPool(2);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    private void start(boolean hasAccessors) {
        observations
                .observationConfig()
                .observationHandler(
                        new PropagatingReceiverTracingObservationHandler<>(
                                tracer,
                                new OtelPropagator(
                                        ContextPropagators.create(TextMapPropagator.composite(
                                                W3CTraceContextPropagator.getInstance(),
                                                W3CBaggagePropagator.getInstance())),
                                        provider.get("test"))) {
                            @Override
                            public boolean supportsContext(Observation.Context context) {
                                return context instanceof ReceiverContext;
                            }
                        })
                .observationHandler(new DefaultTracingObservationHandler(tracer) {
                    @Override
                    public boolean supportsContext(Observation.Context context) {
                        return !(context instanceof ReceiverContext);
                    }
                });
        registrations.add(ReactorBridge.install());
        registrations.add(RxJavaBridge.install());
        if (hasAccessors) {
            registrations.add(AmbientRegistry.global()
                    .register(new ObservationAwareSpanThreadLocalAccessor(observations, tracer)));
            registrations.add(AmbientRegistry.global()
                    .register(new ObservationAwareBaggageThreadLocalAccessor(observations, tracer)));
        }
    }

    @AfterEach
    void stop() throws Exception {
        registrations.forEach(Registration::close);
        provider.close();
        assertClean();
        for (int i = 0; i < 8; i++) {
            pool.submit(this::assertClean).get(1, TimeUnit.MINUTES);
            callers.submit(this::assertClean).get(1, TimeUnit.MINUTES);
            Mono.fromRunnable(this::assertClean)
                    .subscribeOn(reactor.core.scheduler.Schedulers.parallel())
                    .block();
        }
        pool.shutdownNow();
        callers.shutdownNow();
    }

    private void assertClean() {
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(observations.getCurrentObservation()).isNull();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    private Observation observation(String tenant) {
        ReceiverContext<Map<String, String>> received = new ReceiverContext<>(Map::get);
        received.setCarrier(tenant.isEmpty() ? Map.of() : Map.of("baggage", TENANT + "=" + tenant));
        return Observation.start("request", () -> received, observations);
    }

    private static String spanId() {
        return io.opentelemetry.api.trace.Span.current().getSpanContext().getSpanId();
    }

    private final class Request {

        final String tenant;
        final Observation observation;
        final String span;
        final Sinks.One<String> sink = Sinks.one();
        final boolean isWithBaggageOfItsOwn;
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        final Queue<String> stages = new ConcurrentLinkedQueue<>();

        Request(String tenant, boolean isWithBaggageOfItsOwn) {
            this.isWithBaggageOfItsOwn = isWithBaggageOfItsOwn;
            this.tenant = tenant;
            this.observation = observation(tenant);
            this.span = observation.scoped(WebServerTest::spanId);
        }

        void look(String stage) {
            look(stage, observation, span, tenant);
        }

        void look(String stage, Observation observation, String span, String tenant) {
            stages.add(stage);
            String expected = span + " " + tenant + " " + tenant + " true";
            String seen = spanId() + " "
                    + Objects.requireNonNullElse(Baggage.current().getEntryValue(TENANT), "") + " "
                    + (isWithBaggageOfItsOwn
                            ? tenant
                            : Objects.requireNonNullElse(
                                    tracer.getBaggage(TENANT).get(), "")) + " "
                    + (observations.getCurrentObservation() == observation);
            if (!seen.equals(expected)) {
                wrong.add(stage + ": " + seen + " for " + expected);
            }
        }

        Mono<String> handle(Request another) {
            AtomicBoolean failed = new AtomicBoolean();
            return Mono.just("item")
                    .doOnSubscribe(nothing -> look("subscribe"))
                    .doOnRequest(nothing -> look("request"))
                    .publishOn(reactor.core.scheduler.Schedulers.parallel())
                    .doOnNext(item -> look("parallel"))
                    .flatMap(item -> Mono.fromDirect(Flowable.just(item)
                            .observeOn(Schedulers.computation())
                            .doOnNext(there -> look("RxJava"))))
                    .doOnNext(item -> look("after RxJava"))
                    .doOnNext(item -> another.sink.tryEmitValue(item))
                    .doOnNext(item -> look("after emitting to another"))
                    .flatMap(item -> sink.asMono())
                    .doOnNext(item -> look("emitted by another"))
                    .flatMap(this::call)
                    .doOnNext(item -> look("after a call"))
                    .flatMap(this::withSpanOfItsOwn)
                    .doOnNext(item -> look("after a span of its own"))
                    .flatMap(item -> isWithBaggageOfItsOwn ? withBaggageOfItsOwn(item) : Mono.just(item))
                    .flatMapMany(item -> Flux.range(0, 4)
                            .flatMap(i -> Mono.delay(Duration.ZERO).doOnNext(n -> look("inner flow")))
                            .buffer(2)
                            .publishOn(reactor.core.scheduler.Schedulers.single())
                            .doOnNext(n -> look("buffer")))
                    .next()
                    .doOnNext(n -> {
                        look("next");
                        if (failed.compareAndSet(false, true)) {
                            throw new IllegalStateException("once");
                        }
                    })
                    .doOnError(e -> look("error"))
                    .retry()
                    .map(n -> "done")
                    .doFinally(signal -> look("finally"))
                    .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, observation));
        }

        private Mono<String> call(String item) {
            return Mono.defer(() -> {
                Observation call = Observation.createNotStarted("call", observations)
                        .parentObservation(observation)
                        .start();
                String span = call.scoped(WebServerTest::spanId);
                return Mono.just(item)
                        .doOnSubscribe(nothing -> look("call: subscribe", call, span, tenant))
                        .publishOn(reactor.core.scheduler.Schedulers.boundedElastic())
                        .doOnNext(n -> look("call", call, span, tenant))
                        .flatMap(n -> onPool(n, () -> look("call: future", call, span, tenant)))
                        .doOnNext(n -> look("call: after future", call, span, tenant))
                        .doFinally(nothing -> call.stop())
                        .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, call));
            });
        }

        private Mono<String> withSpanOfItsOwn(String item) {
            Span own = tracer.nextSpan().name("own").start();
            try (Tracer.SpanInScope scope = tracer.withSpan(own)) {
                String span = own.context().spanId();
                look("own", observation, span, tenant);
                return Mono.fromFuture(Mono.just(item)
                        .publishOn(reactor.core.scheduler.Schedulers.parallel())
                        .doOnNext(n -> look("own: parallel", observation, span, tenant))
                        .flatMap(n -> onPool(n, () -> look("own: future", observation, span, tenant)))
                        .doOnNext(n -> look("own: after future", observation, span, tenant))
                        .doFinally(nothing -> own.end())
                        .toFuture());
            }
        }

        private Mono<String> withBaggageOfItsOwn(String item) {
            Context context = Context.current()
                    .with(Baggage.current().toBuilder()
                            .put(TENANT, tenant + "-own")
                            .build());
            try (io.opentelemetry.context.Scope scope = context.makeCurrent()) {
                return Mono.fromFuture(Mono.just(item)
                        .publishOn(reactor.core.scheduler.Schedulers.parallel())
                        .doOnNext(n -> lookAtBaggage(tenant + "-own"))
                        .flatMap(n -> onPool(n, () -> lookAtBaggage(tenant + "-own")))
                        .doOnNext(n -> lookAtBaggage(tenant + "-own"))
                        .toFuture());
            }
        }

        private void lookAtBaggage(String expected) {
            stages.add("own baggage");
            String seen = spanId() + " " + Baggage.current().getEntryValue(TENANT);
            if (!seen.equals(span + " " + expected)) {
                wrong.add("own baggage: " + seen + " for " + expected);
            }
        }
    }

    private Mono<String> onPool(String item, Runnable look) {
        return Mono.fromFuture(CompletableFuture.supplyAsync(
                () -> {
                    look.run();
                    return item;
                },
                AmbientExecutors.wrap(pool)));
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "false, false"
    }) // Micrometer's accessors keep baggage in the span, for all threads
    void rule_2_each_callback_sees_the_span_and_the_baggage_of_its_own_request(
            boolean hasAccessors, boolean isWithBaggageOfItsOwn) throws Exception {
        start(hasAccessors);
        for (int round = 0; round < 50; round++) {
            Request one = new Request("one" + round, isWithBaggageOfItsOwn);
            Request two = new Request(
                    round % 2 == 0 ? "two" + round : "", isWithBaggageOfItsOwn); // every other has no baggage
            CountDownLatch begin = new CountDownLatch(2);
            List<Future<String>> answers = new ArrayList<>();
            for (Request request : List.of(one, two)) {
                Request another = request == one ? two : one;
                answers.add(callers.submit(() -> {
                    begin.countDown();
                    begin.await();
                    return request.handle(another).block();
                }));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("done");
            }
            assertThat(one.wrong).isEmpty();
            assertThat(two.wrong).isEmpty();
            assertThat(one.stages).hasSizeGreaterThan(30);
            one.observation.stop();
            two.observation.stop();
        }
    }

    /** A context of the same flow with one more value. */
    @Test
    void a_block_with_an_ambient_value_sees_the_span() {
        start(false);
        Request request = new Request("one", false);
        Mono.just("item")
                .publishOn(reactor.core.scheduler.Schedulers.parallel())
                .flatMap(item -> Ambient.where(USER, "user")
                        .call(() -> Mono.just(item)
                                .publishOn(reactor.core.scheduler.Schedulers.immediate())
                                .doOnNext(n -> request.look("inside"))))
                .doOnNext(item -> Ambient.where(USER, "user")
                        .run(() -> AmbientContext.capture().run(() -> request.look("block"))))
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, request.observation))
                .block();
        assertThat(request.stages).hasSize(2);
        assertThat(request.wrong).isEmpty();
        request.observation.stop();
    }

    @Test
    void where_the_observation_is_taken_out_there_is_no_span() {
        start(false);
        Request request = new Request("one", false);
        List<String> seen = new ArrayList<>();
        try (Observation.Scope scope = request.observation.openScope()) {
            Mono.fromRunnable(() -> seen.add(spanId()))
                    .subscribeOn(reactor.core.scheduler.Schedulers.parallel())
                    .contextWrite(context -> context.delete(ObservationThreadLocalAccessor.KEY))
                    .contextWrite(context -> context) // the Context has what is current from here on
                    .contextCapture()
                    .block();
        }
        assertThat(seen).containsExactly("0000000000000000");
        request.observation.stop();
    }
}
