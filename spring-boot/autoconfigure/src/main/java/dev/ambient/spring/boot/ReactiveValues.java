/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.reactor.ReactorBridge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.PriorityOrdered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.CorsUtils;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Reads the headers of a request, and puts its values into the Context of all that handles it. Around the whole handler: a
 * {@code WebFilter} would leave out the handlers of errors, which stand around the filters, and the observation of the request.
 */
final class ReactiveValues implements HttpHandlerDecoratorFactory, PriorityOrdered {

    private final AmbientValues values;
    private final NotRequired notRequired;

    ReactiveValues(AmbientValues values, NotRequired notRequired) {
        this.values = values;
        this.notRequired = notRequired;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> handle(handler, request, response);
    }

    private Mono<Void> handle(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
        boolean mayBeRequired = !CorsUtils.isPreFlightRequest(request)
                && !notRequired.contains(
                        request.getPath().pathWithinApplication().value())
                && !notRequired.isActuator(request.getLocalAddress());
        ReceivedValues received = ReceivedValues.of(values, header -> all(request.getHeaders(), header), mayBeRequired);
        if (received.refusal() != null) {
            return refuse(response, received.refusal());
        }
        received.echo((header, text) -> response.beforeCommit(() -> {
            if (response.getHeaders().getFirst(header) == null) { // else the program has set or added its own
                response.getHeaders().set(header, text);
            }
            return Mono.empty();
        }));
        return received.all().isEmpty()
                ? handler.handle(request, response)
                : handler.handle(request, response).contextWrite(context -> put(received, context));
    }

    private static Context put(ReceivedValues received, Context context) {
        Context changed = context;
        for (ReceivedValues.Received one : received.all()) {
            changed = ReactorBridge.put(one.value().key(), one.text()).apply(changed);
        }
        return changed;
    }

    /** Only with what {@code HttpHeaders} has in both lines of Spring: in the newer one it is no map any more. */
    private static List<String> all(HttpHeaders headers, String header) {
        if (headers.getFirst(header) == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>(1);
        headers.forEach((name, some) -> {
            if (name.equalsIgnoreCase(header)) {
                all.addAll(some);
            }
        });
        return all;
    }

    private static Mono<Void> refuse(ServerHttpResponse response, String refusal) {
        byte[] body = ReceivedValues.problem(refusal).getBytes(StandardCharsets.UTF_8);
        response.setStatusCode(HttpStatus.BAD_REQUEST);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
