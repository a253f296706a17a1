/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Packs all waiting orders at once, and says so on a bus to which each order listens. */
@Component
class Warehouse {

    private static final Logger log = LoggerFactory.getLogger(Warehouse.class);

    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();

    /** Hands an order over, and completes when it is packed. */
    Mono<String> packed(Order order) {
        return bus.asFlux()
                .filter(number -> number.equals(order.number()))
                .doOnNext(number -> log.info("{}: packed", number))
                .mergeWith(Mono.fromRunnable(() -> waiting.add(order.number()))) // once it listens
                .next();
    }

    @Scheduled(fixedDelay = 5)
    void pack() {
        for (String number = waiting.poll(); number != null; number = waiting.poll()) {
            bus.emitNext(number, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
        }
    }
}
