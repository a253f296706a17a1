/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;

/** What every flow has below the operator. */
record Below(ReactorCarrier carrier, Probe hops, Cell cell) {

    Publisher<?> of(Publisher<?> flow, Seen seen) {
        if (flow instanceof Mono<?> mono) {
            return belowMono(mono, seen);
        }
        if (flow instanceof ParallelFlux<?> parallel) {
            return belowFlux(
                    parallel.doOnNext(item -> seen.at("below: parallel")).sequential(), seen);
        }
        return belowFlux((Flux<?>) flow, seen);
    }

    private <T> Flux<T> belowFlux(Flux<T> flux, Seen seen) {
        Flux<T> hopped = hops.hop(
                flux.map(item -> seen.at("below: map", item)), cell.hop().below());
        Flux<T> below = hopped.doOnRequest(n -> seen.at("below: doOnRequest"))
                .doOnCancel(() -> seen.at("below: doOnCancel"))
                .map(item -> seen.at("below: second map", item))
                .doFinally(seen.take("below: doFinally"));
        return carrier.last(
                cell.source().isLate()
                        ? below.doOnDiscard(Object.class, item -> hops.discarding("below: doOnDiscard", seen))
                        : below);
    }

    private <T> Mono<T> belowMono(Mono<T> mono, Seen seen) {
        Mono<T> hopped = hops.hop(
                mono.map(item -> seen.at("below: map", item)), cell.hop().below());
        Mono<T> below = hopped.doOnRequest(n -> seen.at("below: doOnRequest"))
                .doOnCancel(() -> seen.at("below: doOnCancel"))
                .map(item -> seen.at("below: second map", item))
                .doFinally(seen.take("below: doFinally"));
        return carrier.last(
                cell.source().isLate()
                        ? below.doOnDiscard(Object.class, item -> hops.discarding("below: doOnDiscard", seen))
                        : below);
    }
}
