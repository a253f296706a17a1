/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Mono;

/** How long each request took, as its client sees it. Used by many threads at once. */
final class Latencies {

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    <T> Mono<T> timed(Mono<T> request) {
        return Mono.defer(() -> {
            long begun = System.nanoTime();
            return request.doOnTerminate(() -> nanos.add(System.nanoTime() - begun));
        });
    }

    /** What so many of a hundred were not above. */
    Duration percentile(int of100) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int rank = (sorted.size() * of100 + 99) / 100;
        return Duration.ofNanos(sorted.get(Math.max(rank, 1) - 1));
    }
}
