/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Micrometer Tracing's accessors, as docs/how-to/foreign-thread-locals.md and two pages below docs/moving have them. */
@SuppressWarnings("try") // scopes are closed, not used
class TracingPageTest extends Printing {

    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
            .build(); // without one it makes no spans
    private final OtelCurrentTraceContext current = new OtelCurrentTraceContext();
    private final Tracer tracer = new OtelTracer(
            provider.get("test"), current, event -> {}, new OtelBaggageManager(current, List.of(), List.of()));
    private final ObservationRegistry observationRegistry = ObservationRegistry.create();
    private Span span;

    @BeforeEach
    void begin() {
        span = tracer.nextSpan().start();
    }

    @AfterEach
    void end() {
        span.end();
        provider.close();
    }

    private String spanId() {
        Span there = tracer.currentSpan();
        return there == null ? "none" : there.context().spanId();
    }

    @Test
    void spans_travel_through_both_libraries() throws Exception {
        Registration spans = AmbientRegistry.global()
                .register(new ObservationAwareSpanThreadLocalAccessor(observationRegistry, tracer));
        Registration baggage = AmbientRegistry.global()
                .register(new ObservationAwareBaggageThreadLocalAccessor(observationRegistry, tracer));
        Registration reactor = ReactorBridge.install();
        Registration rxJava = RxJavaBridge.install();
        List.of(spans, baggage, reactor, rxJava).forEach(this::takeOutLater);

        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            Mono.just("order 4711")
                    .publishOn(Schedulers.parallel())
                    .doOnNext(order -> print(spanId()))
                    .flatMap(order -> Mono.fromDirect(Flowable.just(order)
                            .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                            .doOnNext(found -> print(spanId()))))
                    .block();
            assertThat(printed(2)).containsOnly(span.context().spanId());
        }
    }

    @Test
    void spans_travel_through_rxjava_alone() throws Exception {
        Registration spans = AmbientRegistry.global()
                .register(new ObservationAwareSpanThreadLocalAccessor(observationRegistry, tracer));
        Registration baggage = AmbientRegistry.global()
                .register(new ObservationAwareBaggageThreadLocalAccessor(observationRegistry, tracer));
        Registration rxJava = RxJavaBridge.install();
        List.of(spans, baggage, rxJava).forEach(this::takeOutLater);

        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            Flowable.just("order 4711")
                    .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                    .doOnNext(found -> print(spanId()))
                    .blockingSubscribe();
            assertThat(printed()).isEqualTo(span.context().spanId());
        }
    }
}
