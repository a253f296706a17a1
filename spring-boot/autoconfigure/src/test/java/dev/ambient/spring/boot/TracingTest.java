/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Micrometer Tracing beside the starter, over OpenTelemetry and over Brave, with the starter and configuration alone. */
@SuppressWarnings("try") // scopes are there to be closed
@Tag("opentelemetry") // once more, with OpenTelemetry's Context as an ambient value
class TracingTest {

    private static final boolean IS_AMBIENT_VALUE =
            ClassUtils.isPresent(Installation.OTEL_ADAPTER, TracingTest.class.getClassLoader());

    private static final String WITH_BRAVE =
            "spring.autoconfigure.exclude=org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration,"
                    + "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration";
    private static final String WITH_OPENTELEMETRY =
            "spring.autoconfigure.exclude=org.springframework.boot.actuate.autoconfigure.tracing.BraveAutoConfiguration,"
                    + "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration";

    @AfterEach
    void nothing_is_left() {
        Hooks.disableAutomaticContextPropagation(); // Boot leaves it on for the JVM
        assertThat(accessors()).isEmpty();
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .hasAtLeastOneElementOfType(ObservationThreadLocalAccessor.class);
    }

    static List<ThreadLocalAccessor<?>> accessors() {
        return ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .filter(accessor -> accessor.key().toString().startsWith("micrometer.tracing")
                        || accessor instanceof CleanObservations
                        || accessor instanceof OpenTelemetryContexts)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "REACTIVE, OpenTelemetry, limited",
        "SERVLET, OpenTelemetry, limited",
        "REACTIVE, Brave, limited",
        "SERVLET, Brave, limited",
        "REACTIVE, OpenTelemetry, auto",
        "SERVLET, OpenTelemetry, auto",
        "REACTIVE, Brave, auto",
        "SERVLET, Brave, auto"
    })
    void spans_and_baggage_are_right_at_each_stage(WebApplicationType type, String tracing, String mode)
            throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (Service service = Service.start(
                type,
                Application.class,
                tracing.equals("Brave") ? WITH_BRAVE : WITH_OPENTELEMETRY,
                "spring.reactor.context-propagation=" + mode,
                "management.tracing.baggage.remote-fields=tenant",
                "management.tracing.baggage.correlation.fields=tenant")) {
            assertThat(service.bean(Tracer.class).getClass().getSimpleName())
                    .isEqualTo(tracing.equals("Brave") ? "BraveTracer" : "OtelTracer");
            List<Future<Http>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                // Every third has no baggage, on the threads of those that have.
                String path = "/traced?tenant=" + (i % 3 == 0 ? "" : "t" + i);
                answers.add(callers.submit(() -> service.get(path)));
            }
            for (Future<Http> answer : answers) {
                assertThat(answer.get(1, TimeUnit.MINUTES).body()).isEqualTo("13 stages, wrong: {}");
            }
            ExecutorService plain = service.context().getBean("plain", ExecutorService.class);
            for (int i = 0; i < 16; i++) {
                assertThat(plain.submit(() -> Seen.now(service.bean(Tracer.class)))
                                .get(1, TimeUnit.MINUTES))
                        .isEqualTo("null null null null null");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"REACTIVE, OpenTelemetry", "SERVLET, OpenTelemetry", "REACTIVE, Brave", "SERVLET, Brave"})
    void baggage_that_comes_with_a_request_is_its_own(WebApplicationType type, String tracing) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (Service service = Service.start(
                type,
                Application.class,
                tracing.equals("Brave") ? WITH_BRAVE : WITH_OPENTELEMETRY,
                "management.tracing.baggage.remote-fields=tenant",
                "management.tracing.baggage.correlation.fields=tenant")) {
            List<Future<Http>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String[] headers = i % 3 == 0 ? new String[0] : new String[] {"baggage: tenant=t" + i, "tenant: t" + i};
                answers.add(callers.submit(() -> service.get("/received", headers)));
            }
            for (int i = 0; i < 100; i++) {
                String tenant = i % 3 == 0 ? "null" : "t" + i;
                assertThat(answers.get(i).get(1, TimeUnit.MINUTES).body())
                        .isEqualTo((tenant + " " + tenant + ", ").repeat(3));
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** As where a connection that one request gives back is handed to another, which has its observation in Reactor's Context. */
    @ParameterizedTest
    @ValueSource(strings = {WITH_OPENTELEMETRY, WITH_BRAVE})
    void a_signal_that_another_request_emits_has_nothing_of_it(String tracing) {
        try (ConfigurableApplicationContext context = start(
                tracing,
                "management.tracing.baggage.remote-fields=tenant",
                "management.tracing.baggage.correlation.fields=tenant")) {
            Tracer tracer = context.getBean(Tracer.class);
            Observation waiting = Observation.start("waiting", context.getBean(ObservationRegistry.class));
            String own = waiting.scoped(() -> Seen.now(tracer));
            Sinks.One<String> sink = Sinks.one();
            List<String> seen = new ArrayList<>();
            sink.asMono()
                    .doOnNext(nothing -> seen.add(Seen.now(tracer)))
                    .publishOn(Schedulers.immediate())
                    .doOnNext(nothing -> seen.add(Seen.now(tracer)))
                    .contextWrite(all -> all.put(ObservationThreadLocalAccessor.KEY, waiting))
                    .subscribe();
            Span emitting = tracer.nextSpan().start();
            try (Tracer.SpanInScope scope = tracer.withSpan(emitting);
                    BaggageInScope baggage = tracer.createBaggageInScope("tenant", "emitting")) {
                String before = Seen.now(tracer);
                sink.tryEmitValue("");
                assertThat(before).contains("emitting");
                assertThat(Seen.now(tracer)).isEqualTo(before);
            }
            assertThat(own).doesNotContain("emitting").doesNotStartWith("null");
            assertThat(seen).hasSize(2).containsOnly(own);
            assertThat(waiting.scoped(() -> Seen.now(tracer))).isEqualTo(own);
            assertThat(Seen.now(tracer)).isEqualTo("null null null null null");
        }
    }

    @Test
    void what_a_program_puts_into_OpenTelemetrys_Context_itself_travels_too() throws Exception {
        ContextKey<String> key = ContextKey.named("own");
        Callable<String> look =
                () -> Context.current().get(key) + " " + Baggage.current().getEntryValue("own");
        try (ConfigurableApplicationContext context = start(WITH_OPENTELEMETRY)) {
            ExecutorService one = context.getBean("one", ExecutorService.class);
            Context own = Context.current()
                    .with(key, "key")
                    .with(Baggage.builder().put("own", "baggage").build());
            try (Scope scope = own.makeCurrent()) {
                assertThat(one.submit(look).get()).isEqualTo("key baggage");
                assertThat(Mono.fromCallable(look)
                                .subscribeOn(Schedulers.parallel())
                                .block())
                        .isEqualTo("key baggage");
                assertThat(Single.fromCallable(look)
                                .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                                .blockingGet())
                        .isEqualTo("key baggage");
            }
            assertThat(one.submit(look).get()).isEqualTo("null null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_OPENTELEMETRY, WITH_BRAVE})
    void a_scope_that_a_task_leaves_open_does_not_stay_on_the_thread(String tracing) throws Exception {
        try (ConfigurableApplicationContext context = start(tracing)) {
            Tracer tracer = context.getBean(Tracer.class);
            ExecutorService one = context.getBean("one", ExecutorService.class);
            Span span = tracer.nextSpan().start();
            try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                one.submit(() -> tracer.withSpan(tracer.nextSpan().start())).get();
                one.submit(() -> tracer.withSpan(tracer.nextSpan().start())).get();
                assertThat(one.submit(() -> Seen.now(tracer)).get())
                        .startsWith(span.context().spanId());
                if (tracing.equals(WITH_OPENTELEMETRY)) {
                    // Also where nothing had to be set before. Micrometer's accessors, over Brave, take back only what
                    // they set.
                    AmbientContext.capture()
                            .wrap(() -> {
                                tracer.withSpan(tracer.nextSpan().start());
                            })
                            .run();
                    assertThat(Seen.now(tracer)).startsWith(span.context().spanId());
                }
            }
            assertThat(one.submit(() -> String.valueOf(tracer.currentSpan())).get())
                    .isEqualTo("null");
        }
    }

    @ParameterizedTest
    @CsvSource({"REACTIVE", "SERVLET"})
    void no_more_observation_scopes_are_opened_than_by_the_automatic_mode(WebApplicationType type) {
        int automatic = scopes(type, "ambient.enabled=false", "spring.reactor.context-propagation=auto");
        Hooks.disableAutomaticContextPropagation();
        int ours = scopes(type, "ambient.enabled=true", "spring.reactor.context-propagation=limited");
        assertThat(ours).isPositive().isLessThanOrEqualTo(automatic);
    }

    private static int scopes(WebApplicationType type, String... properties) {
        try (Service service = Service.start(type, Application.class, properties)) {
            Scopes scopes = service.bean(Scopes.class);
            service.get("/mono"); // the first request makes what later ones find
            int before = scopes.opened.get();
            for (int i = 0; i < 10; i++) {
                service.get("/mono");
            }
            return scopes.opened.get() - before;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_OPENTELEMETRY, WITH_BRAVE})
    void of_several_contexts_the_last_that_is_closed_takes_the_accessors_out(String tracing) {
        ConfigurableApplicationContext first = start(tracing);
        List<ThreadLocalAccessor<?>> registered = accessors();
        int count = IS_AMBIENT_VALUE && tracing.equals(WITH_OPENTELEMETRY) ? 0 : 2;
        assertThat(registered).hasSize(count);
        ConfigurableApplicationContext second = start(tracing);
        assertThat(accessors()).isEqualTo(registered);
        first.close();
        assertThat(accessors()).hasSize(count);
        if (count != 0) {
            assertThat(accessors()).doesNotContainAnyElementsOf(registered);
        }
        second.close();
    }

    @Test
    void what_the_program_has_registered_stays_alone() {
        ThreadLocalAccessor<Span> own = new ObservationAwareSpanThreadLocalAccessor(Tracer.NOOP);
        ContextRegistry.getInstance().registerThreadLocalAccessor(own);
        try {
            start(WITH_OPENTELEMETRY).close();
            try (ConfigurableApplicationContext context = start(WITH_OPENTELEMETRY)) {
                assertThat(accessors()).containsExactly(own);
            }
            assertThat(accessors()).containsExactly(own);
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor(ObservationAwareSpanThreadLocalAccessor.KEY);
        }
    }

    @Test
    void nothing_is_registered_where_Ambient_is_off() {
        try (ConfigurableApplicationContext off = start(WITH_OPENTELEMETRY, "ambient.enabled=false")) {
            assertThat(accessors()).isEmpty();
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new));
    }

    /** What a request has seen that has opened a span of its own, and baggage. */
    static final class Seen {

        private final Tracer tracer;
        private final String tenant;
        private final String expected;
        private final Map<String, String> all = new ConcurrentSkipListMap<>();

        Seen(Tracer tracer, String tenant) {
            this.tracer = tracer;
            this.tenant = tenant;
            Span span = tracer.currentSpan();
            this.expected = span.context().spanId() + " " + span.context().traceId() + " " + tenant + " "
                    + span.context().traceId() + " " + tenant;
        }

        void at(String stage) {
            all.put(stage, now(tracer));
        }

        /** The span and its trace, the baggage, and what log lines show of the trace and the baggage. */
        static String now(Tracer tracer) {
            Span span = tracer.currentSpan();
            String tenant = tracer.getAllBaggage().get("tenant");
            return (span == null
                            ? "null null"
                            : span.context().spanId() + " " + span.context().traceId())
                    + " " + tenant + " " + MDC.get("traceId") + " " + MDC.get("tenant");
        }

        @Override
        public String toString() {
            Map<String, String> wrong = new ConcurrentSkipListMap<>(all);
            wrong.values().removeIf(expected::equals);
            if (tracer.getClass().getSimpleName().equals("BraveTracer")) {
                // Brave keeps baggage in the span, for all threads: one that ends its scope takes it from the others.
                String without = expected.replace(" " + tenant, " null");
                wrong.values()
                        .removeIf(one -> one.replace(" " + tenant, " null").equals(without));
            }
            return all.size() + " stages, wrong: " + (wrong.isEmpty() ? "{}" : wrong + ", expected: " + expected);
        }
    }

    @RestController
    static class Endpoint {

        private final Tracer tracer;
        private final ObservationRegistry observations;
        private final ExecutorService plain;
        private final Methods methods;

        Endpoint(
                Tracer tracer,
                ObservationRegistry observations,
                @Qualifier("plain") ExecutorService plain,
                Methods methods) {
            this.tracer = tracer;
            this.observations = observations;
            this.plain = plain;
            this.methods = methods;
        }

        @GetMapping("/traced")
        Mono<String> traced(@RequestParam String tenant) {
            Span own = tracer.nextSpan().name("own").start();
            try (Tracer.SpanInScope scope = tracer.withSpan(own)) {
                if (tenant.isEmpty()) {
                    return Mono.fromFuture(stages(new Seen(tracer, null)));
                }
                try (BaggageInScope baggage = tracer.createBaggageInScope("tenant", tenant)) {
                    return Mono.fromFuture(stages(new Seen(tracer, tenant)));
                }
            } finally {
                own.end();
            }
        }

        /** After a hop of each kind: the baggage, and what log lines show. */
        @GetMapping("/received")
        Mono<String> received() {
            return Mono.just("")
                    .publishOn(Schedulers.parallel())
                    .map(seen -> seen + baggage())
                    .flatMap(seen -> Mono.fromFuture(CompletableFuture.supplyAsync(() -> seen + baggage(), plain)))
                    .flatMap(seen -> Mono.fromDirect(Single.just(seen)
                            .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                            .map(item -> item + baggage())
                            .toFlowable()));
        }

        private String baggage() {
            return tracer.getAllBaggage().get("tenant") + " " + MDC.get("tenant") + ", ";
        }

        /** All of it begins before the scopes are closed, and goes on after it. */
        private CompletableFuture<String> stages(Seen seen) {
            seen.at("controller");
            CompletableFuture<String> reactor = Mono.just("")
                    .doOnNext(nothing -> seen.at("doOnNext"))
                    .publishOn(Schedulers.parallel())
                    .doOnNext(nothing -> seen.at("publishOn"))
                    .flatMap(nothing -> Mono.fromRunnable(() -> seen.at("subscribeOn"))
                            .subscribeOn(Schedulers.boundedElastic())
                            .thenReturn(""))
                    .flatMap(nothing -> Mono.fromDirect(Single.just("")
                            .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                            .doOnSuccess(item -> seen.at("RxJava in Reactor"))
                            .toFlowable()))
                    .doOnNext(nothing -> seen.at("back in Reactor"))
                    .doOnTerminate(() -> seen.at("doOnTerminate"))
                    .toFuture();
            CompletableFuture<String> rxJava = Single.fromCallable(() -> {
                        seen.at("RxJava subscribeOn");
                        return "";
                    })
                    .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                    .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                    .doOnSuccess(item -> seen.at("RxJava observeOn"))
                    .toCompletionStage()
                    .toCompletableFuture();
            CompletableFuture<Void> executor = new CompletableFuture<>();
            plain.execute(() -> {
                seen.at("ExecutorService");
                // An observation within, and what is there again after it.
                Observation.createNotStarted("within", observations).observe(() -> {});
                seen.at("after an observation");
                executor.complete(null);
            });
            return CompletableFuture.allOf(
                            reactor,
                            rxJava,
                            executor,
                            CompletableFuture.runAsync(() -> seen.at("runAsync"), plain),
                            methods.asynchronous(seen))
                    .thenApply(nothing -> seen.toString());
        }
    }

    static class Methods {

        @Async
        public CompletableFuture<Void> asynchronous(Seen seen) {
            seen.at("@Async");
            return CompletableFuture.completedFuture(null);
        }
    }

    static final class Scopes implements ObservationHandler<Observation.Context> {

        private final AtomicInteger opened = new AtomicInteger();

        @Override
        public void onScopeOpened(Observation.Context context) {
            opened.incrementAndGet();
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    @Import({WebApplication.class, Endpoint.class})
    static class Application {

        @Bean
        Methods methods() {
            return new Methods();
        }

        @Bean
        Scopes scopes() {
            return new Scopes();
        }

        @Bean
        ExecutorService one() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        ExecutorService plain() {
            return Executors.newCachedThreadPool();
        }
    }
}
