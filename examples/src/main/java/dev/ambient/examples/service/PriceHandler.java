/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** {@code GET /prices/{sku}}: a price in cents. A second service, in truth; here it lives in the same server. */
final class PriceHandler {

    private static final Duration THINKING = Duration.ofMillis(1);

    private final Carrying carrying;
    private final Scheduler scheduler;
    private final Probe probe;

    PriceHandler(Carrying carrying, Scheduler scheduler, Probe probe) {
        this.carrying = carrying;
        this.scheduler = scheduler;
        this.probe = probe;
    }

    Publisher<Void> handle(HttpServerRequest http, HttpServerResponse response) {
        HttpHeaders headers = http.requestHeaders();
        Request check = Headers.check(headers, String.valueOf(http.param("sku")));
        Mono<String> price = Mono.delay(THINKING, scheduler).map(elapsed -> {
            probe.at(Stage.SECOND_ENDPOINT, check);
            return String.valueOf(cents(check.sku()));
        });
        return response.sendString(carry(headers, price));
    }

    /** A call that came without an id goes on without one; an invented one would only look like an answer. */
    private Mono<String> carry(HttpHeaders headers, Mono<String> price) {
        String id = headers.get(Headers.REQUEST_ID);
        return id == null ? price : carrying.carry(id, Headers.get(headers, Headers.TENANT, "none"), price);
    }

    static int cents(String sku) {
        return 100 + Math.floorMod(sku.hashCode(), 9_900);
    }
}
