/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Values that a flow changes, and values that others change meanwhile: rules 1, 5, 6, 7 and 12. */
@SuppressWarnings("try") // scopes are there to be closed
class ChangeInsideTest extends Bridged {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void rule_1_later_changes_by_the_subscribing_thread_are_not_seen() {
        Seen flow = new Seen();
        End end = new End();
        Flux<Integer> flux = Flux.from(new Elsewhere(emitters::execute, 3)).map(flow.same("map"));
        try (Scope scope = REQUEST_ID.bind("r-1")) {
            flux.subscribe(end);
            REQUEST_ID.set("later");
            end.awaitCompleted();
        }
        flow.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void rule_1_one_assembled_flow_serves_many_subscribers_each_with_its_own_value() {
        Flux<String> flux = Flux.from(new Elsewhere(emitters::execute, 2))
                .publishOn(workers.scheduler())
                .map(item -> REQUEST_ID.orElse("none"));
        for (int i = 0; i < 50; i++) {
            String id = "r-" + i;
            assertThat(Ambient.where(REQUEST_ID, id)
                            .call(() -> flux.collectList().block()))
                    .containsExactly(id, id);
        }
    }

    @Test
    void rule_5_a_value_set_in_map_is_gone_with_the_next_item() {
        List<String> values = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> Flux.from(new Elsewhere(emitters::execute, 3))
                        .map(item -> {
                            String before = REQUEST_ID.get();
                            REQUEST_ID.set("changed");
                            return before;
                        })
                        .collectList()
                        .block());
        assertThat(values).containsExactly("r-1", "r-1", "r-1");
    }

    @Test
    void rule_5_a_value_set_in_map_is_gone_after_an_exception() {
        Seen after = new Seen();
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            Flux.range(1, 3)
                    .map(item -> {
                        REQUEST_ID.set("changed");
                        throw new IllegalStateException("on purpose");
                    })
                    .publishOn(workers.scheduler())
                    .doOnError(after.take("doOnError"))
                    .onErrorComplete()
                    .blockLast();
            assertThat(REQUEST_ID.get()).isEqualTo("r-1");
        });
        after.allSaw("r-1");
    }

    static Stream<Function<Flux<String>, Flux<String>>> siblings() {
        return Stream.of(
                flow -> Flux.merge(flow, flow),
                flow -> Flux.concat(flow, flow),
                flow -> Flux.mergeSequential(flow, flow),
                flow -> Flux.concat(List.of(flow, flow)),
                flow -> Flux.zip(flow, flow, (a, b) -> a + b),
                flow -> Flux.combineLatest(flow, flow, (a, b) -> a + b),
                flow -> flow.concatWith(flow),
                flow -> flow.mergeWith(flow),
                flow -> Flux.range(1, 3).flatMap(item -> flow),
                flow -> Flux.range(1, 3).concatMap(item -> flow),
                flow -> Flux.range(1, 3).concatMap(item -> flow, 0),
                flow -> Flux.range(1, 3).flatMapSequential(item -> flow),
                flow -> Flux.range(1, 3).switchMap(item -> flow),
                flow -> Flux.range(1, 3).flatMap(item -> flow.next()),
                flow -> flow.ignoreElements().switchIfEmpty(flow.next()).flux(),
                flow -> flow.filter(item -> false).switchIfEmpty(flow),
                flow -> flow.then(flow.next()).flux(),
                flow -> flow.next().flatMap(item -> flow.next()).flux(),
                flow -> flow.next().flatMapMany(item -> flow),
                flow -> flow.next().zipWith(flow.next(), (a, b) -> a + b).flux(),
                flow -> flow.map(item -> item.charAt(99) + "").onErrorResume(failure -> flow),
                flow -> flow.next()
                        .map(item -> item.charAt(99) + "")
                        .onErrorResume(failure -> flow.next())
                        .flux(),
                flow -> flow.map(item -> item.charAt(99) + "").retry(2).onErrorComplete(),
                flow -> flow.repeat(2));
    }

    @ParameterizedTest
    @MethodSource("siblings")
    void rule_1_a_value_set_in_one_flow_is_not_seen_by_its_sibling(Function<Flux<String>, Flux<String>> together) {
        Flux<String> flow = Flux.range(1, 1).map(item -> {
            String before = REQUEST_ID.get();
            seen.add(before);
            REQUEST_ID.set("changed");
            return before;
        });
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            together.apply(flow).blockLast();
            assertThat(REQUEST_ID.get()).isEqualTo("r-1");
        });
        assertThat(seen).hasSizeGreaterThan(1).containsOnly("r-1");
    }

    @Test
    void rule_5_a_value_set_in_a_callback_does_not_reach_the_emitting_thread() {
        Flux<Integer> flux = Flux.create(sink -> {
            sink.next(1);
            seen.add("emitter " + REQUEST_ID.get());
            sink.complete();
            seen.add("emitter " + REQUEST_ID.get());
        });
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> flux.doOnNext(item -> REQUEST_ID.set("changed"))
                        .doOnComplete(() -> REQUEST_ID.set("changed"))
                        .blockLast());
        assertThat(seen).containsExactly("emitter r-1", "emitter r-1");
    }

    @Test
    void rule_5_a_value_set_in_a_callable_is_not_seen_by_its_sibling() {
        Mono<String> callable = Mono.fromCallable(() -> {
            String before = REQUEST_ID.get();
            REQUEST_ID.set("changed");
            return before;
        });
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            assertThat(Flux.zip(callable, callable, callable).blockFirst()).containsExactly("r-1", "r-1", "r-1");
            assertThat(REQUEST_ID.get()).isEqualTo("r-1");
        });
    }

    @Test
    void rule_5_a_value_set_in_a_scheduled_task_ends_with_it() {
        Mono<String> task = Mono.fromCallable(() -> {
                    String before = REQUEST_ID.orElse("none");
                    REQUEST_ID.set("changed");
                    return before;
                })
                .subscribeOn(workers.scheduler());
        for (int i = 0; i < 50; i++) {
            assertThat(task.block()).isEqualTo("none");
        }
    }

    @Test
    void rule_5_a_scope_left_open_in_a_callback_ends_with_it_and_is_reported() {
        List<Problem> problems = new CopyOnWriteArrayList<>();
        try (Registration reports = AmbientRegistry.global().reportTo(problems::add)) {
            Ambient.where(REQUEST_ID, "r-1").run(() -> {
                Flux.range(1, 3)
                        .doOnNext(item -> REQUEST_ID.bind("left"))
                        .publishOn(workers.scheduler())
                        .doOnNext(item -> seen.add(REQUEST_ID.get()))
                        .blockLast();
                assertThat(REQUEST_ID.get()).isEqualTo("r-1");
            });
        }
        assertThat(seen).containsExactly("r-1", "r-1", "r-1");
        assertThat(problems).isNotEmpty().extracting(Problem::kind).containsOnly(Problem.Kind.SCOPE_LEFT_OPEN);
    }

    @Test
    void rule_6_fire_and_forget_work_keeps_the_snapshot_it_was_started_with() {
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Mono.fromRunnable(() -> seen.add(REQUEST_ID.get()))
                        .delaySubscription(Duration.ofMillis(5), workers.scheduler())
                        .subscribe(end));
        Ambient.where(REQUEST_ID, "r-2")
                .run(() -> Flux.range(1, 10).publishOn(workers.scheduler()).blockLast());
        end.awaitCompleted();
        assertThat(seen).containsExactly("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void rule_6_a_task_given_to_a_scheduler_keeps_the_snapshot_it_was_given_with() {
        for (String id : List.of("r-1", "r-2", "r-3")) {
            Disposable task = Ambient.where(REQUEST_ID, id)
                    .call(() -> workers.scheduler().schedule(() -> seen.add(REQUEST_ID.get())));
            await().atMost(Duration.ofSeconds(60)).until(task::isDisposed);
        }
        assertThat(seen).containsExactly("r-1", "r-2", "r-3");
    }

    @RepeatedTest(20)
    void rule_7_reactors_own_schedulers_are_clean_after_many_flows() {
        List<String> ids = Flux.range(0, 200)
                .flatMap(i -> Mono.fromCallable(() -> i + REQUEST_ID.orElse("none"))
                        .subscribeOn(i % 2 == 0 ? Schedulers.boundedElastic() : Schedulers.parallel())
                        .publishOn(Schedulers.single())
                        .map(id -> id + REQUEST_ID.orElse("none"))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-" + i)))
                .collectList()
                .block();
        assertThat(ids).hasSize(200).allMatch(id -> id.matches("(\\d+)r-\\1r-\\1"));
        List<String> left = Flux.range(0, 50)
                .flatMap(i -> Mono.fromCallable(() -> REQUEST_ID.orElse("none"))
                        .subscribeOn(i % 2 == 0 ? Schedulers.boundedElastic() : Schedulers.parallel()))
                .collectList()
                .block();
        assertThat(left).containsOnly("none");
    }

    @Test
    void rule_12_a_flow_subscribed_while_flow_is_suppressed_begins_empty() {
        Seen inFlow = new Seen();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                Flux.range(1, 2)
                        .doFirst(inFlow.run("doFirst"))
                        .map(inFlow.same("same thread"))
                        .publishOn(workers.scheduler())
                        .map(inFlow.same("after a hop"))
                        .subscribe(end);
                assertThat(REQUEST_ID.get()).isEqualTo("r-1");
            }
            assertThat(REQUEST_ID.get()).isEqualTo("r-1");
        });
        end.awaitCompleted();
        inFlow.allSawNone();
        end.seen().allSawNone();
    }

    @Test
    void rule_12_a_task_scheduled_while_flow_is_suppressed_begins_empty() {
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                workers.scheduler().schedule(() -> seen.add("task " + REQUEST_ID.get()));
                Schedulers.immediate().schedule(() -> seen.add("here " + REQUEST_ID.get()));
            }
        });
        workers.onEachThread(() -> null);
        workers.onEachThread(() -> null);
        assertThat(seen).contains("task null");
    }

    @Test
    void rule_12_an_explicit_capture_captures_nothing_while_flow_is_suppressed() {
        Seen inFlow = new Seen();
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                Flux.range(1, 2).map(inFlow.same("map")).contextCapture().blockLast();
            }
        });
        inFlow.allSawNone();
    }

    @Test
    void rule_12_a_put_works_while_flow_is_suppressed() {
        Ambient.where(REQUEST_ID, "r-1").where(Keys.TENANT, "acme").run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                Flux.range(1, 1)
                        .doOnNext(item -> seen.add(REQUEST_ID.get() + " " + Keys.TENANT.get()))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .blockLast();
            }
        });
        assertThat(seen).containsExactly("r-2 null");
    }
}
