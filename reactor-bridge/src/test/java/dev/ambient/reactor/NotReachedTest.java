/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * What callbacks see where docs/reference/not-reached.md says that the bridge does not reach, for the rows that have no other test. If a test fails
 * here because the bridge now reaches further, remove the row and test the rule.
 */
class NotReachedTest extends Bridged {

    private static final Ambient<Object> PAYLOAD = Ambient.named("payload");

    private final Driver driver = new Driver();
    private final List<String> saw = new CopyOnWriteArrayList<>();

    private void look() {
        saw.add(REQUEST_ID.orElse("none"));
    }

    private static void asMine(Runnable block) {
        Ambient.where(REQUEST_ID, "mine").run(block);
    }

    private static void asAnother(Runnable block) {
        Ambient.where(REQUEST_ID, "another's").run(block);
    }

    // ---------------------------------------------------------------- assembled before install()

    /** What a flow does with a source. It is given as a Flux and as a Mono. */
    private interface Operator {
        Publisher<Integer> on(Flux<Integer> flux, Mono<Integer> mono);
    }

    static Stream<Arguments> operators() {
        return Stream.of(
                operator("Flux.subscribeOn", (flux, mono) -> flux.subscribeOn(Schedulers.immediate())),
                operator("Flux.delaySubscription", (flux, mono) -> flux.delaySubscription(Mono.empty())),
                operator("Mono.delaySubscription", (flux, mono) -> mono.delaySubscription(Mono.empty())),
                operator("Flux.retry", (flux, mono) -> flux.retry()),
                operator("Mono.retryWhen", (flux, mono) -> mono.retryWhen(Retry.max(1))),
                operator("Flux.repeat", (flux, mono) -> flux.repeat()),
                operator("Mono.repeat", (flux, mono) -> mono.repeat(1)),
                operator(
                        "scan from a seed",
                        (flux, mono) -> flux.scan(0, Integer::sum).skip(1)),
                operator(
                        "join",
                        (flux, mono) -> flux.join(Flux.just(1), x -> Flux.never(), x -> Flux.never(), Integer::sum)),
                operator(
                        "groupJoin",
                        (flux, mono) ->
                                flux.groupJoin(Flux.just(1), x -> Flux.never(), x -> Flux.never(), (x, group) -> x)),
                operator("publish", (flux, mono) -> flux.publish().autoConnect()),
                operator("replay", (flux, mono) -> flux.replay().refCount()),
                operator("share", (flux, mono) -> flux.share()),
                operator("Flux.cache", (flux, mono) -> flux.cache()),
                operator("Mono.cache", (flux, mono) -> mono.cache()),
                operator("in Flux.defer", (flux, mono) -> Flux.defer(() -> flux)),
                operator("in Mono.zip", (flux, mono) -> Mono.zip(mono, Mono.just(1), Integer::sum)),
                operator("in Flux.using", (flux, mono) -> Flux.using(() -> 1, x -> flux, x -> {})),
                operator("in Mono.using", (flux, mono) -> Mono.using(() -> 1, x -> mono, x -> {})),
                operator(
                        "in Mono.usingWhen",
                        (flux, mono) -> Mono.usingWhen(Mono.just(1), x -> mono, x -> Mono.empty())));
    }

    private static Arguments operator(String name, Operator operator) {
        return Arguments.of(name, operator);
    }

    private Flux<Integer> assembled(Operator operator) {
        Flux<Integer> source = driver.doOnNext(item -> look());
        return Flux.from(operator.on(source, source.next())).doOnNext(item -> look());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void in_a_flow_from_before_install_operators_above_show_the_value_of_the_emitting_thread(
            String name, Operator operator) {
        bridge.close();
        Flux<Integer> before = assembled(operator);
        bridge = ReactorBridge.install();
        asMine(before::subscribe);
        asAnother(() -> driver.next(1));
        assertThat(saw).containsExactly("another's", "mine"); // below it, it is reached
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void in_a_flow_from_before_install_operators_above_show_none_if_the_emitting_thread_has_none(
            String name, Operator operator) {
        bridge.close();
        Flux<Integer> before = assembled(operator);
        bridge = ReactorBridge.install();
        asMine(before::subscribe);
        driver.next(1);
        assertThat(saw).containsExactly("none", "mine");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void install_before_assembly_is_the_fix(String name, Operator operator) {
        Flux<Integer> after = assembled(operator);
        asMine(after::subscribe);
        asAnother(() -> driver.next(1));
        assertThat(saw).containsExactly("mine", "mine");
    }

    /** The operators that are tried directly on each source that passes no hook. */
    @Test
    void all_others_are_reached_in_a_flow_from_before_install() {
        List<String> notReached = new ArrayList<>();
        FirstOperators.FLUX.forEach((name, operator) -> {
            if (!isReachedAbove(flux -> operator.apply(flux, new Seen()))) {
                notReached.add("Flux." + name);
            }
        });
        FirstOperators.MONO.forEach((name, operator) -> {
            if (!isReachedAbove(flux -> operator.apply(flux.next(), new Seen()))) {
                notReached.add("Mono." + name);
            }
        });
        assertThat(notReached).containsExactly("Flux.share", "Mono.cacheInvalidateIf", "Mono.cache", "Mono.zip of two");
    }

    private boolean isReachedAbove(Function<Flux<Integer>, Publisher<?>> operator) {
        saw.clear();
        Driver source = new Driver();
        bridge.close();
        Publisher<?> before = operator.apply(source.doOnNext(item -> look()));
        bridge = ReactorBridge.install();
        asMine(() -> before.subscribe(new End()));
        asAnother(() -> source.next(1));
        assertThat(saw).isNotEmpty();
        return !saw.contains("another's");
    }

    // ---------------------------------------------------------------- what is dropped

    @Test
    void what_emitNext_drops_when_its_sink_has_ended_is_seen_with_the_emitters_value() {
        Hooks.onNextDropped(item -> look());
        Sinks.Many<Integer> sink = Sinks.many().multicast().directBestEffort();
        asMine(() -> sink.asFlux().map(item -> item).subscribe());
        sink.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
        asAnother(() -> sink.emitNext(1, Sinks.EmitFailureHandler.FAIL_FAST));
        sink.emitNext(2, Sinks.EmitFailureHandler.FAIL_FAST);
        assertThat(saw).containsExactly("another's", "none");
    }

    static Stream<Arguments> sharings() {
        return Stream.of(
                sharing("publish", flux -> flux.publish().autoConnect()),
                sharing("replay", flux -> flux.replay().autoConnect()),
                sharing("share", Flux::share),
                sharing("cache", Flux::cache),
                sharing("cache of the last", flux -> flux.cache(1)));
    }

    private static Arguments sharing(String name, UnaryOperator<Flux<Integer>> sharing) {
        return Arguments.of(name, sharing);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sharings")
    void what_it_drops_of_a_programs_own_publisher_after_the_end_is_seen_with_the_emitters_value(
            String name, UnaryOperator<Flux<Integer>> sharing) {
        Hooks.onNextDropped(item -> look());
        asMine(() -> sharing.apply(driver).subscribe());
        driver.complete();
        asAnother(() -> driver.next(1));
        driver.next(2);
        assertThat(saw).containsExactly("another's", "none");
    }

    // ---------------------------------------------------------------- schedulers of a program's own

    @Test
    void a_supplier_under_subscribeOn_on_a_scheduler_without_hooks_shows_the_value_of_the_thread_that_runs_it() {
        List<Runnable> tasks = new ArrayList<>();
        Mono<Void> flow = Mono.<Void>fromSupplier(() -> {
                    look();
                    return null;
                })
                .subscribeOn(new Unhooked(tasks::add));
        asMine(flow::subscribe);
        asMine(flow::subscribe);
        asAnother(tasks.get(0));
        tasks.get(1).run();
        assertThat(saw).containsExactly("another's", "none");
    }

    // ---------------------------------------------------------------- what keeps values

    static Stream<Arguments> keepers() {
        return Stream.of(
                keeper("a unicast sink whose subscriber has cancelled", () -> {
                    Sinks.Many<Object> sink = Sinks.many().unicast().onBackpressureBuffer();
                    sink.asFlux().map(item -> item).subscribe().dispose();
                    return sink;
                }),
                keeper("a delayed task that was disposed of before it ran", () -> {
                    Disposable task = Schedulers.single().schedule(() -> {}, 1, TimeUnit.HOURS);
                    task.dispose();
                    return task;
                }),
                keeper("a periodic task that was disposed of", () -> {
                    Disposable task = Schedulers.single().schedulePeriodically(() -> {}, 1, 1, TimeUnit.HOURS);
                    task.dispose();
                    return task;
                }));
    }

    private static Arguments keeper(String name, Supplier<Object> keeper) {
        return Arguments.of(name, keeper);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keepers")
    void an_object_that_is_kept_keeps_the_values_of_its_flow(String name, Supplier<Object> keeper) {
        Object[] kept = new Object[2];
        WeakReference<Object> payload = payloadOf(keeper, kept, 0);
        WeakReference<Object> release = payloadOf(NotReachedTest::multicastSink, kept, 1);
        collectUntilGone(release);
        assertThat(payload.get() == null).as("released").isFalse();
        Reference.reachabilityFence(kept[0]);
        kept[0] = null;
        collectUntilGone(payload);
        Reference.reachabilityFence(kept);
    }

    /** A sink that keeps no values, for comparison with one that does. */
    private static Object multicastSink() {
        Sinks.Many<Object> sink = Sinks.many().multicast().directBestEffort();
        sink.asFlux().map(item -> item).subscribe().dispose();
        return sink;
    }

    private static WeakReference<Object> payloadOf(Supplier<Object> keeper, Object[] kept, int at) {
        Object payload = new Object();
        kept[at] = Ambient.where(PAYLOAD, payload).call(keeper::get);
        return new WeakReference<>(payload);
    }

    private static void collectUntilGone(WeakReference<Object> payload) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            System.gc();
            assertThat(payload.get() == null).as("the value is released").isTrue();
        });
    }
}
