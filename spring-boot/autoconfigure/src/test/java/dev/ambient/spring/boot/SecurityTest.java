/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Who is signed in, in both holders of Spring Security, for many users at once: never another, and nobody afterwards. Each stack has
 * its own holder. The other one is empty: it would go on showing a user whom the program has cleared or replaced in the first.
 */
class SecurityTest {

    private static final int REQUESTS = 500;

    @AfterAll
    static void switchOff() {
        Hooks.disableAutomaticContextPropagation(); // Boot leaves it on for the JVM
    }

    @ParameterizedTest
    @CsvSource({"REACTIVE, limited", "SERVLET, limited", "REACTIVE, auto", "SERVLET, auto"})
    void each_request_sees_its_own_user(WebApplicationType type, String mode) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (Service service = Service.start(type, Application.class, "spring.reactor.context-propagation=" + mode)) {
            List<Future<Http>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String user = "u" + i;
                String path = (i % 5 == 4 ? "/cleared" : "/who") + "?user=" + user;
                answers.add(callers.submit(() -> service.get(path, as(user))));
            }
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(answers.get(i).get(1, TimeUnit.MINUTES).body())
                        .isEqualTo(i % 5 == 4 ? "[]" : "12 stages, wrong: {}");
            }
            ExecutorService plain = service.bean(ExecutorService.class);
            for (int i = 0; i < 16; i++) {
                assertThat(plain.submit(SecurityTest::holder).get(1, TimeUnit.MINUTES))
                        .isEqualTo("nobody");
            }
            assertThat(service.get("/who?user=u").status()).isEqualTo(401);
        } finally {
            callers.shutdownNow();
        }
    }

    private static String as(String user) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":password").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** In the holder of the servlet stack. */
    private static String holder() {
        return name(SecurityContextHolder.getContext().getAuthentication());
    }

    /** In the holder of WebFlux. */
    private static Mono<String> reactiveHolder() {
        return ReactiveSecurityContextHolder.getContext()
                .map(context -> name(context.getAuthentication()))
                .defaultIfEmpty("nobody");
    }

    private static String name(Authentication authentication) {
        return authentication == null ? "nobody" : authentication.getName();
    }

    /** What a request has seen. */
    static final class Seen {

        private final String user;
        private final boolean isServlet;
        private final Map<String, String> all = new ConcurrentSkipListMap<>();

        Seen(String user, boolean isServlet) {
            this.user = user;
            this.isServlet = isServlet;
        }

        void at(String stage) {
            all.put(stage, holder());
        }

        void at(String stage, String name) {
            all.put(stage, name);
        }

        @Override
        public String toString() {
            Map<String, String> wrong = new ConcurrentSkipListMap<>(all);
            wrong.entrySet()
                    .removeIf(one -> one.getValue()
                            .equals(one.getKey().startsWith("reactive holder") == isServlet ? "nobody" : user));
            return all.size() + " stages, wrong: " + wrong;
        }
    }

    @RestController
    static class Endpoint {

        private final ExecutorService plain;
        private final Methods methods;
        private final boolean isServlet;

        Endpoint(ExecutorService plain, Methods methods, ApplicationContext context) {
            this.isServlet = context instanceof WebApplicationContext;
            this.plain = plain;
            this.methods = methods;
        }

        @GetMapping("/who")
        Mono<String> who(@RequestParam String user) {
            Seen seen = new Seen(user, isServlet);
            return Mono.just("")
                    .doOnNext(nothing -> seen.at("doOnNext"))
                    .publishOn(Schedulers.parallel())
                    .doOnNext(nothing -> seen.at("publishOn"))
                    .flatMap(nothing -> Mono.fromDirect(Single.just("")
                            .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                            .doOnSuccess(item -> seen.at("RxJava subscribeOn"))
                            .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                            .doOnSuccess(item -> seen.at("RxJava observeOn"))
                            .flatMapPublisher(item -> reactiveHolder())
                            .doOnNext(name -> seen.at("reactive holder in RxJava", name))))
                    .flatMap(nothing -> reactiveHolder())
                    .doOnNext(name -> seen.at("reactive holder", name))
                    .flatMap(nothing -> Mono.fromFuture(() -> futures(seen)))
                    .doOnTerminate(() -> seen.at("doOnTerminate"))
                    .then(Mono.fromSupplier(seen::toString));
        }

        private CompletableFuture<Void> futures(Seen seen) {
            return CompletableFuture.allOf(
                    CompletableFuture.runAsync(() -> seen.at("runAsync"), plain),
                    CompletableFuture.runAsync(
                            () -> seen.at(
                                    "reactive holder in executor",
                                    reactiveHolder().block()),
                            plain),
                    CompletableFuture.runAsync(
                            () -> seen.at(
                                    "Reactor in executor",
                                    Mono.just("")
                                            .publishOn(Schedulers.parallel())
                                            .map(nothing -> holder())
                                            .block()),
                            plain),
                    CompletableFuture.runAsync(
                            () -> seen.at(
                                    "RxJava in executor",
                                    Single.just("")
                                            .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                                            .map(nothing -> holder())
                                            .blockingGet()),
                            plain),
                    methods.asynchronous(seen));
        }

        /** Work that begins after the user is gone has nobody; which is what the list says. */
        @GetMapping("/cleared")
        Mono<List<String>> cleared() {
            SecurityContextHolder.clearContext();
            List<String> seen = new ArrayList<>();
            return Mono.just("")
                    .publishOn(Schedulers.parallel())
                    .doOnNext(nothing -> seen.add(holder()))
                    .flatMap(nothing ->
                            Mono.fromFuture(() -> CompletableFuture.runAsync(() -> seen.add(holder()), plain)))
                    .flatMap(nothing -> reactiveHolder())
                    .contextWrite(ReactiveSecurityContextHolder.clearContext())
                    .doOnNext(seen::add)
                    .then(Mono.fromSupplier(() -> {
                        seen.removeIf("nobody"::equals);
                        return seen;
                    }));
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
    @EnableAutoConfiguration
    @EnableAsync(proxyTargetClass = true)
    @Import({Endpoint.class, Servlet.class, Reactive.class})
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

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlet {

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        AuthenticationManager everybody() {
            return asked -> UsernamePasswordAuthenticationToken.authenticated(asked.getName(), "", List.of());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @Import(NettyServer.class)
    static class Reactive {

        /** Not those of the JVM, which the first context that is closed would end. */
        @Bean
        ReactorResourceFactory resources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }

        @Bean
        SecurityWebFilterChain security(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        ReactiveAuthenticationManager everybody() {
            return asked ->
                    Mono.just(UsernamePasswordAuthenticationToken.authenticated(asked.getName(), "", List.of()));
        }
    }
}
