/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * {@code /actuator/ambient/explain/ID} and {@code /actuator/ambient/timeline/ID}: one request that the diagnostics have recorded. What is
 * not recorded, switched on or known is not found.
 */
@EndpointWebExtension(endpoint = AmbientEndpoint.class)
final class AmbientRequestsEndpoint {

    private static final MimeType HTML = new MimeType(MimeTypeUtils.TEXT_HTML, StandardCharsets.UTF_8);

    private final @Nullable RecordedRequests requests;
    private final boolean hasTimeline;

    AmbientRequestsEndpoint(@Nullable RecordedRequests requests, boolean hasTimeline) {
        this.requests = requests;
        this.hasTimeline = hasTimeline;
    }

    /** One operation for both: which of two would be taken for a client that accepts anything is not said. */
    @ReadOperation(produces = {"application/json", "text/html"})
    @RegisterReflectionForBinding(RecordedRequests.Explained.class)
    WebEndpointResponse<Object> request(@Selector String view, @Selector String id) {
        if (requests == null) {
            return found(null, MimeTypeUtils.APPLICATION_JSON);
        }
        return switch (view) {
            case "explain" -> found(requests.explain(id), MimeTypeUtils.APPLICATION_JSON);
            case "timeline" -> found(hasTimeline ? requests.page(id) : null, HTML);
            default -> found(null, MimeTypeUtils.APPLICATION_JSON);
        };
    }

    private static WebEndpointResponse<Object> found(@Nullable Object body, MimeType type) {
        return body == null
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                : new WebEndpointResponse<>(body, type);
    }
}
