/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The client of the price endpoint. Its calls carry the ids of the request they are made for. */
final class Prices {

    private final HttpClient http;
    private final Probe probe;

    Prices(HttpClient http, Probe probe) {
        this.http = http;
        this.probe = probe;
    }

    Mono<Integer> cents(Request request) {
        return Mono.defer(() -> http.headers(Headers::addCurrentValues)
                        .headers(headers -> Headers.addCheck(headers, request))
                        .get()
                        .uri("/prices/" + request.sku())
                        .responseSingle((response, body) -> body.asString()))
                .doOnNext(body -> probe.at(Stage.HTTP_RESPONSE, request))
                .map(Integer::valueOf);
    }
}
