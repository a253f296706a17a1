/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Asks the service for offers, many at a time, each with an id of its own, and checks the answers. */
final class LoadClient implements AutoCloseable {

    static final int CONCURRENCY = 64;

    private static final List<String> TENANTS = List.of("acme", "globex", "initech", "umbrella", "wonka");

    private final ConnectionProvider connections = ConnectionProvider.create("load", CONCURRENCY);
    private final HttpClient http;
    private final Verdicts verdicts;
    private final Latencies latencies;

    LoadClient(Pools pools, int port, Verdicts verdicts, Latencies latencies) {
        this.http = HttpClient.create(connections)
                .runOn(pools.clientEventLoops, Pools.NATIVE)
                .host(Service.HOST)
                .port(port)
                .responseTimeout(Limits.REQUEST);
        this.verdicts = verdicts;
        this.latencies = latencies;
    }

    /**
     * Sends them all and waits for the answers.
     *
     * @param name what the ids begin with
     * @return how long it took
     * @throws IllegalStateException if an answer is wrong, or all together take too long
     */
    Duration send(String name, int requests) {
        long start = System.nanoTime();
        Flux.range(0, requests)
                .flatMap(i -> latencies.timed(send(request(name, i))), CONCURRENCY)
                .blockLast(Limits.RUN);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static Request request(String name, int i) {
        return new Request(name + "-" + i, TENANTS.get(i % TENANTS.size()), "sku-" + i % Catalog.PRODUCTS);
    }

    Mono<Void> send(Request request) {
        return http.headers(
                        headers -> headers.set(Headers.REQUEST_ID, request.id()).set(Headers.TENANT, request.tenant()))
                .get()
                .uri("/offers/" + request.sku())
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .doOnNext(text -> {
                            check(request, response.status(), text);
                            verdicts.add(Stage.CLIENT, verdict(request, response.responseHeaders()));
                        }))
                .then();
    }

    private static void check(Request request, HttpResponseStatus status, String body) {
        String expected = Offer.expected(request.sku()).toJson();
        if (!status.equals(HttpResponseStatus.OK) || !body.equals(expected)) {
            throw new IllegalStateException(
                    "request " + request + " was answered with " + status + ", " + body + "; right is " + expected);
        }
    }

    private static Verdict verdict(Request request, HttpHeaders headers) {
        return Verdict.of(request.id(), headers.get(Headers.REQUEST_ID))
                .worse(Verdict.of(request.tenant(), headers.get(Headers.TENANT)));
    }

    @Override
    public void close() {
        connections.disposeLater().block(Limits.STOP);
    }
}
