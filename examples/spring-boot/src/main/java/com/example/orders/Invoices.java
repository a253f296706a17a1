/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes invoices, with an old library that blocks: on threads of its own. */
@Component
class Invoices {

    private static final Logger log = LoggerFactory.getLogger(Invoices.class);

    private final ExecutorService threads;

    Invoices(@Qualifier("invoiceThreads") ExecutorService threads) {
        this.threads = threads;
    }

    /** Returns the number of the invoice. */
    Mono<String> write(Order order, long cents) {
        return Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> text(order, cents), threads))
                .map(text -> number(order, text))
                .doOnNext(number -> threads.execute(() -> log.info("{}: invoice archived", order.number())));
    }

    private static String text(Order order, long cents) {
        log.info("{}: invoice written", order.number());
        return "%d x %s: %d".formatted(order.quantity(), order.article(), cents);
    }

    private static String number(Order order, String text) {
        log.info("{}: invoice numbered", order.number());
        return "i-" + Integer.toHexString((order.number() + text).hashCode());
    }
}
