/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Micrometer Tracing's accessors, as docs/how-to/foreign-thread-locals.md and two pages below docs/moving have them. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are closed, not used
class TracingPageTest {

    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite())) // without one there are no spans
            .build();
    private final OtelCurrentTraceContext current = new OtelCurrentTraceContext();
    private final Tracer tracer = new OtelTracer(
            provider.get("test"), current, event -> {}, new OtelBaggageManager(current, List.of(), List.of()));
    private final ObservationRegistry observationRegistry = ObservationRegistry.create();
    private final List<Registration> inPlace = new ArrayList<>();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private Span span;

    @BeforeEach
    void begin() {
        span = tracer.nextSpan().start();
    }

    @AfterEach
    void end() {
        inPlace.forEach(Registration::close);
        span.end();
        provider.close();
    }

    private void look() {
        Span there = tracer.currentSpan();
        seen.add(there == null ? "none" : there.context().spanId());
    }

    @Test
    void spans_travel_through_both_libraries() {
        Registration spans = AmbientRegistry.global()
                .register(new ObservationAwareSpanThreadLocalAccessor(observationRegistry, tracer));
        Registration baggage = AmbientRegistry.global()
                .register(new ObservationAwareBaggageThreadLocalAccessor(observationRegistry, tracer));
        Registration reactorBridge = ReactorBridge.install();
        Registration rxJavaBridge = RxJavaBridge.install();
        inPlace.addAll(List.of(spans, baggage, reactorBridge, rxJavaBridge));

        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            Mono.just("order 4711")
                    .publishOn(reactor.core.scheduler.Schedulers.parallel())
                    .doOnNext(order -> look())
                    .flatMap(order -> Mono.fromDirect(
                            Flowable.just(order).observeOn(Schedulers.io()).doOnNext(found -> look())))
                    .block();
        }
        assertThat(seen).hasSize(2).containsOnly(span.context().spanId());
    }

    @Test
    void spans_travel_through_rxjava_alone() {
        Registration spans = AmbientRegistry.global()
                .register(new ObservationAwareSpanThreadLocalAccessor(observationRegistry, tracer));
        Registration baggage = AmbientRegistry.global()
                .register(new ObservationAwareBaggageThreadLocalAccessor(observationRegistry, tracer));
        Registration rxJavaBridge = RxJavaBridge.install();
        inPlace.addAll(List.of(spans, baggage, rxJavaBridge));

        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            Flowable.just("order 4711")
                    .observeOn(Schedulers.io())
                    .doOnNext(found -> look())
                    .blockingSubscribe();
        }
        assertThat(seen).containsExactly(span.context().spanId());
    }
}
