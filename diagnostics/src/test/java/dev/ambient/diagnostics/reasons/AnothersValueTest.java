/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Explanation.Reason;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Explanations tell a value that came with the flow from one that belongs to another flow. */
class AnothersValueTest {

    private final Ambient<String> key = Ambient.named("key");
    private final ExecutorService plain = Executors.newSingleThreadExecutor();
    private final AtomicReference<Explanation> seen = new AtomicReference<>();
    private Registration diagnostics;

    @BeforeEach
    void install() {
        diagnostics = Diagnostics.install();
    }

    @AfterEach
    void uninstall() throws InterruptedException {
        diagnostics.close();
        plain.shutdown();
        assertThat(plain.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private void ask() {
        seen.set(Diagnostics.explain(key));
    }

    private void as(String user, Runnable action) {
        Ambient.where(key, user).run(action);
    }

    private Explanation assertAnothers(Reason reason, String found) {
        Explanation explanation = seen.get();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(reason);
        assertThat(explanation.found()).as("%s", explanation).isEqualTo(found);
        assertThat(explanation.isPresent()).isFalse();
        assertThat(explanation.describe()).contains("is here, but did not come with this flow", "found     " + found);
        assertThat(explanation.value()).isNotEqualTo(found);
        return explanation;
    }

    private void assertOwn(String value) {
        Explanation explanation = seen.get();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.PRESENT);
        assertThat(explanation.value()).isEqualTo(value);
        assertThat(explanation.found()).isNull();
    }

    // Values that belong to another flow. The name says whose.

    @Test
    void the_emitters_in_a_flow_that_began_before_the_bridge_came() {
        Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();
        Flux<String> events = bus.asFlux().doOnNext(e -> ask()).filter(e -> true);
        as("alice", events::subscribe);
        Registration bridge = ReactorBridge.install();
        as("bob", () -> bus.tryEmitNext("x"));
        bridge.close();
        Explanation explanation = assertAnothers(Reason.NOT_REACHED, "bob");
        assertThat(explanation.here().operators()).startsWith("doOnNext");
        assertThat(explanation.why()).contains("the code that emitted", "began before the bridge was installed");
        assertThat(explanation.fix()).contains("ReactorBridge.install() before", "bridge(sink.asFlux())");
    }

    @Test
    void the_emitters_without_the_bridge() {
        Sinks.Many<String> bus = Sinks.many().multicast().onBackpressureBuffer();
        as("alice", () -> bus.asFlux().map(e -> e).subscribe(e -> ask()));
        as("bob", () -> bus.tryEmitNext("x"));
        Explanation explanation = assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
        assertThat(explanation.fix()).startsWith("ReactorBridge.install()");
    }

    @Test
    void the_emitters_who_kept_what_create_gave_out() {
        AtomicReference<FluxSink<String>> sink = new AtomicReference<>();
        as("alice", () -> Flux.<String>create(sink::set).doOnNext(e -> ask()).subscribe());
        as("bob", () -> Flux.just("x").subscribe(x -> sink.get().next(x)));
        assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
    }

    @Test
    void the_connectors_below_a_shared_flow_without_the_bridge() {
        Flux<String> shared = Flux.just("x").publish().autoConnect(2);
        as("alice", () -> shared.doOnNext(e -> ask()).subscribe());
        as("bob", shared::subscribe);
        assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
    }

    @Test
    void the_emitters_below_a_mono_that_is_shared() {
        Sinks.One<String> source = Sinks.one();
        Mono<String> shared = source.asMono().share();
        Mono<String> page = shared.doOnNext(e -> ask()).filter(e -> true);
        as("bob", shared::subscribe);
        as("alice", page::subscribe);
        Registration bridge = ReactorBridge.install();
        as("carol", () -> source.tryEmitValue("x"));
        bridge.close();
        Explanation explanation = assertAnothers(Reason.NOT_REACHED, "carol");
        assertThat(explanation.fix()).contains("bridge(shared)").doesNotContain("sink");
    }

    @Test
    void the_emitters_below_a_subject_without_the_bridge() {
        PublishSubject<String> subject = PublishSubject.create();
        as("alice", () -> subject.doOnNext(e -> ask()).subscribe());
        as("bob", () -> subject.onNext("x"));
        Explanation explanation = assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
        assertThat(explanation.fix()).startsWith("RxJavaBridge.install()");
        assertThat(explanation.here().operators()).startsWith("doOnNext");
    }

    @Test
    void the_emitters_below_a_source_of_the_programs_own() {
        AtomicReference<Subscriber<? super String>> subscriber = new AtomicReference<>();
        Publisher<String> own = there -> {
            subscriber.set(there);
            there.onSubscribe(reactor.core.publisher.Operators.emptySubscription());
        };
        as("alice", () -> Flux.from(own).doOnNext(e -> ask()).subscribe());
        as("bob", () -> subscriber.get().onNext("x"));
        assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
    }

    @Test
    void the_completers_in_a_stage_of_a_plain_future() {
        CompletableFuture<String> turn = new CompletableFuture<>();
        as("r-1", () -> turn.thenAccept(x -> ask()));
        as("r-2", () -> turn.complete("x"));
        Explanation explanation = assertAnothers(Reason.PLAIN_FUTURE, "r-2");
        assertThat(explanation.why()).contains("the code that completed it");
        assertThat(explanation.fix()).contains("AmbientFuture.from(future)", "wrapFunction");
    }

    @Test
    void the_completers_in_a_stage_that_a_bridged_flow_completes() {
        Registration bridge = ReactorBridge.install();
        CompletableFuture<String> turn = new CompletableFuture<>();
        as("r-1", () -> turn.thenAccept(x -> ask()));
        as(
                "r-2",
                () -> Mono.just("x")
                        .publishOn(Schedulers.fromExecutor(plain))
                        .doOnNext(turn::complete)
                        .block());
        bridge.close();
        assertAnothers(Reason.PLAIN_FUTURE, "r-2");
    }

    @Test
    void the_runners_on_a_scheduler_that_passes_no_hook() {
        Registration bridge = RxJavaBridge.install();
        TestScheduler time = new TestScheduler();
        as("alice", () -> time.createWorker().schedule(this::ask));
        as("bob", time::triggerActions);
        bridge.close();
        Explanation explanation = assertAnothers(Reason.NOT_REACHED, "bob");
        assertThat(explanation.fix()).isEqualTo("RxJavaBridge.wrap(scheduler)");
    }

    @Test
    void the_runners_of_a_queue_of_the_programs_own() {
        Queue<Runnable> queue = new ArrayDeque<>();
        as(
                "alice",
                () -> Mono.just("x")
                        .publishOn(Schedulers.fromExecutor(queue::add))
                        .subscribe(x -> ask()));
        as("bob", () -> queue.remove().run());
        assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
    }

    @Test
    void the_one_that_an_earlier_task_left_on_the_thread() throws Exception {
        plain.submit(() -> key.set("r-1")).get();
        as("r-2", () -> plain.submit(this::ask));
        plain.submit(() -> {}).get();
        Explanation explanation = assertAnothers(Reason.EXECUTOR_NOT_WRAPPED, "r-1");
        assertThat(explanation.why()).contains("outside of any scope", "AnothersValueTest.java");
        assertThat(explanation.fix()).contains("instead of set", "AmbientExecutors.wrap(executor)");
        plain.submit(key::unset).get();
    }

    @Test
    void the_one_that_the_same_code_left_on_the_thread_in_an_earlier_task() throws Exception {
        Runnable task = () -> {
            ask();
            key.set("r-1");
        };
        plain.submit(task).get();
        plain.submit(task).get();
        assertAnothers(Reason.EXECUTOR_NOT_WRAPPED, "r-1");
        plain.submit(key::unset).get();
    }

    @Test
    void what_is_called_from_such_a_callback_is_no_better() {
        Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();
        as(
                "alice",
                () -> bus.asFlux()
                        .subscribe(e -> Flux.just(e).doOnNext(x -> ask()).subscribe()));
        as("bob", () -> bus.tryEmitNext("x"));
        assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
    }

    @Test
    void its_own_value_is_named_where_it_is_known() {
        Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();
        Flux<String> events = bus.asFlux().doOnNext(e -> ask()).filter(e -> true);
        as("alice", events::subscribe);
        Registration bridge = ReactorBridge.install();
        as("bob", () -> bus.tryEmitNext("x"));
        bridge.close();
        assertThat(seen.get().value()).isEqualTo("alice");
        assertThat(seen.get().describe()).contains(": alice");
    }

    @Test
    void a_redacted_value_is_stars_here_too() {
        Ambient<String> secret = Ambient.<String>builder("secret").redacted().build();
        CompletableFuture<String> turn = new CompletableFuture<>();
        Ambient.where(secret, "fish").run(() -> turn.thenAccept(x -> seen.set(Diagnostics.explain(secret))));
        Ambient.where(secret, "fowl").run(() -> turn.complete("x"));
        assertThat(seen.get().found()).isEqualTo("***");
        assertThat(seen.get().describe()).doesNotContain("fish", "fowl");
    }

    // Values that came with the flow.

    @Test
    void a_flow_without_the_bridge_that_stays_on_its_thread() {
        as(
                "alice",
                () -> Flux.just("x")
                        .map(x -> x)
                        .flatMap(x -> Mono.just(x).doOnNext(y -> ask()))
                        .blockLast());
        assertOwn("alice");
        as("alice", () -> Flux.<String>create(sink -> sink.next("x").complete()).subscribe(x -> ask()));
        assertOwn("alice");
        as("alice", () -> Mono.<String>create(sink -> sink.success("x")).subscribe(x -> ask()));
        assertOwn("alice");
        as("alice", () -> Flowable.range(1, 1).map(x -> x).blockingForEach(x -> ask()));
        assertOwn("alice");
    }

    @Test
    void a_source_of_the_programs_own_that_emits_as_it_is_asked() {
        Publisher<String> own = there -> there.onSubscribe(new org.reactivestreams.Subscription() {
            @Override
            public void request(long n) {
                there.onNext("x");
                there.onComplete();
            }

            @Override
            public void cancel() {}
        });
        as("alice", () -> Flux.from(own).doOnNext(x -> ask()).subscribe());
        assertOwn("alice");
    }

    @Test
    void bridged_flows() {
        Registration reactor = ReactorBridge.install();
        Registration rx = RxJavaBridge.install();
        as(
                "alice",
                () -> Mono.just("x")
                        .publishOn(Schedulers.fromExecutor(plain))
                        .doOnNext(x -> ask())
                        .block());
        assertOwn("alice");
        PublishSubject<String> subject = PublishSubject.create();
        as("alice", () -> subject.doOnNext(e -> ask()).subscribe());
        as("bob", () -> subject.onNext("x"));
        assertOwn("alice");
        rx.close();
        reactor.close();
    }

    @Test
    void what_is_carried_without_a_flow() throws Exception {
        ExecutorService wrapped = AmbientExecutors.wrap(plain);
        Ambient.where(key, "alice").call(() -> wrapped.submit(this::ask)).get();
        assertOwn("alice");
        AmbientFuture<Void> future = Ambient.where(key, "alice")
                .call(() -> AmbientFuture.supplyAsync(() -> "x", plain).thenAccept(x -> ask()));
        future.join();
        assertOwn("alice");
        as("alice", () -> CompletableFuture.completedFuture("x").thenAccept(x -> ask()));
        assertOwn("alice");
        as("alice", () -> IntStream.range(0, 1).parallel().forEach(i -> ask()));
        assertOwn("alice");
    }

    @Test
    void what_the_callback_sets_itself() throws Exception {
        plain.submit(() -> as("alice", this::ask)).get();
        assertOwn("alice");
        plain.submit(() -> {
                    Scope scope = key.bind("alice");
                    ask();
                    scope.close();
                })
                .get();
        assertOwn("alice");
        CompletableFuture<String> turn = new CompletableFuture<>();
        turn.thenAccept(x -> as("alice", this::ask));
        turn.complete("x");
        assertOwn("alice");
    }

    @Test
    void reactors_automatic_mode() {
        reactor.core.publisher.Hooks.enableAutomaticContextPropagation();
        try {
            as(
                    "alice",
                    () -> Mono.just("x")
                            .publishOn(Schedulers.fromExecutor(plain))
                            .doOnNext(x -> ask())
                            .block());
            assertOwn("alice");
            Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();
            as("alice", () -> bus.asFlux().doOnNext(e -> ask()).contextCapture().subscribe());
            as("bob", () -> bus.tryEmitNext("x"));
            assertOwn("alice");
        } finally {
            reactor.core.publisher.Hooks.disableAutomaticContextPropagation();
        }
    }

    @Test
    void without_a_log_only_a_value_that_the_stack_shows_to_be_right_is_called_right() throws Exception {
        diagnostics.close();
        Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();
        as("alice", () -> bus.asFlux().subscribe(e -> ask()));
        as("bob", () -> bus.tryEmitNext("x"));
        assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
        plain.submit(() -> key.set("r-1")).get();
        plain.submit(this::ask).get();
        assertThat(seen.get().why()).contains("The stack does not show whether it came with this work");
        assertThat(seen.get().fix()).contains("explain(KEY, expected)");
        plain.submit(key::unset).get();
        as("alice", this::ask);
        assertOwn("alice");
    }

    @Test
    void the_same_where_only_some_requests_are_recorded() {
        diagnostics.close();
        diagnostics = Diagnostics.install(DiagnosticsOptions.defaults().sample(key, Integer.MAX_VALUE));
        Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();
        as("alice", () -> bus.asFlux().subscribe(e -> ask()));
        as("bob", () -> bus.tryEmitNext("x"));
        assertAnothers(Reason.BRIDGE_NOT_INSTALLED, "bob");
        assertThat(seen.get().why()).contains("only a sample of the requests is recorded");
    }
}
