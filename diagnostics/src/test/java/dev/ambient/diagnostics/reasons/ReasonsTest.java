/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Explanation.Reason;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Observable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Each reason that docs/troubleshooting.md does not show, with the lines that the explanation names. */
class ReasonsTest {

    private final Ambient<String> key = Ambient.named("key");
    private final ExecutorService plain = Executors.newSingleThreadExecutor();
    private Registration diagnostics;

    @BeforeEach
    void install() {
        diagnostics = Diagnostics.install();
    }

    @AfterEach
    void uninstall() throws InterruptedException {
        diagnostics.close();
        plain.shutdown();
        assertThat(plain.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Returns the text of the line at fault. */
    private static String dropped(Explanation explanation) {
        return text(explanation.dropped());
    }

    private static String text(Explanation.Place place) {
        try {
            List<String> lines =
                    Files.readAllLines(Path.of("src/test/java/dev/ambient/diagnostics/reasons/ReasonsTest.java"));
            return lines.get(place.line().getLineNumber() - 1).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_value_that_is_here() {
        Explanation explanation = Ambient.where(key, "a").call(() -> Diagnostics.explain(key));
        assertThat(explanation.reason()).isEqualTo(Reason.PRESENT);
        assertThat(explanation.value()).isEqualTo("a");
        assertThat(text(explanation.set())).contains("where(key, \"a\")");
        assertThat(explanation.describe()).contains("key is here").contains(": a");
    }

    @Test
    void a_value_that_was_set_over_another() {
        Ambient.where(key, "a").run(() -> {
            key.set("b"); // over it
            Explanation explanation = Diagnostics.explain(key);
            assertThat(explanation.reason()).isEqualTo(Reason.OVERWRITTEN);
            assertThat(dropped(explanation)).contains("// over it");
        });
    }

    @Test
    void another_value_than_expected() {
        Registration bridge = ReactorBridge.install();
        Mono<Explanation> page = Mono.fromSupplier(() -> Diagnostics.explain(key, "mine"));
        Explanation explanation = Ambient.where(key, "mine")
                .call(() -> Ambient.where(key, "another's").call(() -> page.block())); // under another's
        bridge.close();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.SUBSCRIBED_OUTSIDE);
        assertThat(explanation.value()).isEqualTo("mine");
        assertThat(dropped(explanation)).contains("// under another's");
    }

    @Test
    void a_value_that_nobody_set() {
        Explanation explanation = Diagnostics.explain(key); // here
        assertThat(explanation.reason()).isEqualTo(Reason.NEVER_SET);
        assertThat(explanation.set()).isNull();
        assertThat(explanation.last()).isNull();
        assertThat(dropped(explanation)).contains("// here");
    }

    @Test
    void a_scope_that_has_ended() {
        Scope scope = key.bind("a");
        scope.close(); // ended
        Explanation explanation = Diagnostics.explain(key);
        assertThat(explanation.reason()).isEqualTo(Reason.SCOPE_ENDED);
        assertThat(dropped(explanation)).contains("// ended");
        assertThat(text(explanation.set())).contains("key.bind(\"a\")");
    }

    @Test
    void a_value_that_a_callback_of_a_flow_sets_ends_with_the_callback() {
        Registration bridge = ReactorBridge.install();
        Explanation explanation = Mono.just("x")
                .doOnNext(x -> key.set("a")) // sets
                .publishOn(Schedulers.fromExecutor(plain))
                .map(x -> Diagnostics.explain(key))
                .block();
        bridge.close();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.SCOPE_ENDED);
        assertThat(dropped(explanation)).contains("// sets");
    }

    @Test
    void a_value_that_was_unset() {
        Ambient.where(key, "a").run(() -> {
            key.unset(); // unset
            Explanation explanation = Diagnostics.explain(key);
            assertThat(explanation.reason()).isEqualTo(Reason.CLEARED);
            assertThat(dropped(explanation)).contains("// unset");
        });
    }

    @Test
    @SuppressWarnings("try")
    void work_that_began_where_flow_was_suppressed() throws Exception {
        ExecutorService wrapped = AmbientExecutors.wrap(plain);
        AtomicReference<Explanation> seen = new AtomicReference<>();
        Ambient.where(key, "a").run(() -> {
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                wrapped.execute(() -> seen.set(Diagnostics.explain(key))); // begun here
            }
        });
        plain.submit(() -> {}).get();
        assertThat(seen.get().reason()).as("%s", seen).isEqualTo(Reason.SUPPRESSED);
        assertThat(dropped(seen.get())).contains("// begun here");
    }

    @Test
    void a_task_that_was_submitted_outside() throws Exception {
        ExecutorService wrapped = AmbientExecutors.wrap(plain);
        Ambient.where(key, "a").run(() -> {});
        Explanation explanation = wrapped.submit(() -> Diagnostics.explain(key)).get(); // outside
        assertThat(explanation.reason()).isEqualTo(Reason.SUBSCRIBED_OUTSIDE);
        assertThat(dropped(explanation)).contains("// outside");
        assertThat(text(explanation.set())).contains("where(key, \"a\")");
    }

    @Test
    void the_task_of_a_pool_thread_that_worked_for_the_value_before() throws Exception {
        ExecutorService wrapped = AmbientExecutors.wrap(plain);
        Ambient.where(key, "a")
                .call(() -> wrapped.submit(() -> key.orElseThrow()))
                .get();
        Explanation explanation = plain.submit(() -> Diagnostics.explain(key)).get(); // not wrapped
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.EXECUTOR_NOT_WRAPPED);
        assertThat(dropped(explanation)).contains("// not wrapped");
        assertThat(explanation.why()).contains("java.util.concurrent.ThreadPoolExecutor");
        assertThat(explanation.captured()).isNotNull();
    }

    @Test
    void a_stage_that_its_completer_hands_to_an_executor_that_carries() {
        // AmbientExecutors.wrap does this with a stage that another thread hands on: it runs the stage in the empty
        // context.
        Executor carrying = task -> plain.execute(() -> AmbientContext.empty().run(task));
        CompletableFuture<String> turn = new CompletableFuture<>();
        CompletableFuture<Explanation> seen = Ambient.where(key, "r-1")
                .call(() -> turn.thenApplyAsync(x -> Diagnostics.explain(key), carrying)); // attached
        Ambient.where(key, "r-2").run(() -> turn.complete("x"));
        Explanation explanation = seen.join();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.PLAIN_FUTURE);
        assertThat(dropped(explanation)).contains("// attached");
        assertThat(explanation.fix()).contains("AmbientFuture.from(future)", "wrapFunction(function)");
    }

    @Test
    void a_first_stage_on_an_executor_that_carries_is_a_task_like_any_other() {
        ExecutorService wrapped = AmbientExecutors.wrap(plain);
        Ambient.where(key, "a").run(() -> {});
        Explanation explanation = CompletableFuture.supplyAsync(() -> Diagnostics.explain(key), wrapped)
                .join();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.SUBSCRIBED_OUTSIDE);
    }

    @Test
    void a_thread_that_was_started_by_hand() throws Exception {
        FutureTask<Explanation> task = new FutureTask<>(() -> Diagnostics.explain(key));
        Ambient.where(key, "a").run(() -> new Thread(task).start());
        assertThat(task.get().reason()).isEqualTo(Reason.EXECUTOR_NOT_WRAPPED);
        assertThat(task.get().why()).contains("plain Thread");
    }

    @Test
    void rxjava_without_its_bridge() {
        Explanation explanation = Ambient.where(key, "a")
                .call(() -> Observable.just("x")
                        .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.from(plain))
                        .map(x -> Diagnostics.explain(key)) // lost
                        .blockingFirst());
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.BRIDGE_NOT_INSTALLED);
        assertThat(explanation.here().operators()).containsExactly("map", "observeOn");
        assertThat(explanation.fix()).startsWith("RxJavaBridge.install()");
        assertThat(dropped(explanation)).contains("// lost");
    }

    @Test
    void a_source_that_the_program_implements_inside_rxjava() {
        Registration bridge = RxJavaBridge.install();
        org.reactivestreams.Publisher<String> own = subscriber -> plain.execute(
                () -> subscriber.onSubscribe(new Once(() -> subscriber.onNext("x"), subscriber::onComplete)));
        Explanation explanation = Ambient.where(key, "a")
                .call(() -> io.reactivex.rxjava3.core.Flowable.zip(
                                List.of(own, own), both -> Diagnostics.explain(key)) // lost
                        .blockingFirst());
        bridge.close();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.NOT_REACHED);
        assertThat(explanation.fix()).contains("RxJavaBridge.capture()");
        assertThat(dropped(explanation)).contains("// lost");
    }

    /** Emits one item, on the requesting thread. */
    private record Once(Runnable next, Runnable complete) implements org.reactivestreams.Subscription {
        @Override
        public void request(long n) {
            next.run();
            complete.run();
        }

        @Override
        public void cancel() {}
    }

    @Test
    void a_flow_through_the_streams_of_the_jdk() {
        Registration bridge = RxJavaBridge.install();
        bridge.close();
        try (java.util.concurrent.SubmissionPublisher<String> publisher =
                new java.util.concurrent.SubmissionPublisher<>(plain, 8)) {
            Ambient.where(key, "a").run(() -> publisher.submit("x"));
            java.util.concurrent.CompletableFuture<Explanation> seen = new java.util.concurrent.CompletableFuture<>();
            publisher.consume(x -> seen.complete(Diagnostics.explain(key))); // lost
            publisher.submit("y");
            Explanation explanation = seen.join();
            assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.CROSSING);
            assertThat(dropped(explanation)).contains("// lost");
        }
    }

    @Test
    void thread_locals_of_other_libraries() throws Exception {
        ThreadLocal<String> local = new ThreadLocal<>();
        assertThat(Diagnostics.explainForeign("foreign").reason()).isEqualTo(Reason.NOT_REGISTERED);
        Registration registration = AmbientRegistry.global().register("foreign", local);
        local.set("a");
        assertThat(Diagnostics.explainForeign("foreign").reason()).isEqualTo(Reason.PRESENT);
        assertThat(plain.submit(() -> Diagnostics.explainForeign("foreign"))
                        .get()
                        .reason())
                .isEqualTo(Reason.EXECUTOR_NOT_WRAPPED);
        ExecutorService wrapped = AmbientExecutors.wrap(plain);
        assertThat(wrapped.submit(() -> Diagnostics.explainForeign("foreign"))
                        .get()
                        .reason())
                .isEqualTo(Reason.PRESENT);
        AmbientRegistry.global().policy("foreign", PropagationPolicy.LEAVE);
        assertThat(wrapped.submit(() -> Diagnostics.explainForeign("foreign"))
                        .get()
                        .reason())
                .isEqualTo(Reason.POLICY_LEAVE);
        AmbientRegistry.global().policy("foreign", PropagationPolicy.PROPAGATE);
        local.remove();
        Explanation explanation =
                wrapped.submit(() -> Diagnostics.explainForeign("foreign")).get(); // outside
        assertThat(explanation.reason()).isEqualTo(Reason.SUBSCRIBED_OUTSIDE);
        assertThat(dropped(explanation)).contains("// outside");
        registration.close();
    }

    @Test
    void a_redacted_value_is_never_shown() throws Exception {
        Ambient<String> secret = Ambient.<String>builder("secret").redacted().build();
        Ambient.where(secret, "swordfish").run(() -> {
            assertThat(Diagnostics.explain(secret).describe()).contains("***").doesNotContain("swordfish");
            assertThat(Diagnostics.explain(secret, "other").describe()).doesNotContain("swordfish");
        });
        Explanation explanation = Ambient.where(secret, "swordfish")
                .call(() -> plain.submit(() -> Diagnostics.explain(secret)).get());
        assertThat(explanation.value()).isEqualTo("***");
        assertThat(explanation.describe()).doesNotContain("swordfish");
    }

    @Test
    void without_a_log_the_stack_still_tells_the_reason() throws Exception {
        diagnostics.close();
        assertThat(Diagnostics.isInstalled()).isFalse();
        Explanation explanation = Ambient.where(key, "a")
                .call(() -> plain.submit(() -> Diagnostics.explain(key)).get());
        assertThat(explanation.reason()).isEqualTo(Reason.EXECUTOR_NOT_WRAPPED);
        assertThat(Diagnostics.explain(key).reason()).isEqualTo(Reason.NEVER_SET);
    }

    @Test
    void many_flows_at_once_are_told_apart_by_the_line_that_asks() {
        Registration bridge = ReactorBridge.install();
        List<Explanation> all = Flux.range(0, 200)
                .flatMap(i -> Mono.fromCallable(() -> i % 2 == 0 ? kept("even") : lost("odd"))
                        .subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block();
        bridge.close();
        assertThat(all)
                .filteredOn(explanation -> explanation.reason() == Reason.PRESENT)
                .hasSize(100)
                .allSatisfy(explanation -> assertThat(text(explanation.set())).contains("return kept"));
        assertThat(all)
                .filteredOn(explanation -> explanation.reason() != Reason.PRESENT)
                .hasSize(100)
                .allSatisfy(explanation -> {
                    assertThat(explanation.reason()).isEqualTo(Reason.SCOPE_ENDED);
                    assertThat(dropped(explanation)).contains("// lost");
                });
    }

    private Explanation kept(String value) {
        return Ambient.where(key, value).call(() -> Diagnostics.explain(key)); // return kept
    }

    private Explanation lost(String value) {
        Ambient.where(key, value).run(() -> {}); // lost
        return Diagnostics.explain(key);
    }
}
