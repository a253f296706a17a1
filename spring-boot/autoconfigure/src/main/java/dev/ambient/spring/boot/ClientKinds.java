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

    /** The superclass of {@code RestTemplate} that has its initializers. */
    static final String INITIALIZED = "org.springframework.http.client.support.HttpAccessor";

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

    /**
     * Whether a client has nothing that puts the headers in. Only Spring's own classes are asked: a mock may count its calls, a lazy or
     * scoped proxy would make its client, and what the program has written itself cannot be known.
     */
    static boolean sendsNothing(Object client) {
        if (client instanceof RestTemplate) {
            // The field: in a mock it is empty.
            return Decoration.read(client, "clientHttpRequestInitializers") instanceof List<?> all
                    && all.stream().noneMatch(OutgoingHeaders.class::isInstance);
        }
        AtomicBoolean sendsNothing = new AtomicBoolean();
        if (REST_CLIENT && client instanceof RestClient rest && isSprings(client, "DefaultRestClient")) {
            rest.mutate()
                    .requestInitializers(
                            all -> sendsNothing.set(all.stream().noneMatch(OutgoingHeaders.class::isInstance)));
        } else if (WEB_CLIENT && client instanceof WebClient web && isSprings(client, "DefaultWebClient")) {
            web.mutate().filters(all -> sendsNothing.set(all.stream().noneMatch(OutgoingFilter.class::isInstance)));
        }
        return sendsNothing.get();
    }

    private static boolean isSprings(Object client, String simpleName) {
        return client.getClass().getSimpleName().equals(simpleName)
                && client.getClass().getName().startsWith("org.springframework.");
    }
}
