/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Micrometer Tracing over OpenTelemetry, beside Micrometer Observation, with its two accessors and without them. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are there to be closed
class TracingTest {

    private final OtelCurrentTraceContext current = new OtelCurrentTraceContext();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(new Looking()).build();
    private final Tracer tracer = new OtelTracer(
            provider.get("test"), current, event -> {}, new OtelBaggageManager(current, List.of(), List.of()));
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<Registration> registrations = new ArrayList<>();

    /** The current observation wherever a span was looked at. */
    private final List<Observation> carried = new ArrayList<>();

    /** Without one there are no spans. */
    private static final class Looking implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {}

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }

    private void start(boolean hasAccessors) {
        observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
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
    void stop() {
        registrations.forEach(Registration::close);
        provider.close();
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    private static SpanContext span() {
        return io.opentelemetry.api.trace.Span.current().getSpanContext();
    }

    private void look(List<SpanContext> seen) {
        seen.add(span());
        carried.add(observations.getCurrentObservation());
    }

    private List<SpanContext> seen() {
        return seen(written -> written);
    }

    private List<SpanContext> seen(UnaryOperator<reactor.util.context.Context> write) {
        List<SpanContext> seen = new ArrayList<>();
        Mono.just("item")
                .publishOn(reactor.core.scheduler.Schedulers.parallel())
                .doOnNext(item -> look(seen))
                .flatMap(item -> Mono.fromDirect(
                        Flowable.just(item).observeOn(Schedulers.computation()).doOnNext(there -> look(seen))))
                .doOnNext(item -> look(seen))
                .contextWrite(write)
                .block();
        return seen;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_span_of_an_observation(boolean hasAccessors) {
        start(hasAccessors);
        Observation observation = Observation.start("request", observations);
        try (Observation.Scope scope = observation.openScope()) {
            assertThat(span().isValid()).isTrue();
            assertThat(seen()).hasSize(3).containsOnly(span());
        }
        observation.stop();
    }

    /** As a web framework does: it is in no thread-local where the flow begins. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_span_of_an_observation_in_Reactors_Context(boolean hasAccessors) {
        start(hasAccessors);
        Observation observation = Observation.start("request", observations);
        SpanContext expected = observation.scoped(TracingTest::span);
        assertThat(expected.isValid()).isTrue();
        assertThat(seen(written -> written.put(ObservationThreadLocalAccessor.KEY, observation)))
                .hasSize(3)
                .containsOnly(expected);
        assertThat(carried).hasSize(3).containsOnly(observation);
        observation.stop();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_span_of_its_own_inside_an_observation(boolean hasAccessors) {
        start(hasAccessors);
        Observation observation = Observation.start("request", observations);
        try (Observation.Scope scope = observation.openScope()) {
            Span own = tracer.nextSpan().name("own").start();
            try (Tracer.SpanInScope inner = tracer.withSpan(own)) {
                assertThat(span().getSpanId()).isEqualTo(own.context().spanId());
                assertThat(span().isValid()).isTrue();
                assertThat(seen()).hasSize(3).containsOnly(span());
            }
            own.end();
        }
        assertThat(carried).hasSize(3).containsOnly(observation);
        observation.stop();
    }

    /** Writing the observation makes its span current. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_span_of_its_own_inside_an_observation_in_an_executor(boolean hasAccessors) throws Exception {
        start(hasAccessors);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Observation observation = Observation.start("request", observations);
        try (Observation.Scope scope = observation.openScope()) {
            Span own = tracer.nextSpan().name("own").start();
            try (Tracer.SpanInScope inner = tracer.withSpan(own)) {
                SpanContext there =
                        AmbientExecutors.wrap(pool).submit(TracingTest::span).get(60, TimeUnit.SECONDS);
                assertThat(there).isEqualTo(span());
            }
            own.end();
        }
        observation.stop();
        pool.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_span_without_an_observation(boolean hasAccessors) {
        start(hasAccessors);
        Span own = tracer.nextSpan().name("own").start();
        try (Tracer.SpanInScope inner = tracer.withSpan(own)) {
            assertThat(span().isValid()).isTrue();
            assertThat(seen()).hasSize(3).containsOnly(span());
        }
        own.end();
    }
}
