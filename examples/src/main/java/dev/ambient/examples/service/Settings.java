/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Configuration that is read again every few milliseconds, by one reader for all requests. A request waits for the next
 * reading; then one thread tells all that wait, one after the other.
 */
final class Settings implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(5);

    private final Flux<Integer> readings;
    private final Disposable reader;

    Settings(Scheduler scheduler) {
        readings = Flux.interval(EVERY, scheduler)
                .onBackpressureLatest()
                .map(reading -> discountPercent())
                .share();
        // Reads from the start and for as long as the service lives, and on behalf of no request.
        reader = readings.subscribe();
    }

    Mono<Integer> nextDiscountPercent() {
        return readings.next();
    }

    static int discountPercent() {
        return 15;
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
