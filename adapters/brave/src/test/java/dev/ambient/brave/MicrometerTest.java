/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Tracing;
import brave.context.slf4j.MDCScopeDecorator;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Beside Micrometer Tracing, whose observations open scopes of Brave's where a callback begins, as in a Spring Boot service. */
@SuppressWarnings("try")
class MicrometerTest {

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final List<Registration> registrations = new ArrayList<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private AmbientCurrentTraceContext current;
    private Tracing tracing;
    private Tracer tracer;
    private ObservationRegistry observations;

    @BeforeEach
    void build() {
        registrations.add(ReactorBridge.install());
        registrations.add(RxJavaBridge.install());
        registrations.add(AmbientRegistry.global().reportTo(problems::add));
        current = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator(MDCScopeDecorator.get())
                .build();
        tracing = Tracing.newBuilder().currentTraceContext(current).build();
        tracer = new BraveTracer(
                tracing.tracer(), new BraveCurrentTraceContext(current), new BraveBaggageManager(List.of()));
        observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
    }

    @AfterEach
    void threads_are_clean() throws Exception {
        registrations.forEach(Registration::close);
        current.close();
        tracing.close();
        assertThat(problems).isEmpty();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(World.currentOn(pool).isEmpty()).isTrue();
            assertThat(pool.submit(() -> MDC.get("traceId")).get(60, TimeUnit.SECONDS))
                    .isNull();
        }
        pool.shutdownNow();
    }

    /** The current span, what the MDC shows, and the current observation. */
    private String seen() {
        Span span = tracer.currentSpan();
        Observation observation = observations.getCurrentObservation();
        return (span == null
                        ? null
                        : span.context().traceId() + "/" + span.context().spanId()) + " "
                + MDC.get("traceId") + "/" + MDC.get("spanId") + " "
                + (observation == null ? null : observation.getContext().getName());
    }

    private World.Place place() {
        return new World.Place(
                World.Place.workingFor(block -> Observation.createNotStarted("another", observations)
                        .observe(() -> {
                            String before = seen();
                            block.run();
                            assertThat(seen()).isEqualTo(before);
                        })),
                pool,
                World.Place.threadForEachTask());
    }

    @RepeatedTest(20)
    void each_callback_sees_its_own_observation_with_span_and_mdc() throws Exception {
        for (World world : World.values()) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            String mine = Observation.createNotStarted("mine", observations).observe(() -> {
                String before = seen();
                world.call(() -> seen.complete(seen()), place());
                assertThat(seen()).isEqualTo(before);
                return before;
            });
            assertThat(seen.get(60, TimeUnit.SECONDS)).as("in %s", world).isEqualTo(mine);
        }
        assertThat(seen()).isEqualTo("null null/null null");
    }

    /** As a web framework does: the observation is in no thread-local where the flow begins. */
    @Test
    void an_observation_in_Reactors_Context_is_seen_with_its_span_and_mdc() {
        Observation mine = Observation.start("mine", observations);
        String expected = mine.scoped(this::seen);
        List<String> seen = new ArrayList<>();
        Sinks.One<String> sink = Sinks.one();
        sink.asMono()
                .doOnNext(item -> seen.add(seen()))
                .publishOn(Schedulers.immediate())
                .flatMap(item -> Mono.fromRunnable(() -> seen.add(seen())))
                .doFinally(signal -> seen.add(seen()))
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, mine))
                .subscribe();
        place().another().accept(() -> sink.tryEmitValue("item"));
        mine.stop();
        assertThat(seen).containsExactly(expected, expected, expected);
        assertThat(seen()).isEqualTo("null null/null null");
    }

    /**
     * With the accessor of Micrometer Tracing: without it, reading a span by its observation is all that Micrometer does.
     *
     * <p>The inner span is not ended, for the callbacks read it as {@code brave.Tracer.currentSpan()}. Brave looks twice for what it knows of
     * that span. Where another thread ends it in between, Brave fails an assertion, also in a program of two threads and nothing but Brave.
     */
    @RepeatedTest(20)
    void a_span_that_is_opened_inside_an_observation_is_seen_in_its_callbacks() throws Exception {
        registrations.add(
                AmbientRegistry.global().register(new ObservationAwareSpanThreadLocalAccessor(observations, tracer)));
        for (World world : World.values()) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            String mine = Observation.createNotStarted("mine", observations).observe(() -> {
                Span span = tracer.nextSpan().name("inner").start();
                try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                    String before = seen();
                    world.call(() -> seen.complete(seen()), place());
                    return before;
                }
            });
            assertThat(seen.get(60, TimeUnit.SECONDS)).as("in %s", world).isEqualTo(mine);
        }
        assertThat(seen()).isEqualTo("null null/null null");
    }
}
