/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Spring Security, with its own two accessors: who is logged in is right in every callback, by the thread's
 * SecurityContextHolder and by the flow's ReactiveSecurityContextHolder.
 */
class SpringSecurityTest extends Installed {

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @AfterEach
    void checkThreads() {
        SecurityContextHolder.clearContext();
        assertThat(workers.onEach(SpringSecurityTest::onThread)).containsOnly("nobody");
        assertThat(emitters.onEach(SpringSecurityTest::onThread)).containsOnly("nobody");
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_each_callback_sees_who_was_logged_in_at_subscribe(Mode mode) {
        set(mode);
        logIn("ann");
        looks("ann").apply(Flux.range(1, 3)).blockLast();
        looks("ann").apply(Flux.range(1, 3).publishOn(workers.scheduler())).blockLast();
        looks("ann").apply(Flux.range(1, 3).subscribeOn(workers.scheduler())).blockLast();
        looks("ann").apply(emitters.sending(Runnable::run)).blockLast();
        looks("ann").apply(emitters.sending(SpringSecurityTest::asBob)).blockLast();
        assertThat(onThread()).isEqualTo("ann");
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rule_7_a_flow_of_nobody_sees_nobody_on_a_thread_that_works_for_somebody(Mode mode) {
        set(mode);
        looks("nobody").apply(emitters.sending(SpringSecurityTest::asBob)).blockLast();
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_ReactiveSecurityContextHolder_has_what_was_written_downstream(Mode mode) {
        set(mode);
        List<String> users = emitters.sending(SpringSecurityTest::asBob)
                .publishOn(workers.scheduler())
                .concatMap(item -> inFlow())
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(token("ann")))
                .concatMap(user -> inFlow().map(below -> user + ", below " + below))
                .collectList()
                .block();
        assertThat(users).hasSize(3).containsOnly("ann, below nobody");
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_ReactiveSecurityContextHolder_is_cleared_upstream_by_clearContext(Mode mode) {
        set(mode);
        String user = Mono.defer(SpringSecurityTest::inFlow)
                .subscribeOn(workers.scheduler())
                .contextWrite(ReactiveSecurityContextHolder.clearContext())
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(token("ann")))
                .block();
        assertThat(user).isEqualTo("nobody");
    }

    @ParameterizedTest
    @EnumSource
    void a_flow_that_a_callback_begins_is_of_the_same_user(Mode mode) {
        set(mode);
        Queue<String> users = new ConcurrentLinkedQueue<>();
        emitters.sending(SpringSecurityTest::asBob)
                .doOnNext(item -> inFlow().subscribe(users::add))
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(token("ann")))
                .blockLast();
        assertThat(users).containsExactly("ann", "ann", "ann");
    }

    @RepeatedTest(10)
    void rule_2_each_of_many_requests_sees_its_own_user() {
        List<String> users = Flux.range(0, 200)
                .flatMap(
                        number -> Mono.just("user-" + number + " ")
                                .publishOn(workers.scheduler())
                                .flatMap(user -> inFlow().map(user::concat))
                                .subscribeOn(workers.scheduler())
                                .contextWrite(
                                        ReactiveSecurityContextHolder.withAuthentication(token("user-" + number))),
                        32)
                .collectList()
                .block();
        assertThat(users).hasSize(200).allMatch(seen -> seen.matches("(user-\\d+) \\1"));
    }

    /** Callbacks of all kinds, in both directions. */
    private UnaryOperator<Flux<Integer>> looks(String expected) {
        return flux -> flux.doFirst(() -> look(expected, "doFirst"))
                .doOnSubscribe(subscription -> look(expected, "doOnSubscribe"))
                .doOnRequest(n -> look(expected, "doOnRequest"))
                .map(item -> {
                    look(expected, "map");
                    return item;
                })
                .<Integer>handle((item, sink) -> {
                    look(expected, "handle");
                    sink.next(item);
                })
                .concatMap(item -> Mono.fromCallable(() -> {
                            look(expected, "inner");
                            return item;
                        })
                        .subscribeOn(workers.scheduler()))
                .doOnComplete(() -> look(expected, "doOnComplete"))
                .doFinally(signal -> look(expected, "doFinally"));
    }

    private void look(String expected, String callback) {
        if (!onThread().equals(expected)) {
            wrong.add(callback + ": " + onThread());
        }
    }

    private static void asBob(Runnable task) {
        logIn("bob");
        try {
            task.run();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static void logIn(String user) {
        SecurityContextHolder.setContext(new SecurityContextImpl(token(user)));
    }

    private static Authentication token(String user) {
        return new TestingAuthenticationToken(user, "secret");
    }

    private static String onThread() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? "nobody" : authentication.getName();
    }

    private static Mono<String> inFlow() {
        return ReactiveSecurityContextHolder.getContext()
                .map(context -> context.getAuthentication().getName())
                .defaultIfEmpty("nobody");
    }
}
