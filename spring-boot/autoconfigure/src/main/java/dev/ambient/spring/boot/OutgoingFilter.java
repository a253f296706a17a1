/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** Puts the headers into the requests of a {@code WebClient}, which asks its filters as it is subscribed. */
final class OutgoingFilter implements ExchangeFilterFunction {

    private final OutgoingHeaders headers;

    OutgoingFilter(OutgoingHeaders headers) {
        this.headers = headers;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Map<String, String> added = new LinkedHashMap<>();
        headers.forEach(request.url(), (header, text) -> {
            if (request.headers().getFirst(header) == null) {
                added.put(header, text);
            }
        });
        return next.exchange(
                added.isEmpty()
                        ? request
                        : ClientRequest.from(request)
                                .headers(all -> added.forEach(all::set))
                                .build());
    }
}
