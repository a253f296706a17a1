/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A response with headers of ours, each of which gives way to the first that the program adds. Spring MVC adds what a {@code
 * ResponseEntity} has.
 */
final class YieldingResponse extends HttpServletResponseWrapper {

    private static final String OURS = YieldingResponse.class.getName() + ".ours";

    /** Those that are still ours, of all dispatches of the request. */
    private final Set<String> ours;

    private YieldingResponse(HttpServletResponse response, Set<String> ours) {
        super(response);
        this.ours = ours;
    }

    /** Puts in what the response is to say. One that the program has set before this dispatch stays. */
    @SuppressWarnings("unchecked") // nobody else has this attribute
    static HttpServletResponse of(HttpServletRequest request, HttpServletResponse response, ReceivedValues received) {
        Object there = request.getAttribute(OURS);
        Set<String> ours = there == null ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : (Set<String>) there;
        if (!response.isCommitted()) {
            received.echo((header, text) -> {
                if (!response.containsHeader(header)) {
                    response.setHeader(header, text);
                    ours.add(header);
                }
            });
        }
        if (ours.isEmpty()) {
            return response;
        }
        request.setAttribute(OURS, ours);
        return new YieldingResponse(response, ours);
    }

    /** Returns whether it was ours until now. */
    private boolean giveWay(@Nullable String name) {
        return name != null && ours.remove(name); // servers ignore a header without a name
    }

    @Override
    public void setHeader(String name, String value) {
        giveWay(name);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        if (giveWay(name)) {
            super.setHeader(name, value);
        } else {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        giveWay(name);
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (giveWay(name)) {
            super.setIntHeader(name, value);
        } else {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long value) {
        giveWay(name);
        super.setDateHeader(name, value);
    }

    @Override
    public void addDateHeader(String name, long value) {
        if (giveWay(name)) {
            super.setDateHeader(name, value);
        } else {
            super.addDateHeader(name, value);
        }
    }
}
