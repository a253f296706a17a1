/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInitializer;

/**
 * The headers of a request to another service.
 *
 * <p>To {@code RestClient} and {@code RestTemplate} it is an initializer, not an interceptor: with one of those, Spring keeps the body
 * of each request in memory and sends it with another framing.
 */
final class OutgoingHeaders implements ClientHttpRequestInitializer {

    private static final Log LOG = LogFactory.getLog(OutgoingHeaders.class);

    /** Names of values of which it was said. */
    private final Set<String> notSent = ConcurrentHashMap.newKeySet();

    private final AmbientValues values;
    private final OutgoingValues policy;

    OutgoingHeaders(AmbientValues values, OutgoingValues policy) {
        this.values = values;
        this.policy = policy;
    }

    /** Hands over what the current flow has and what may go there. */
    void forEach(URI destination, BiConsumer<String, String> header) {
        AmbientContext context = AmbientContext.current();
        for (AmbientValue value : values.withHeader()) {
            String text = context.get(value.key());
            if (text != null && policy.mayLeave(value, destination)) {
                if (HeaderText.isPlain(text)) {
                    header.accept(value.requiredHeader(), text);
                } else if (notSent.add(value.name())) {
                    LOG.warn("Ambient value '" + value.name() + "' was not sent to " + destination.getHost()
                            + ": it has other characters than printable ASCII. This is said once for each value.");
                }
            }
        }
    }

    @Override
    public void initialize(ClientHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        forEach(request.getURI(), (header, text) -> {
            if (headers.getFirst(header) == null) {
                headers.put(header, new Yielding(text));
            }
        });
    }

    /** Gives way to the header that the program sets itself: {@code RestClient} adds those, and later. */
    @SuppressWarnings("serial")
    private static final class Yielding extends ArrayList<String> {

        private boolean ours = true;

        Yielding(String text) {
            super(1);
            super.add(text);
        }

        @Override
        public boolean add(String text) {
            giveWay();
            return super.add(text);
        }

        @Override
        public boolean addAll(Collection<? extends String> texts) {
            giveWay();
            return super.addAll(texts);
        }

        private void giveWay() {
            if (ours) {
                ours = false;
                clear();
            }
        }
    }
}
