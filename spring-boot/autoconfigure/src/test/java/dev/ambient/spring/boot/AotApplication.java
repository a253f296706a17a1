/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A program that starts, asks itself once, and prints the answer. {@link AotTest} starts it in a JVM of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@Import({
    WebApplication.Servlet.class,
    WebApplication.Reactive.class,
    AotApplication.Endpoint.class,
    AotApplication.Worker.class
})
class AotApplication {

    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = SpringApplication.run(AotApplication.class, args)) {
            int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            Http answer = Http.get(port, "/stages", "X-Tenant: acme");
            System.out.println("status " + answer.status() + ", " + answer.body());
        }
    }

    /** Not one that Spring makes: Boot then makes no {@code applicationTaskExecutor}. */
    @Bean
    Executor pool() {
        return new ForkJoinPool(1)::execute;
    }

    /** Carries values by a subclass, which is made ahead of time. */
    @Bean
    ThreadPoolExecutor workers() {
        return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }

    @RestController
    static class Endpoint {

        private final AmbientValues values;
        private final Worker worker;
        private final Executor pool;
        private final ThreadPoolExecutor workers;

        Endpoint(AmbientValues values, Worker worker, @Qualifier("pool") Executor pool, ThreadPoolExecutor workers) {
            this.values = values;
            this.worker = worker;
            this.pool = pool;
            this.workers = workers;
        }

        @GetMapping("/stages")
        Mono<String> stages() {
            String here = "controller " + WebApplication.tenant(values);
            return Mono.fromFuture(worker.tenant())
                    .publishOn(Schedulers.parallel())
                    .map(async -> here + ", @Async " + async + ", operator " + WebApplication.tenant(values))
                    .flatMap(before ->
                            Mono.fromFuture(CompletableFuture.supplyAsync(() -> WebApplication.tenant(values), pool)
                                    .thenApply(inPool -> before + ", executor " + inPool)))
                    .flatMap(before ->
                            Mono.fromFuture(CompletableFuture.supplyAsync(() -> WebApplication.tenant(values), workers)
                                    .thenApply(inSubclass -> before + ", subclass " + inSubclass)));
        }
    }

    static class Worker {

        private final AmbientValues values;

        Worker(AmbientValues values) {
            this.values = values;
        }

        @Async
        CompletableFuture<String> tenant() {
            return CompletableFuture.completedFuture(WebApplication.tenant(values));
        }
    }
}
