/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** The table of operators that are tried directly on a source: those of each family that call the program. */
final class FirstOperators {

    static final Map<String, BiFunction<Flux<Integer>, Seen, Flux<?>>> FLUX = new LinkedHashMap<>();
    static final Map<String, BiFunction<Mono<Integer>, Seen, Mono<?>>> MONO = new LinkedHashMap<>();

    /** Operators that subscribe to the source themselves. Their callbacks see what is current where the source emits. */
    static final Map<String, BiFunction<Flux<Integer>, Seen, Flux<?>>> NOT_REACHED = new LinkedHashMap<>();

    static {
        FLUX.put("nothing", (flux, seen) -> flux);
        FLUX.put("map", (flux, seen) -> flux.map(seen.same("map")));
        FLUX.put("mapNotNull", (flux, seen) -> flux.mapNotNull(seen.same("mapNotNull")));
        FLUX.put("filter", (flux, seen) -> flux.filter(seen.test("filter", item -> true)));
        FLUX.put(
                "handle",
                (flux, seen) -> flux.handle((item, sink) -> {
                    seen.at("handle");
                    sink.next(item);
                }));
        FLUX.put("doOnNext", (flux, seen) -> flux.doOnNext(seen.take("doOnNext")));
        FLUX.put("doOnEach", (flux, seen) -> flux.doOnEach(seen.take("doOnEach")));
        FLUX.put("doOnTerminate", (flux, seen) -> flux.doOnTerminate(seen.run("doOnTerminate")));
        FLUX.put("doAfterTerminate", (flux, seen) -> flux.doAfterTerminate(seen.run("doAfterTerminate")));
        FLUX.put("doFinally", (flux, seen) -> flux.doFinally(seen.<SignalType>take("doFinally")));
        FLUX.put("doOnSubscribe", (flux, seen) -> flux.doOnSubscribe(seen.take("doOnSubscribe")));
        FLUX.put("doOnRequest", (flux, seen) -> flux.doOnRequest(item -> seen.at("doOnRequest")));
        FLUX.put("doFirst", (flux, seen) -> flux.doFirst(seen.run("doFirst")));
        FLUX.put(
                "take, doOnCancel",
                (flux, seen) -> flux.doOnCancel(seen.run("doOnCancel")).take(1));
        FLUX.put("flatMap", (flux, seen) -> flux.flatMap(seen.to("flatMap", Mono::just)));
        FLUX.put("flatMap, one at a time", (flux, seen) -> flux.flatMap(seen.to("flatMap", Mono::just), 1));
        FLUX.put("flatMapSequential", (flux, seen) -> flux.flatMapSequential(seen.to("flatMapSequential", Mono::just)));
        FLUX.put("concatMap", (flux, seen) -> flux.concatMap(seen.to("concatMap", Mono::just)));
        FLUX.put("concatMap without prefetch", (flux, seen) -> flux.concatMap(seen.to("concatMap", Mono::just), 0));
        FLUX.put("switchMap", (flux, seen) -> flux.switchMap(seen.to("switchMap", Mono::just)));
        FLUX.put("flatMapIterable", (flux, seen) -> flux.flatMapIterable(seen.to("flatMapIterable", List::of)));
        FLUX.put("scan", (flux, seen) -> flux.scan(seen.both("scan?", Integer::sum)));
        FLUX.put(
                "reduce",
                (flux, seen) -> flux.reduce(seen.both("reduce?", Integer::sum)).flux());
        FLUX.put(
                "reduce from a seed",
                (flux, seen) ->
                        flux.reduce(0, seen.both("reduce", Integer::sum)).flux());
        FLUX.put("index", (flux, seen) -> flux.index(seen.both("index", (at, item) -> item)));
        FLUX.put("distinct", (flux, seen) -> flux.distinct(seen.same("distinct")));
        FLUX.put("takeWhile", (flux, seen) -> flux.takeWhile(seen.test("takeWhile", item -> true)));
        FLUX.put("takeUntil", (flux, seen) -> flux.takeUntil(seen.test("takeUntil", item -> false)));
        FLUX.put("skipWhile", (flux, seen) -> flux.skipWhile(seen.test("skipWhile", item -> false)));
        FLUX.put("bufferUntil", (flux, seen) -> flux.bufferUntil(seen.test("bufferUntil", item -> false)));
        FLUX.put("buffer into", (flux, seen) -> flux.buffer(5, seen.give("buffer", ArrayList::new)));
        FLUX.put(
                "windowUntil",
                (flux, seen) -> flux.windowUntil(seen.test("windowUntil", item -> false))
                        .flatMap(window -> window.map(seen.same("in the window"))));
        FLUX.put(
                "groupBy",
                (flux, seen) -> flux.groupBy(seen.to("groupBy", item -> 0))
                        .flatMap(group -> group.map(seen.same("in the group"))));
        FLUX.put(
                "collectMap",
                (flux, seen) -> flux.collectMap(seen.same("collectMap")).flux());
        FLUX.put("all", (flux, seen) -> flux.all(seen.test("all", item -> true)).flux());
        FLUX.put(
                "next", (flux, seen) -> flux.next().map(seen.same("below next")).flux());
        FLUX.put(
                "collectList",
                (flux, seen) ->
                        flux.collectList().map(seen.same("below collectList")).flux());
        FLUX.put(
                "then",
                (flux, seen) ->
                        flux.then(Mono.fromSupplier(seen.give("then", () -> 1))).flux());
        FLUX.put(
                "publishOn",
                (flux, seen) -> flux.publishOn(Schedulers.immediate()).map(seen.same("below publishOn")));
        FLUX.put(
                "contextWrite",
                (flux, seen) -> flux.contextWrite(Context.of("key", "value")).map(seen.same("below contextWrite")));
        FLUX.put("zipWith", (flux, seen) -> flux.zipWith(Flux.just(1, 2), seen.both("zipWith", Integer::sum)));
        FLUX.put(
                "zipWithIterable",
                (flux, seen) -> flux.zipWithIterable(List.of(1, 2), seen.both("zipWithIterable", Integer::sum)));
        FLUX.put("as a second of zip", (flux, seen) -> Flux.zip(Flux.just(1, 2), flux, seen.both("zip", Integer::sum)));
        FLUX.put(
                "combineLatest",
                (flux, seen) -> Flux.combineLatest(Flux.just(1), flux, seen.both("combineLatest", Integer::sum)));
        FLUX.put(
                "withLatestFrom",
                (flux, seen) -> flux.withLatestFrom(Flux.just(1), seen.both("withLatestFrom", Integer::sum)));
        FLUX.put("mergeWith", (flux, seen) -> flux.mergeWith(Flux.just(1)).map(seen.same("below merge")));
        FLUX.put(
                "mergeComparing",
                (flux, seen) -> Flux.mergeComparing(
                        (Integer a, Integer b) -> {
                            seen.at("mergeComparing");
                            return a - b;
                        },
                        flux,
                        Flux.just(1)));
        FLUX.put(
                "concatWith", (flux, seen) -> flux.concatWith(Flux.defer(seen.give("concatWith", () -> Flux.just(1)))));
        FLUX.put(
                "firstWithSignal",
                (flux, seen) -> Flux.firstWithSignal(flux, Flux.never()).map(seen.same("below first")));
        FLUX.put(
                "switchIfEmpty",
                (flux, seen) -> flux.filter(item -> false)
                        .switchIfEmpty(Flux.defer(seen.give("switchIfEmpty", () -> Flux.just(1)))));
        FLUX.put(
                "as what switchIfEmpty takes",
                (flux, seen) -> Flux.<Integer>empty().switchIfEmpty(flux).map(seen.same("below switchIfEmpty")));
        FLUX.put(
                "switchOnFirst",
                (flux, seen) -> flux.switchOnFirst((first, all) -> {
                    seen.at("switchOnFirst");
                    return all.map(seen.same("in switchOnFirst"));
                }));
        FLUX.put("transform", (flux, seen) -> flux.transform(all -> all.map(seen.same("transform"))));
        FLUX.put("transformDeferred", (flux, seen) -> flux.transformDeferred(all -> all.map(seen.same("transform"))));
        FLUX.put("share", (flux, seen) -> flux.share().map(seen.same("below share")));
        FLUX.put("publish with a function", (flux, seen) -> flux.publish(all -> all.map(seen.same("publish"))));
        FLUX.put("filterWhen", (flux, seen) -> flux.filterWhen(seen.to("filterWhen", item -> Mono.just(true))));
        FLUX.put("delayUntil", (flux, seen) -> flux.delayUntil(seen.to("delayUntil", Mono::just)));
        FLUX.put(
                "timeout by item",
                (flux, seen) -> flux.timeout(Mono.never(), seen.to("timeout", item -> Mono.never())));
        FLUX.put("expand", (flux, seen) -> flux.expand(seen.to("expand", item -> Mono.empty())));
        FLUX.put("sampleTimeout", (flux, seen) -> flux.sampleTimeout(seen.to("sampleTimeout", item -> Mono.never())));
        FLUX.put("sampleFirst", (flux, seen) -> flux.sampleFirst(seen.to("sampleFirst", item -> Mono.never())));
        FLUX.put(
                "onErrorResume",
                (flux, seen) -> flux.concatWith(Flux.error(new IllegalStateException()))
                        .onErrorResume(seen.to("onErrorResume", failure -> Mono.just(1))));
        FLUX.put("timeout", (flux, seen) -> flux.timeout(Duration.ofMinutes(1)).map(seen.same("below timeout")));
        FLUX.put(
                "onBackpressureBuffer",
                (flux, seen) -> flux.onBackpressureBuffer().map(seen.same("below onBackpressureBuffer")));
        FLUX.put(
                "parallel",
                (flux, seen) -> flux.parallel(2).map(seen.same("parallel")).sequential());
        FLUX.put(
                "tap",
                (flux, seen) -> flux.tap(context -> new DefaultSignalListener<>() {
                    @Override
                    public void doOnNext(Integer item) {
                        seen.at("tap");
                    }
                }));
        FLUX.put(
                "flatMap to it",
                (flux, seen) -> Flux.just(0, 1)
                        .flatMap(number -> number == 0 ? flux : Flux.defer(seen.give("flatMap", Flux::empty)), 1)
                        .map(seen.same("below")));
        FLUX.put(
                "concatMap to it",
                (flux, seen) -> Flux.just(0, 1)
                        .concatMap(seen.to("concatMap", number -> number == 0 ? flux : Flux.empty()), 1));
        FLUX.put(
                "flatMap to its first operator",
                (flux, seen) -> Flux.just(1).flatMap(number -> flux.map(seen.same("inner"))));
        FLUX.put(
                "what is above flatMap to it",
                (flux, seen) -> Flux.just(0, 1, 2)
                        .hide()
                        .map(seen.same("above"))
                        .flatMap(number -> number == 0 ? flux : Flux.empty(), 1));
        FLUX.put(
                "usingWhen's closure",
                (flux, seen) ->
                        Flux.usingWhen(Mono.just(1), resource -> flux, seen.to("usingWhen", resource -> Mono.empty())));
        FLUX.put(
                "usingWhen's resource",
                (flux, seen) -> Flux.usingWhen(flux, seen.to("usingWhen", Mono::just), resource -> Mono.empty()));
        FLUX.put(
                "repeatWhen",
                (flux, seen) -> flux.take(1)
                        .repeatWhen(all -> all.map(seen.same("repeatWhen"))
                                .take(1)
                                .ignoreElements()
                                .flux()
                                .cast(Integer.class)));
        FLUX.put(
                "takeUntilOther",
                (flux, seen) ->
                        Flux.never().doOnCancel(seen.run("takeUntilOther")).takeUntilOther(flux));
        FLUX.put(
                "buffer by it",
                (flux, seen) ->
                        Flux.just(1).concatWith(Flux.never()).buffer(flux, seen.give("buffer", ArrayList::new)));
        FLUX.put(
                "windowWhen",
                (flux, seen) -> flux.windowWhen(
                                Flux.just(1).concatWith(Flux.never()), seen.to("windowWhen", item -> Mono.never()))
                        .flatMap(window -> window.map(seen.same("in the window"))));
        FLUX.put(
                "sequenceEqual",
                (flux, seen) -> Mono.sequenceEqual(flux, Flux.just(1, 2), (a, b) -> {
                            seen.at("sequenceEqual");
                            return true;
                        })
                        .flux());

        MONO.put("nothing", (mono, seen) -> mono);
        MONO.put("map", (mono, seen) -> mono.map(seen.same("map")));
        MONO.put("filter", (mono, seen) -> mono.filter(seen.test("filter", item -> true)));
        MONO.put(
                "handle",
                (mono, seen) -> mono.handle((item, sink) -> {
                    seen.at("handle");
                    sink.next(item);
                }));
        MONO.put("doOnNext", (mono, seen) -> mono.doOnNext(seen.take("doOnNext")));
        MONO.put("doOnSuccess", (mono, seen) -> mono.doOnSuccess(seen.take("doOnSuccess")));
        MONO.put("doOnEach", (mono, seen) -> mono.doOnEach(seen.take("doOnEach")));
        MONO.put("doFinally", (mono, seen) -> mono.doFinally(seen.take("doFinally")));
        MONO.put("flatMap", (mono, seen) -> mono.flatMap(seen.to("flatMap", Mono::just)));
        MONO.put(
                "flatMap to it",
                (mono, seen) -> Mono.just(1).flatMap(item -> mono).map(seen.same("below")));
        MONO.put(
                "flatMap to its first operator",
                (mono, seen) -> Mono.just(1).flatMap(item -> mono.doOnNext(seen.take("inner"))));
        MONO.put(
                "flatMapMany",
                (mono, seen) ->
                        mono.flatMapMany(seen.to("flatMapMany", Flux::just)).next());
        MONO.put(
                "flatMapIterable",
                (mono, seen) -> mono.flatMapIterable(seen.to("flatMapIterable", List::of))
                        .next());
        MONO.put("flux().map", (mono, seen) -> mono.flux().map(seen.same("map")).next());
        MONO.put(
                "publishOn",
                (mono, seen) -> mono.publishOn(Schedulers.immediate()).map(seen.same("below publishOn")));
        MONO.put(
                "contextWrite",
                (mono, seen) -> mono.contextWrite(Context.of("key", "value")).map(seen.same("below contextWrite")));
        MONO.put(
                "zipWhen",
                (mono, seen) -> mono.zipWhen(seen.to("zipWhen", Mono::just), seen.both("combine", Integer::sum)));
        MONO.put("then", (mono, seen) -> mono.then(Mono.fromSupplier(seen.give("then", () -> 1))));
        MONO.put("thenReturn", (mono, seen) -> mono.thenReturn(1).map(seen.same("below thenReturn")));
        MONO.put("delayUntil", (mono, seen) -> mono.delayUntil(seen.to("delayUntil", Mono::just)));
        MONO.put("filterWhen", (mono, seen) -> mono.filterWhen(seen.to("filterWhen", item -> Mono.just(true))));
        MONO.put(
                "cacheInvalidateIf",
                (mono, seen) -> mono.cacheInvalidateIf(item -> false).map(seen.same("below cache")));
        MONO.put("share", (mono, seen) -> mono.share().map(seen.same("below share")));
        MONO.put("cache", (mono, seen) -> mono.cache().map(seen.same("below cache")));
        MONO.put(
                "onErrorResume",
                (mono, seen) -> mono.then(Mono.error(new IllegalStateException()))
                        .onErrorResume(seen.to("onErrorResume", failure -> Mono.just(1))));
        MONO.put(
                "switchIfEmpty",
                (mono, seen) -> mono.filter(item -> false)
                        .switchIfEmpty(Mono.defer(seen.give("switchIfEmpty", () -> Mono.just(1)))));
        MONO.put(
                "as what switchIfEmpty takes",
                (mono, seen) -> Mono.<Integer>empty().switchIfEmpty(mono).map(seen.same("below")));
        MONO.put("publish with a function", (mono, seen) -> mono.publish(one -> one.map(seen.same("publish"))));
        MONO.put("timeout", (mono, seen) -> mono.timeout(Mono.never()).map(seen.same("below timeout")));
        MONO.put(
                "usingWhen's resource",
                (mono, seen) -> Mono.usingWhen(mono, seen.to("usingWhen", Mono::just), resource -> Mono.empty()));
        MONO.put("transform", (mono, seen) -> mono.transform(one -> one.map(seen.same("transform"))));
        MONO.put("transformDeferred", (mono, seen) -> mono.transformDeferred(one -> one.map(seen.same("transform"))));
        MONO.put("zip of two", (mono, seen) -> Mono.zip(mono, mono.hide(), seen.both("zip", Integer::sum)));
        MONO.put(
                "firstWithValue",
                (mono, seen) -> Mono.firstWithValue(mono, Mono.never()).map(seen.same("below first")));
    }

    /** The same for a Mono. */
    static final Map<String, BiFunction<Mono<Integer>, Seen, Mono<?>>> NOT_REACHED_MONO = new LinkedHashMap<>();

    static {
        NOT_REACHED_MONO.put("zipWith", (mono, seen) -> mono.zipWith(Mono.just(1), seen.both("zipWith", Integer::sum)));
        NOT_REACHED_MONO.put(
                "usingWhen's closure",
                (mono, seen) ->
                        Mono.usingWhen(Mono.just(1), resource -> mono, seen.to("usingWhen", resource -> Mono.empty())));
        NOT_REACHED_MONO.put(
                "using's closure", (mono, seen) -> Mono.using(() -> 1, resource -> mono, seen.take("using")));
        NOT_REACHED.put("scan from a seed", (flux, seen) -> flux.scan(0, seen.both("scan", Integer::sum)));
        NOT_REACHED.put("scanWith", (flux, seen) -> flux.scanWith(() -> 0, seen.both("scanWith", Integer::sum)));
        NOT_REACHED.put(
                "repeat while",
                (flux, seen) -> flux.repeat(() -> {
                    seen.at("repeat");
                    return false;
                }));
        NOT_REACHED.put(
                "join",
                (flux, seen) -> flux.join(
                        Flux.just(1), item -> Flux.never(), item -> Flux.never(), seen.both("join", Integer::sum)));
        NOT_REACHED.put("using's closure", (flux, seen) -> Flux.using(() -> 1, resource -> flux, seen.take("using")));
    }

    private FirstOperators() {}
}
