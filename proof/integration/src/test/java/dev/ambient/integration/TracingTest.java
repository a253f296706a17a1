/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * Micrometer Tracing over OpenTelemetry, beside Micrometer Observation: which accessors its spans and baggage need, and which
 * one takes them away.
 */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are there to be closed; registrations at the end of the test
class TracingTest extends Installed {

    private static final String TENANT = "tenant";

    private final OtelCurrentTraceContext current = new OtelCurrentTraceContext();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(new Looking()).build();
    private final Tracer tracer = new OtelTracer(
            provider.get("test"), current, event -> {}, new OtelBaggageManager(current, List.of(TENANT), List.of()));
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<Registration> registrations = new ArrayList<>();

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

    @BeforeEach
    void start() {
        observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        registrations.add(RxJavaBridge.install());
    }

    @AfterEach
    void stop() {
        registrations.forEach(Registration::close);
        assertThat(workers.onEach(() -> Context.current() == Context.root())).containsOnly(true);
        assertThat(Context.current()).isSameAs(Context.root());
        provider.close();
    }

    /** What docs/how-to/foreign-thread-locals.md says to register. */
    private void registerObservationAware() {
        registrations.add(
                AmbientRegistry.global().register(new ObservationAwareSpanThreadLocalAccessor(observations, tracer)));
        registrations.add(AmbientRegistry.global()
                .register(new ObservationAwareBaggageThreadLocalAccessor(observations, tracer)));
    }

    /** What one writes first, and what is wrong. */
    private void registerWholeContext() {
        registrations.add(AmbientRegistry.global().register(new ThreadLocalAccessor<Context>() {
            @Override
            public Object key() {
                return "opentelemetry";
            }

            @Override
            public @Nullable Context getValue() {
                return Context.current() == Context.root() ? null : Context.current();
            }

            @Override
            @SuppressWarnings("MustBeClosedChecker") // as such accessors are written
            public void setValue(Context context) {
                context.makeCurrent();
            }

            @Override
            @SuppressWarnings("MustBeClosedChecker")
            public void setValue() {
                Context.root().makeCurrent();
            }
        }));
    }

    private @Nullable String spanId() {
        Span span = tracer.currentSpan();
        return span == null ? null : span.context().spanId();
    }

    /** After a hop of each library, and one inside the other. */
    private List<String> seen(Supplier<@Nullable String> look) {
        return seen(look, written -> written);
    }

    private List<String> seen(Supplier<@Nullable String> look, UnaryOperator<reactor.util.context.Context> write) {
        List<String> seen = new ArrayList<>();
        Mono.just("item")
                .publishOn(workers.scheduler())
                .doOnNext(item -> seen.add("Reactor " + look.get()))
                .flatMap(item -> Mono.fromDirect(Flowable.just(item)
                        .observeOn(workers.rxJava())
                        .doOnNext(there -> seen.add("RxJava " + look.get()))))
                .doOnNext(item -> seen.add("back " + look.get()))
                .contextWrite(write)
                .block();
        return seen;
    }

    private static List<String> everywhere(@Nullable String value) {
        return List.of("Reactor " + value, "RxJava " + value, "back " + value);
    }

    @Test
    void the_span_of_an_observation() {
        registerObservationAware();
        Observation observation = Observation.start("request", observations);
        try (Observation.Scope scope = observation.openScope()) {
            assertThat(spanId()).isNotNull();
            assertThat(seen(this::spanId)).isEqualTo(everywhere(spanId()));
        }
        observation.stop();
    }

    @Test
    void a_span_of_its_own_inside_an_observation_and_outside_of_all() {
        registerObservationAware();
        Observation observation = Observation.start("request", observations);
        try (Observation.Scope scope = observation.openScope()) {
            Span own = tracer.nextSpan().name("own").start();
            try (Tracer.SpanInScope inner = tracer.withSpan(own)) {
                assertThat(seen(this::spanId))
                        .isEqualTo(everywhere(own.context().spanId()));
            }
            own.end();
        }
        observation.stop();
        Span alone = tracer.nextSpan().name("alone").start();
        try (Tracer.SpanInScope inner = tracer.withSpan(alone)) {
            assertThat(seen(this::spanId)).isEqualTo(everywhere(alone.context().spanId()));
        }
        alone.end();
    }

    @Test
    void baggage() {
        registerObservationAware();
        Observation observation = Observation.start("request", observations);
        try (Observation.Scope scope = observation.openScope();
                BaggageInScope baggage = tracer.createBaggageInScope(TENANT, "acme")) {
            assertThat(seen(() -> tracer.getBaggage(TENANT).get())).isEqualTo(everywhere("acme"));
        }
        observation.stop();
    }

    /** As a web framework does: the observation is in Reactor's Context, and in no thread-local where the flow begins. */
    private List<String> seenWithin(Observation observation) {
        return seen(this::spanId, written -> written.put(ObservationThreadLocalAccessor.KEY, observation));
    }

    private String spanIdOf(Observation observation) {
        return observation.scoped(() -> String.valueOf(spanId()));
    }

    @Test
    void the_span_of_an_observation_in_Reactors_Context() {
        registerObservationAware();
        Observation observation = Observation.start("request", observations);
        assertThat(seenWithin(observation)).isEqualTo(everywhere(spanIdOf(observation)));
        observation.stop();
    }

    @Test
    void an_accessor_of_OpenTelemetrys_whole_Context_takes_that_away() {
        registerWholeContext();
        Observation observation = Observation.start("request", observations);
        assertThat(spanIdOf(observation)).isNotEqualTo("null");
        assertThat(seenWithin(observation)).isEqualTo(everywhere(null));
        observation.stop();
    }
}
