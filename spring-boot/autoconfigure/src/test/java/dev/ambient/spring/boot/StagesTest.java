/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientFuture;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The stages of a request, the value and the span of each right for each of many at a time, with the starter and configuration alone: in both stacks, and with
 * Reactor's automatic mode off and on.
 */
class StagesTest {

    private static final int REQUESTS = Boolean.getBoolean("ambient.thorough") ? 500 : 100;

    @AfterAll
    static void switchOff() {
        Hooks.disableAutomaticContextPropagation(); // Boot leaves it on for the JVM
    }

    @ParameterizedTest
    @CsvSource({"REACTIVE, limited", "SERVLET, limited", "REACTIVE, auto", "SERVLET, auto"})
    void each_stage_of_each_request_is_right(WebApplicationType type, String mode) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (Service service = Service.start(
                type,
                Application.class,
                "ambient.values.tenant.header=X-Tenant",
                "ambient.outgoing.hosts=localhost",
                "spring.reactor.context-propagation=" + mode)) {
            service.bean(Endpoint.class).port = service.port();
            List<Future<Http>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String tenant = "t" + i;
                answers.add(callers.submit(() -> service.get("/stages", "X-Tenant: " + tenant)));
            }
            for (int i = 0; i < REQUESTS; i++) {
                Http answer = answers.get(i).get(1, TimeUnit.MINUTES);
                assertThat(answer.body()).contains("\"stages\":20", "\"wrong\":{}", "\"whereWritten\":\"t" + i + "\"");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** What a request has seen. */
    public static final class Seen {

        private final String expected;
        private final Ambient<String> tenant;
        private final Tracer tracer;
        private final String span;
        private final Map<String, String> all = new ConcurrentHashMap<>();

        Seen(String expected, Ambient<String> tenant, Tracer tracer) {
            this.expected = expected;
            this.tenant = tenant;
            this.tracer = tracer;
            this.span = span();
        }

        /** The value; and the span, if that is not the one of the request. */
        void at(String stage) {
            String now = span();
            at(stage, span.equals(now) && !now.equals("none") ? String.valueOf(tenant.get()) : now + " for " + span);
        }

        private String span() {
            Span current = tracer.currentSpan();
            return current == null ? "none" : current.context().spanId();
        }

        void at(String stage, String value) {
            all.put(stage, value);
        }

        public int getStages() {
            return all.size();
        }

        public Map<String, String> getWrong() {
            Map<String, String> wrong = new ConcurrentHashMap<>(all);
            wrong.values().removeIf(expected::equals);
            return wrong;
        }

        /** Where Jackson asks. */
        public String getWhereWritten() {
            return String.valueOf(tenant.get());
        }
    }

    @RestController
    static class Endpoint {

        private final Ambient<String> tenant;
        private final ExecutorService plain;
        private final Methods methods;
        private final WebClient.Builder clients;
        private final Tracer tracer;
        private final Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();
        private volatile int port;

        Endpoint(
                AmbientValues values,
                @Qualifier("plain") ExecutorService plain,
                Methods methods,
                WebClient.Builder clients,
                Tracer tracer) {
            this.tracer = tracer;
            this.tenant = values.get("tenant");
            this.plain = plain;
            this.methods = methods;
            this.clients = clients;
        }

        @GetMapping("/stages")
        Mono<Seen> stages(@RequestHeader("X-Tenant") String expected) {
            Seen seen = new Seen(expected, tenant, tracer);
            seen.at("controller");
            CompletableFuture<String> forgotten = new CompletableFuture<>();
            Mono.just("").subscribeOn(Schedulers.parallel()).subscribe(nothing -> {
                seen.at("fire and forget");
                forgotten.complete("");
            });
            return Mono.just("")
                    .doOnNext(nothing -> seen.at("map"))
                    .publishOn(Schedulers.parallel())
                    .doOnNext(nothing -> seen.at("publishOn"))
                    .flatMap(nothing -> Mono.fromRunnable(() -> seen.at("subscribeOn"))
                            .subscribeOn(Schedulers.boundedElastic())
                            .thenReturn(""))
                    .delayElement(Duration.ofMillis(1))
                    .doOnNext(nothing -> seen.at("delay"))
                    .then(Mono.zip(look("zip left", seen), look("zip right", seen)))
                    .then(Mono.error(new IllegalStateException("on purpose")))
                    .onErrorResume(failure -> look("onErrorResume", seen))
                    .then(Mono.just("").cache().publishOn(Schedulers.parallel()).doOnNext(nothing -> seen.at("cache")))
                    .then(Mono.just("").publishOn(Schedulers.parallel()).share().doOnNext(nothing -> seen.at("share")))
                    .then(Mono.from(rx(seen)))
                    .then(bySink(seen))
                    .then(Mono.fromFuture(() -> futures(seen)))
                    .then(Mono.defer(() -> clients.clone()
                            .build()
                            .get()
                            .uri("http://localhost:" + port + "/tenant")
                            .retrieve()
                            .bodyToMono(String.class)))
                    .doOnNext(called -> seen.at("called", called))
                    .doOnNext(nothing -> seen.at("WebClient"))
                    .then(Mono.fromFuture(forgotten))
                    .thenReturn(seen);
        }

        private Mono<String> look(String stage, Seen seen) {
            return Mono.just("").publishOn(Schedulers.parallel()).doOnNext(nothing -> seen.at(stage));
        }

        private Publisher<String> rx(Seen seen) {
            return Single.fromCallable(() -> {
                        seen.at("RxJava subscribeOn");
                        return "";
                    })
                    .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                    .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                    .doOnSuccess(nothing -> seen.at("RxJava observeOn"))
                    .toFlowable();
        }

        /** Each request emits until it has got an item, its own or another's. */
        private Mono<String> bySink(Seen seen) {
            return Mono.using(
                    () -> Schedulers.parallel().schedulePeriodically(this::emit, 0, 1, TimeUnit.MILLISECONDS),
                    emitting -> sink.asFlux().doOnNext(item -> seen.at("sink")).next(),
                    Disposable::dispose);
        }

        private void emit() {
            while (sink.tryEmitNext("") == Sinks.EmitResult.FAIL_NON_SERIALIZED) {
                Thread.onSpinWait();
            }
        }

        private CompletableFuture<Void> futures(Seen seen) {
            Callable<Object> submitted = () -> {
                seen.at("ExecutorService");
                return "";
            };
            return CompletableFuture.allOf(
                    CompletableFuture.supplyAsync(() -> submitted(submitted), plain),
                    CompletableFuture.runAsync(() -> seen.at("supplyAsync"), plain),
                    AmbientFuture.from(new CompletableFuture<String>().completeOnTimeout("", 1, TimeUnit.MILLISECONDS))
                            .thenRunAsync(() -> seen.at("AmbientFuture"))
                            .toCompletableFuture(),
                    methods.asynchronous(seen));
        }

        private Object submitted(Callable<Object> task) {
            try {
                return plain.submit(task).get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static class Methods {

        @Async
        public CompletableFuture<Void> asynchronous(Seen seen) {
            seen.at("@Async");
            return CompletableFuture.completedFuture(null);
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
        ExecutorService plain() {
            return Executors.newCachedThreadPool();
        }
    }
}
