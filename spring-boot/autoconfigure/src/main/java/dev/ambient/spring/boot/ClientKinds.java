/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** The clients that can send values, as far as they are on the class path. */
final class ClientKinds {

    /** Fields without a getter, by the class that has one: a factory of HTTP interfaces, and the adapters to what it calls. */
    static final Map<String, String> READ = Map.of(
            "org.springframework.web.service.invoker.HttpServiceProxyFactory", "exchangeAdapter",
            "org.springframework.web.client.support.RestClientAdapter", "restClient",
            "org.springframework.web.client.support.RestTemplateAdapter", "restTemplate",
            "org.springframework.web.reactive.function.client.support.WebClientAdapter", "webClient");

    static final List<String> LOOKED_UP = List.of(
            "org.springframework.web.client.RestClient", "org.springframework.web.reactive.function.client.WebClient");

    private static final ClassLoader LOADER = ClientKinds.class.getClassLoader();
    private static final boolean REST_CLIENT = ClassUtils.isPresent(LOOKED_UP.get(0), LOADER);
    private static final boolean WEB_CLIENT = ClassUtils.isPresent(LOOKED_UP.get(1), LOADER);

    private ClientKinds() {}

    static boolean isOne(Object object) {
        return (REST_CLIENT && (object instanceof RestTemplate || object instanceof RestClient))
                || (WEB_CLIENT && object instanceof WebClient);
    }

    /** Returns the client that an object is, or that a factory of HTTP interfaces calls; {@code null} if none. */
    static @Nullable Object in(Object object) {
        if (isOne(object)) {
            return object;
        }
        String field = READ.get(object.getClass().getName());
        Object next = field == null ? null : Decoration.read(object, field);
        return next == null ? null : in(next);
    }

    /** Whether a client has what puts the headers in. */
    static boolean sends(Object client) {
        if (client instanceof RestTemplate template) {
            return template.getClientHttpRequestInitializers().stream().anyMatch(OutgoingHeaders.class::isInstance);
        }
        AtomicBoolean sends = new AtomicBoolean();
        if (client instanceof RestClient rest) {
            rest.mutate()
                    .requestInitializers(all -> sends.set(all.stream().anyMatch(OutgoingHeaders.class::isInstance)));
        } else if (WEB_CLIENT && client instanceof WebClient web) {
            web.mutate().filters(all -> sends.set(all.stream().anyMatch(OutgoingFilter.class::isInstance)));
        }
        return sends.get();
    }
}
