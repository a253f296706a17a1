/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.Connector.BY_HAND;
import static dev.ambient.survival.Row.Connector.FIRST;
import static dev.ambient.survival.Row.Connector.LAST;
import static dev.ambient.survival.Row.shared;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that share one source among subscribers: each sees its own value, the source sees the connector's. */
@SuppressWarnings("deprecation") // what is there has a row
final class SharedRows {

    private SharedRows() {}

    static Stream<Row> rows() {
        return Stream.of(fluxes(), late(), monos()).flatMap(rows -> rows);
    }

    private static Stream<Row> fluxes() {
        return Stream.of(
                share("Flux.share", FIRST, Flux::share),
                share("Flux.publish", LAST, (p, flux) -> flux.publish().autoConnect(p.subscribers()))
                        .and("ConnectableFlux.autoConnect"),
                share(
                        "Flux.publish, prefetch",
                        LAST,
                        (p, flux) -> flux.publish(2).autoConnect(p.subscribers())),
                share("ConnectableFlux.refCount", FIRST, flux -> flux.publish().refCount()),
                share(
                        "ConnectableFlux.refCount, many",
                        LAST,
                        (p, flux) -> flux.publish().refCount(p.subscribers())),
                share(
                        "ConnectableFlux.refCount, grace",
                        LAST,
                        (p, flux) -> flux.publish().refCount(p.subscribers(), Probe.MOMENT, p.scheduler())),
                share(
                        "ConnectableFlux.refCount, of a replay",
                        FIRST,
                        flux -> flux.replay().refCount(1, Probe.MOMENT)),
                share(
                        "ConnectableFlux.autoConnect, of a replay",
                        FIRST,
                        flux -> flux.replay().autoConnect()),
                share(
                        "ConnectableFlux.autoConnect, given the connection",
                        FIRST,
                        (p, flux) -> flux.replay().autoConnect(1, p.take("connection"))),
                share(
                        "ConnectableFlux.hide",
                        FIRST,
                        flux -> flux.publish().hide().autoConnect()),
                share("ConnectableFlux.connect", BY_HAND, (p, flux) -> connected(p, flux.publish())),
                share("ConnectableFlux.connect, a replay", BY_HAND, (p, flux) -> connected(p, flux.replay())),
                share("Flux.replay", LAST, (p, flux) -> flux.replay().refCount(p.subscribers())),
                share("Flux.replay, limited", LAST, (p, flux) -> flux.replay(2).autoConnect(p.subscribers())),
                share(
                        "Flux.replay, for a while",
                        LAST,
                        (p, flux) -> flux.replay(Probe.LONG, p.scheduler()).autoConnect(p.subscribers())),
                share(
                        "Flux.replay, limited for a while",
                        LAST,
                        (p, flux) -> flux.replay(2, Probe.LONG, p.scheduler()).autoConnect(p.subscribers())),
                share("Flux.cache", FIRST, flux -> flux.cache()),
                share("Flux.cache, limited", FIRST, flux -> flux.cache(2)),
                share("Flux.cache, for a while", FIRST, (p, flux) -> flux.cache(Probe.LONG, p.scheduler())),
                share(
                        "Flux.publish, mapped above the hop",
                        FIRST,
                        (p, flux) -> flux.publishOn(p.scheduler())
                                .map(p.same("above"))
                                .share()),
                shared("Flux.publishNext", FIRST, p -> belowMono(p.flux().publishNext())),
                shared(
                        "Flux.shareNext",
                        FIRST,
                        p -> belowMono(p.flux().map(p.same("above")).shareNext())));
    }

    private static Stream<Row> late() {
        return Stream.of(
                share(
                        "Flux.cache, cancelled by the first",
                        FIRST,
                        flux -> flux.cache().take(2)),
                share("Flux.share, taken in part", FIRST, flux -> flux.share().take(2)),
                share(
                        "Flux.share, flat mapped",
                        FIRST,
                        flux -> flux.share().flatMap(item -> Mono.just(item).hide())));
    }

    private static Stream<Row> monos() {
        return Stream.of(
                shareMono("Mono.share", FIRST, Mono::share),
                shareMono("Mono.cache", FIRST, mono -> mono.cache()),
                shareMono("Mono.cache, for a while", FIRST, (p, mono) -> mono.cache(Probe.LONG, p.scheduler())),
                shareMono(
                        "Mono.cache, for times of its own",
                        FIRST,
                        (p, mono) -> mono.cache(
                                p.to("of values?", item -> Probe.LONG),
                                failure -> Probe.LONG,
                                () -> Probe.LONG,
                                p.scheduler())),
                shareMono("Mono.cacheInvalidateIf", FIRST, (p, mono) -> mono.cacheInvalidateIf(item -> false)),
                shareMono(
                        "Mono.cacheInvalidateWhen",
                        FIRST,
                        (p, mono) -> mono.cacheInvalidateWhen(p.to("trigger?", item -> Mono.never()))));
    }

    private static Row share(String name, Row.Connector connector, UnaryOperator<Flux<Integer>> sharing) {
        return share(name, connector, (p, flux) -> sharing.apply(flux));
    }

    private static Row share(
            String name, Row.Connector connector, BiFunction<Probe, Flux<Integer>, Flux<Integer>> sharing) {
        return shared(name, connector, p -> {
            Flux<Integer> source = p.flux()
                    .doOnRequest(n -> p.at("above: doOnRequest"))
                    .doOnCancel(() -> p.at("above: doOnCancel"))
                    .map(item -> p.at("above: map", item))
                    .doFinally(signal -> p.at("above: doFinally"));
            Flux<Integer> shared = sharing.apply(p, source);
            return seen -> shared.map(seen.<Integer>same("first below?"))
                    .flatMap(item -> Mono.just(item).map(seen.same("in a flatMap below?")));
        });
    }

    private static Row shareMono(String name, Row.Connector connector, UnaryOperator<Mono<Integer>> sharing) {
        return shareMono(name, connector, (p, mono) -> sharing.apply(mono));
    }

    private static Row shareMono(
            String name, Row.Connector connector, BiFunction<Probe, Mono<Integer>, Mono<Integer>> sharing) {
        return shared(
                name,
                connector,
                p -> belowMono(sharing.apply(
                        p,
                        p.mono()
                                .doOnRequest(n -> p.at("above: doOnRequest"))
                                .map(item -> p.at("above: map", item))
                                .doFinally(signal -> p.at("above: doFinally")))));
    }

    private static Function<Seen, Publisher<?>> belowMono(Mono<Integer> shared) {
        return seen -> shared.map(seen.<Integer>same("first below?"))
                .flatMap(item -> Mono.just(item).map(seen.same("in a flatMap below?")));
    }

    private static Flux<Integer> connected(Probe p, ConnectableFlux<Integer> flux) {
        p.onConnect(() -> flux.connect());
        return flux;
    }
}
