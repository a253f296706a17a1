/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Signals after cancel or after the end, on a thread that works for another request. */
class LateTest extends Bridged {

    private final List<String> saw = new CopyOnWriteArrayList<>();

    /** Held here: a flow that has ended holds its values weakly, so that a kept handle does not keep them. */
    private final AmbientContext mine = Ambient.where(REQUEST_ID, "r-1").call(AmbientContext::capture);

    @AfterEach
    void resetHooks() {
        Hooks.resetOnOperatorError();
        Reference.reachabilityFence(mine);
    }

    // ---------------------------------------------------------------- signals after cancel

    @Test
    void rule_16_a_sink_that_has_ended_has_its_flows_Context_while_the_flow_goes_on() {
        List<String> contexts = new CopyOnWriteArrayList<>();
        Mono<Integer> flow = Mono.<MonoSink<?>>create(sink -> sink.success(sink))
                .flatMap(sink -> {
                    ContextView context = sink.contextView();
                    contexts.add(ReactorBridge.get(context, REQUEST_ID) + " " + context.getOrDefault("plain", "gone"));
                    return Mono.just(1);
                });
        Ambient.where(REQUEST_ID, "r-1").run(flow::block);
        flow.contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .contextWrite(Context.of("plain", "entry"))
                .block();
        assertThat(contexts).containsExactly("r-1 gone", "r-2 entry");
    }

    static Stream<Arguments> rawSources() {
        return Stream.of(
                Arguments.of("Flux.from", (Function<Raw, Flux<Integer>>) Flux::from),
                Arguments.of("Mono.fromDirect", (Function<Raw, Flux<Integer>>)
                        raw -> Mono.fromDirect(raw).flux()),
                Arguments.of("a Flux of the program's", (Function<Raw, Flux<Integer>>) LateTest::ofTheProgram),
                Arguments.of("shared", (Function<Raw, Flux<Integer>>)
                        raw -> Flux.from(raw).publish(1).refCount()),
                Arguments.of("below contextWrite", (Function<Raw, Flux<Integer>>)
                        raw -> Flux.from(raw).contextWrite(Context.of("plain", "entry"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rawSources")
    void rule_2_an_item_that_comes_after_cancel_and_a_collection_is_seen_with_the_flows_value(
            String name, Function<Raw, Flux<Integer>> flow) {
        Raw raw = new Raw();
        // A new string, so that only the flow holds it.
        Disposable subscription = Ambient.where(REQUEST_ID, new String("r-1"))
                .call(() -> flow.apply(raw).doOnNext(item -> note("next")).subscribe());
        subscription.dispose();
        collect();
        asAnother(() -> raw.subscriber.onNext(1));
        if (saw.isEmpty()) {
            assertThat(name).as("passes on what comes after cancel").isEqualTo("shared");
        } else {
            assertThat(saw).containsExactly("next r-1");
        }
    }

    @Test
    void rule_2_a_raw_subscriber_that_has_cancelled_is_still_signalled_with_the_flows_value() {
        Raw raw = new Raw();
        Ambient.where(REQUEST_ID, new String("r-1"))
                .run(() -> ofTheProgram(raw)
                        .map(item -> {
                            note("map");
                            return item;
                        })
                        .subscribe(new Cancelling()));
        collect();
        asAnother(() -> raw.subscriber.onNext(1));
        assertThat(saw).containsExactly("map r-1");
    }

    // ---------------------------------------------------------------- discards after cancel

    static Stream<Arguments> lateDiscards() {
        return Stream.of(
                discard("fromFuture", f -> Mono.fromFuture(f, true).flux()),
                discard(
                        "fromFuture of a supplier",
                        f -> Mono.fromFuture(() -> f, true).flux()),
                discard(
                        "fromCompletionStage",
                        f -> Mono.fromCompletionStage(noFuture(f)).flux()),
                discard(
                        "fromCompletionStage of a supplier",
                        f -> Mono.fromCompletionStage(() -> noFuture(f)).flux()),
                discard(
                        "in Mono.flatMap",
                        f -> Mono.just(1)
                                .flatMap(one -> Mono.fromFuture(f, true))
                                .flux()),
                discard("in Flux.flatMap", f -> Flux.just(1).hide().flatMap(one -> Mono.fromFuture(f, true))),
                discard("in concatMap", f -> Flux.just(1).hide().concatMap(one -> Mono.fromFuture(f, true))),
                discard("in switchMap", f -> Flux.just(1).hide().switchMap(one -> Mono.fromFuture(f, true))),
                discard(
                        "in zip",
                        f -> Mono.zip(Mono.never(), Mono.fromFuture(f, true))
                                .map(t -> "")
                                .flux()),
                discard(
                        "below timeout",
                        f -> Mono.fromFuture(f, true)
                                .timeout(Duration.ofHours(1))
                                .flux()),
                discard(
                        "below map and hide",
                        f -> Mono.fromFuture(f, true).map(x -> x).hide().flux()),
                discard(
                        "below defer",
                        f -> Mono.defer(() -> Mono.fromFuture(f, true)).flux()),
                discard(
                        "a resource of usingWhen",
                        f -> Flux.usingWhen(Mono.fromFuture(f, true), Flux::just, resource -> Mono.empty())),
                discard("create", f -> Flux.create(sink -> f.thenAccept(sink::next))),
                discard("push", f -> Flux.push(sink -> f.thenAccept(sink::next))),
                discard(
                        "create that drops",
                        f -> Flux.create(sink -> f.thenAccept(sink::next), FluxSink.OverflowStrategy.DROP)),
                discard(
                        "Mono.create",
                        f -> Mono.<String>create(sink -> f.thenAccept(sink::success))
                                .flux()),
                discard(
                        "a program's Flux that uses Reactor",
                        f -> ReactorBridge.bridge(new Flux<String>() {
                            @Override
                            public void subscribe(CoreSubscriber<? super String> actual) {
                                actual.onSubscribe(new Nothing());
                                f.thenAccept(item -> Operators.onDiscard(item, actual.currentContext()));
                            }
                        })));
    }

    private static Arguments discard(String name, Function<CompletableFuture<String>, Flux<String>> flow) {
        return Arguments.of(name, flow);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lateDiscards")
    void rule_17_a_late_discard_sees_the_flows_value(
            String name, Function<CompletableFuture<String>, Flux<String>> flow) {
        CompletableFuture<String> future = new CompletableFuture<>();
        mine.call(() -> discarding(flow.apply(future)).subscribe()).dispose();
        asAnother(() -> future.complete("late"));
        assertThat(saw).containsExactly("late r-1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lateDiscards")
    void rule_17_a_late_discard_sees_its_own_value_or_none_once_nobody_holds_the_value(
            String name, Function<CompletableFuture<String>, Flux<String>> flow) {
        CompletableFuture<String> future = new CompletableFuture<>();
        Ambient.where(REQUEST_ID, new String("r-1"))
                .call(() -> discarding(flow.apply(future)).subscribe())
                .dispose();
        collect();
        asAnother(() -> future.complete("late"));
        assertThat(saw).singleElement().isIn("late null", "late r-1");
    }

    @Test
    void rule_17_what_a_buffer_discards_when_another_thread_clears_it_sees_the_flows_value() {
        Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
        Disposable subscription = mine.call(() -> discarding(ReactorBridge.bridge(sink.asFlux())
                        .onBackpressureBuffer()
                        .limitRate(1))
                .subscribe(item -> {}, null, null, (Context) null));
        subscription.dispose();
        asAnother(() -> sink.emitNext("late", Sinks.EmitFailureHandler.FAIL_FAST));
        assertThat(saw).containsExactly("late r-1");
    }

    @Test
    void rule_17_the_queue_of_a_publishOn_on_a_scheduler_of_ones_own_is_discarded_in_the_flows_context() {
        List<Runnable> tasks = new ArrayList<>();
        Disposable[] subscription = new Disposable[1];
        Flux<String> flux = Flux.just("a", "b", "c")
                .hide()
                .publishOn(new Unhooked(tasks::add))
                .doOnNext(item -> subscription[0].dispose())
                .doOnDiscard(String.class, this::note);
        subscription[0] = mine.call(() -> flux.subscribe());
        asAnother(() -> tasks.forEach(Runnable::run));
        assertThat(saw).containsExactly("b r-1", "c r-1");
    }

    @Test
    void discards_below_a_contextWrite_see_what_they_see_on_time() {
        CompletableFuture<String> future = new CompletableFuture<>();
        mine.call(() -> discarding(Mono.fromFuture(future, true)
                                .flux()
                                .contextWrite(ReactorBridge.put(REQUEST_ID, "written")))
                        .subscribe())
                .dispose();
        asAnother(() -> future.complete("late"));
        assertThat(saw).singleElement().isIn("late written", "late null"); // it is the write's: nobody else holds it
    }

    // ---------------------------------------------------------------- dropped

    /** A way to make Reactor drop a signal. */
    private interface Dropping {
        /** Subscribes to a flow, ends or cancels it, and returns an action that signals too late. */
        Runnable prepare(Function<Flux<?>, Flux<?>> change);
    }

    static Stream<Arguments> dropped() {
        return Stream.of(
                drop("FluxSink.next after the end", change -> {
                    FluxSink<Object>[] kept = sink();
                    change.apply(Flux.create(sink -> kept[0] = sink)).subscribe();
                    kept[0].complete();
                    return () -> kept[0].next("late");
                }),
                drop("FluxSink.error after the end", change -> {
                    FluxSink<Object>[] kept = sink();
                    change.apply(Flux.create(sink -> kept[0] = sink)).subscribe();
                    kept[0].complete();
                    return () -> kept[0].error(new IllegalStateException("late"));
                }),
                drop("MonoSink.success after the end", change -> {
                    MonoSink<Object>[] kept = monoSink();
                    change.apply(Mono.create(sink -> kept[0] = sink).flux()).subscribe();
                    kept[0].success("first");
                    return () -> kept[0].success("late");
                }),
                drop("MonoSink.error after the end", change -> {
                    MonoSink<Object>[] kept = monoSink();
                    change.apply(Mono.create(sink -> kept[0] = sink).flux()).subscribe();
                    kept[0].success("first");
                    return () -> kept[0].error(new IllegalStateException("late"));
                }),
                drop("MonoSink.error after cancel", change -> {
                    MonoSink<Object>[] kept = monoSink();
                    change.apply(Mono.create(sink -> kept[0] = sink).flux())
                            .subscribe()
                            .dispose();
                    return () -> kept[0].error(new IllegalStateException("late"));
                }),
                drop("a future that fails after cancel", change -> {
                    CompletableFuture<Object> future = new CompletableFuture<>();
                    change.apply(Mono.fromFuture(future, true).flux())
                            .subscribe()
                            .dispose();
                    return () -> future.completeExceptionally(new IllegalStateException("late"));
                }),
                drop("a future that fails when another Mono was first", change -> {
                    CompletableFuture<Object> future = new CompletableFuture<>();
                    Mono<Object> late = Mono.fromFuture(future, true);
                    change.apply(Mono.firstWithSignal(late, Mono.just(1).hide().cast(Object.class))
                                    .flux())
                            .subscribe();
                    return () -> future.completeExceptionally(new IllegalStateException("late"));
                }),
                drop("another library's onNext after the end", change -> {
                    Raw raw = new Raw();
                    change.apply(Flux.from(raw).map(item -> item)).subscribe();
                    raw.subscriber.onComplete();
                    return () -> raw.subscriber.onNext(1);
                }),
                drop("another library's onError after the end", change -> {
                    Raw raw = new Raw();
                    change.apply(Flux.from(raw).map(item -> item)).subscribe();
                    raw.subscriber.onComplete();
                    return () -> raw.subscriber.onError(new IllegalStateException("late"));
                }));
    }

    private static Arguments drop(String name, Dropping dropping) {
        return Arguments.of(name, dropping);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dropped")
    void rule_17_a_global_hook_for_what_is_dropped_sees_the_flows_value(String name, Dropping dropping) {
        Runnable late = mine.call(() -> dropping.prepare(flux -> flux));
        setHooks();
        asAnother(late);
        assertThat(saw).isNotEmpty().allMatch(sight -> sight.endsWith(" r-1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dropped")
    void rule_17_after_a_collection_too_a_global_hook_sees_nobody_elses_value(String name, Dropping dropping) {
        Runnable late = Ambient.where(REQUEST_ID, new String("r-1")).call(() -> dropping.prepare(flux -> flux));
        setHooks();
        collect();
        asAnother(late);
        assertThat(saw).isNotEmpty().allMatch(sight -> sight.endsWith(" r-1") || sight.endsWith(" null"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dropped")
    void rule_17_a_hook_of_the_Context_is_called_and_sees_the_flows_value(String name, Dropping dropping) {
        Consumer<Object> next = item -> note("local");
        Consumer<Throwable> error = failure -> note("local");
        BiFunction<Throwable, Object, Throwable> operator = (failure, item) -> {
            note("local");
            return failure;
        };
        Runnable late = mine.call(() -> dropping.prepare(flux -> flux.contextWrite(Context.of(
                LocalHooksContext.ON_NEXT_DROPPED,
                next,
                LocalHooksContext.ON_ERROR_DROPPED,
                error,
                LocalHooksContext.ON_OPERATOR_ERROR,
                operator))));
        asAnother(late);
        assertThat(saw).isNotEmpty().allMatch(sight -> sight.equals("local r-1"));
    }

    @Test
    void rule_17_what_the_last_subscriber_drops_after_cancel_is_dropped_in_the_flows_context() {
        Raw raw = new Raw();
        Ambient.where(REQUEST_ID, new String("r-1"))
                .call(() -> Flux.from(raw).map(item -> item).subscribe())
                .dispose();
        setHooks();
        collect();
        asAnother(() -> raw.subscriber.onError(new IllegalStateException("late")));
        assertThat(saw).containsExactly("onErrorDropped r-1");
    }

    @Test
    void what_an_operator_error_hook_returns_is_what_the_flow_fails_with() {
        IllegalStateException changed = new IllegalStateException("changed");
        Hooks.onOperatorError((failure, item) -> changed);
        List<Throwable> failures = new ArrayList<>();
        Flux.create(sink -> {
                    throw new IllegalArgumentException("on purpose");
                })
                .subscribe(item -> {}, failures::add);
        assertThat(failures).containsExactly(changed);
    }

    @Test
    void a_hook_that_throws_throws_where_it_is_called() {
        FluxSink<Object>[] kept = sink();
        Flux.create(sink -> kept[0] = sink).subscribe();
        kept[0].complete();
        Hooks.onNextDropped(item -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatThrownBy(() -> kept[0].next("late")).hasMessage("on purpose");
    }

    @Test
    void the_keys_of_hooks_are_those_that_Reactor_asks_for() {
        List<Object> asked = new ArrayList<>();
        Context asking = new Asking(asked);
        Operators.onNextDropped("item", asking);
        Operators.onErrorDropped(new IllegalStateException("asking"), asking);
        Operators.onOperatorError(new IllegalStateException("asking"), asking);
        Operators.onDiscard("item", asking);
        assertThat(asked)
                .containsExactly(
                        LocalHooksContext.ON_NEXT_DROPPED,
                        LocalHooksContext.ON_ERROR_DROPPED,
                        LocalHooksContext.ON_OPERATOR_ERROR,
                        LocalHooksContext.ON_DISCARD);
        for (int i = 0; i < 4; i++) {
            assertThat(asked.get(i)
                            == List.of(
                                            LocalHooksContext.ON_NEXT_DROPPED,
                                            LocalHooksContext.ON_ERROR_DROPPED,
                                            LocalHooksContext.ON_OPERATOR_ERROR,
                                            LocalHooksContext.ON_DISCARD)
                                    .get(i))
                    .as("the same object")
                    .isTrue();
        }
    }

    @Test
    void rule_16_a_program_finds_no_entries_of_ours_in_the_Context_of_a_sink() {
        FluxSink<Object>[] kept = sink();
        Flux<Object> flux = Flux.create(sink -> kept[0] = sink);
        Disposable subscription =
                mine.call(() -> flux.contextWrite(Context.of("plain", "entry")).subscribe());
        ContextView context = kept[0].contextView();
        assertThat(context.stream().map(entry -> entry.getKey().toString()))
                .containsExactlyInAnyOrder("plain", "dev.ambient.context");
        assertThat(context.size()).isEqualTo(2);
        assertThat(context.hasKey(LocalHooksContext.ON_NEXT_DROPPED)).isFalse();
        assertThat(Context.of("more", 1).putAll(context).<String>get("plain")).isEqualTo("entry");
        assertThat(Context.of(context).put("more", 1).stream()).hasSize(3);
        subscription.dispose();
        assertThat(kept[0].contextView().stream().map(entry -> entry.getKey().toString()))
                .as("for as long as somebody has the flow's values")
                .containsExactlyInAnyOrder("plain", "dev.ambient.context");
    }

    // ---------------------------------------------------------------- for these tests

    private <T> Flux<T> discarding(Flux<T> flux) {
        return flux.doOnDiscard(String.class, this::note);
    }

    private void setHooks() {
        Hooks.onNextDropped(item -> note("onNextDropped"));
        Hooks.onErrorDropped(failure -> note("onErrorDropped"));
        Hooks.onOperatorError((failure, item) -> {
            note("onOperatorError");
            return failure;
        });
    }

    private void note(String what) {
        saw.add(what + " " + REQUEST_ID.get());
    }

    /** Runs an action on another thread, which works for another request. */
    private void asAnother(Runnable deed) {
        emitters.execute(() -> Ambient.where(REQUEST_ID, "r-2").run(deed));
        emitters.onEachThread(() -> null); // done by now
    }

    /** Collects garbage until an object that nobody holds is gone. */
    private static void collect() {
        WeakReference<Object> gone = new WeakReference<>(new Object());
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            System.gc();
            return gone.get() == null;
        });
    }

    private static Flux<Integer> ofTheProgram(Raw raw) {
        return new Flux<Integer>() {
            @Override
            public void subscribe(CoreSubscriber<? super Integer> actual) {
                raw.subscribe(actual);
            }
        }.map(item -> item);
    }

    @SuppressWarnings("unchecked") // a proxy knows no type arguments
    private static CompletionStage<String> noFuture(CompletableFuture<String> future) {
        return (CompletionStage<String>) Proxy.newProxyInstance(
                LateTest.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, arguments) -> method.invoke(future, arguments));
    }

    @SuppressWarnings("unchecked")
    private static FluxSink<Object>[] sink() {
        return (FluxSink<Object>[]) new FluxSink<?>[1];
    }

    @SuppressWarnings("unchecked")
    private static MonoSink<Object>[] monoSink() {
        return (MonoSink<Object>[]) new MonoSink<?>[1];
    }

    /** Another library's publisher. It emits when the test calls it. */
    private static final class Raw implements Publisher<Integer> {

        private Subscriber<? super Integer> subscriber;

        @Override
        public void subscribe(Subscriber<? super Integer> actual) {
            subscriber = actual;
            actual.onSubscribe(new Nothing());
        }
    }

    private static final class Nothing implements Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /** A subscriber that cancels at once. */
    private static final class Cancelling implements Subscriber<Object> {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(1);
            subscription.cancel();
        }

        @Override
        public void onNext(Object item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    /** A Context that notes the keys that it is asked for, and has a hook under each. */
    private static final class Asking implements Context {

        private final List<Object> asked;

        Asking(List<Object> asked) {
            this.asked = asked;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T get(Object key) {
            asked.add(key);
            return key.toString().contains("Operator")
                    ? (T) (BiFunction<Throwable, Object, Throwable>) (failure, item) -> failure
                    : (T) (Consumer<Object>) item -> {};
        }

        @Override
        public boolean hasKey(Object key) {
            return true;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Stream<Map.Entry<Object, Object>> stream() {
            return Stream.empty();
        }

        @Override
        public Context put(Object key, Object value) {
            return this;
        }

        @Override
        public Context delete(Object key) {
            return this;
        }
    }
}
