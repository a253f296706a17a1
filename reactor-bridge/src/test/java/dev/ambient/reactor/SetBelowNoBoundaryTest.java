/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Rule 5 where the subscriber at the end of a flow has no boundary of its own, as one that shares its source: what a function sets before it
 * returns a source ends with its signal, and the source's later signals do not see it.
 */
class SetBelowNoBoundaryTest extends Bridged {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Operators that call a function which sets a value and then subscribe to, or wait for, a source that emits later. */
    private static final Map<String, BiFunction<Mono<Integer>, Mono<Integer>, Mono<Integer>>> SETTING =
            new TreeMap<>(Map.ofEntries(
                    Map.entry("flatMap", (source, later) -> source.flatMap(item -> set(later))),
                    Map.entry("delayUntil", (source, later) -> source.delayUntil(item -> set(later))),
                    Map.entry(
                            "onErrorResume",
                            (source, later) -> source.<Integer>map(item -> {
                                        throw new IllegalStateException("on purpose");
                                    })
                                    .onErrorResume(e -> set(later))),
                    Map.entry(
                            "switchIfEmpty",
                            (source, later) ->
                                    source.filter(item -> false).switchIfEmpty(Mono.defer(() -> set(later)))),
                    Map.entry(
                            "doOnTerminate, then",
                            (source, later) -> source.doOnTerminate(() -> REQUEST_ID.set("set"))
                                    .then(later)),
                    Map.entry(
                            "doOnSuccess, then",
                            (source, later) -> source.doOnSuccess(item -> REQUEST_ID.set("set"))
                                    .then(later)),
                    Map.entry(
                            "map, flatMap",
                            (source, later) -> source.map(item -> {
                                        REQUEST_ID.set("set");
                                        return item;
                                    })
                                    .flatMap(item -> later)),
                    Map.entry(
                            "flatMapMany",
                            (source, later) ->
                                    source.flatMapMany(item -> set(later)).next()),
                    Map.entry(
                            "concatMap",
                            (source, later) ->
                                    source.flux().concatMap(item -> set(later)).next()),
                    Map.entry(
                            "filterWhen",
                            (source, later) ->
                                    source.filterWhen(item -> set(later).map(any -> true))),
                    Map.entry(
                            "zipWhen",
                            (source, later) ->
                                    source.zipWhen(item -> set(later)).map(both -> both.getT1())),
                    Map.entry(
                            "repeatWhen",
                            (source, later) -> source.repeatWhen(times ->
                                            times.concatMap(n -> set(later).then(Mono.empty())))
                                    .last()),
                    Map.entry("retryWhen", (source, later) -> {
                        int[] calls = {0};
                        return source.<Integer>map(item -> {
                                    if (calls[0]++ == 0) {
                                        throw new IllegalStateException("on purpose");
                                    }
                                    return item;
                                })
                                .retryWhen(reactor.util.retry.Retry.from(errors -> errors.concatMap(e -> set(later))));
                    }),
                    Map.entry("using", (source, later) -> source.then(Mono.using(() -> 1, r -> set(later), r -> {}))),
                    Map.entry(
                            "usingWhen",
                            (source, later) -> Mono.usingWhen(source, r -> set(later), r -> Mono.empty()))));

    private static final Map<String, UnaryOperator<Mono<Integer>>> AROUND = new TreeMap<>(Map.of(
            "alone", flow -> flow,
            "after then", flow -> Mono.just(0).then(flow),
            "after when", flow -> Mono.when(Mono.just(0), Mono.just(1)).then(flow),
            "after switchIfEmpty", flow -> Mono.<Integer>empty().switchIfEmpty(flow),
            "in a flatMap", flow -> Mono.just(0).hide().flatMap(item -> flow),
            "in a defer", flow -> Mono.defer(() -> flow),
            "in a zip", flow -> Mono.zip(flow, Mono.just(1)).map(both -> both.getT1()),
            "in a when", flow -> Mono.when(flow).thenReturn(1)));

    private static final Map<String, Consumer<Mono<Integer>>> ENDS = new TreeMap<>(Map.of(
            "cache", flow -> flow.cache().subscribe(),
            "share", flow -> flow.share().subscribe(),
            "publish", flow -> flow.flux().publish().connect(),
            "replay", flow -> flow.flux().replay().connect(),
            "a subscriber", flow -> flow.subscribe((CoreSubscriber<? super Integer>) new BaseSubscriber<Integer>() {}),
            "subscribe", Mono::subscribe));

    static Stream<Arguments> flows() {
        return SETTING.keySet().stream()
                .flatMap(setting -> AROUND.keySet().stream()
                        .flatMap(around -> ENDS.keySet().stream().map(end -> Arguments.of(setting, around, end))));
    }

    private static Mono<Integer> set(Mono<Integer> later) {
        REQUEST_ID.set("set");
        return later;
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("flows")
    void rule_5_what_a_function_sets_ends_with_its_signal(String setting, String around, String end) {
        Sinks.One<Integer> sink = Sinks.one();
        Mono<Integer> later = sink.asMono().map(this::see);
        for (Mono<Integer> source : List.of(
                Mono.just(1),
                Mono.just(1).hide(),
                Mono.fromCallable(() -> 1),
                Flux.range(1, 1).next())) {
            Ambient.where(REQUEST_ID, "r-1").run(() -> {
                ENDS.get(end)
                        .accept(AROUND.get(around)
                                .apply(SETTING.get(setting).apply(source, later).map(this::see)));
                assertThat(REQUEST_ID.get()).as("on the subscribing thread").isEqualTo("r-1");
            });
        }
        sink.tryEmitValue(1).orThrow();
        assertThat(seen).isNotEmpty().containsOnly("r-1");
        assertThat(REQUEST_ID.orElse("none")).isEqualTo("none");
    }

    private Integer see(Integer item) {
        seen.add(REQUEST_ID.orElse("none"));
        return item;
    }
}
