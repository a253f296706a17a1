/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
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
                                .body((output, context) -> {
                                    added.forEach((header, text) -> giveWay(output.getHeaders(), header, text));
                                    return request.body().insert(output, context);
                                })
                                .build());
    }

    /** A filter of the program's comes later, and may have added its own. The body is asked for when all of them have run. */
    private static void giveWay(HttpHeaders headers, String header, String text) {
        List<String> others = new ArrayList<>();
        headers.forEach((name, all) -> {
            if (name.equalsIgnoreCase(header) && all.size() > 1 && all.get(0).equals(text)) {
                others.addAll(all.subList(1, all.size()));
            }
        });
        if (!others.isEmpty()) {
            headers.put(header, others);
        }
    }
}
