/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import dev.ambient.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.cors.CorsUtils;

/**
 * Reads the headers of a request once, and has its values current in each of its dispatches: the first, the one that writes an
 * asynchronous result, and the one that renders an error. What is told of the end of an asynchronous request has what was current
 * where it asked for that.
 */
final class ServletValuesFilter implements Filter {

    static final String RECEIVED = ServletValuesFilter.class.getName() + ".received";

    private final AmbientValues values;
    private final NotRequired notRequired;

    ServletValuesFilter(AmbientValues values, NotRequired notRequired) {
        this.values = values;
        this.notRequired = notRequired;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        ReceivedValues received = receivedBy(http);
        if (received == null) { // an error page for what never came here
            chain.doFilter(request, response);
        } else if (received.refusal() != null) {
            refuse(answer, received.refusal());
        } else {
            HttpServletResponse echoing = YieldingResponse.of(http, answer, received);
            // Not on top of what is current: a thread that another request has handed this dispatch to may have its
            // values.
            Scope scope = received.in(AmbientContext.empty()).makeCurrent();
            try {
                chain.doFilter(new AsyncCallbacks(http), echoing);
            } finally {
                scope.close();
            }
        }
    }

    private @Nullable ReceivedValues receivedBy(HttpServletRequest request) {
        if (request.getAttribute(RECEIVED) instanceof ReceivedValues received) {
            return received;
        }
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            return null;
        }
        boolean mayBeRequired =
                !CorsUtils.isPreFlightRequest(request) && !notRequired.contains(pathWithinApplication(request));
        ReceivedValues received = ReceivedValues.of(values, header -> all(request.getHeaders(header)), mayBeRequired);
        request.setAttribute(RECEIVED, received);
        return received;
    }

    /** As the container has understood it: in the URI, {@code /actuator/../orders} would be a path of the actuator. */
    private static String pathWithinApplication(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private static List<String> all(@Nullable Enumeration<String> headers) {
        return headers == null || !headers.hasMoreElements() ? List.of() : Collections.list(headers);
    }

    /** Not {@code sendError}, whose error page may be one that only those may see who are signed in. */
    private static void refuse(HttpServletResponse response, String refusal) throws IOException {
        byte[] body = ReceivedValues.problem(refusal).getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
