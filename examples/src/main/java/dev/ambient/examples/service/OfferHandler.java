/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.UUID;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** {@code GET /offers/{sku}}: takes a request's id and tenant from its headers and makes them ambient. */
final class OfferHandler {

    private final Carrying carrying;
    private final Offers offers;
    private final Probe probe;

    OfferHandler(Carrying carrying, Offers offers, Probe probe) {
        this.carrying = carrying;
        this.offers = offers;
        this.probe = probe;
    }

    Publisher<Void> handle(HttpServerRequest http, HttpServerResponse response) {
        HttpHeaders headers = http.requestHeaders();
        String id = Headers.get(headers, Headers.REQUEST_ID, UUID.randomUUID().toString());
        String tenant = Headers.get(headers, Headers.TENANT, "none");
        Request request = new Request(id, tenant, String.valueOf(http.param("sku")));

        Mono<Void> answered = offers.make(request)
                .map(offer -> answer(response, offer))
                .defaultIfEmpty(Mono.defer(response::sendNotFound))
                .flatMap(answer -> answer)
                .doFinally(signal -> probe.at(Stage.FINALLY, request));
        return carrying.carry(id, tenant, answered);
    }

    /** The answer names the request that it believes to answer: the id that is current when it is written. */
    private static Mono<Void> answer(HttpServerResponse response, Offer offer) {
        return Mono.defer(() -> {
            Headers.addCurrentValues(response.responseHeaders());
            return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .sendString(Mono.just(offer.toJson()))
                    .then();
        });
    }
}
