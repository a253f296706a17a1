/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.net.URI;

/**
 * Decides which ambient values leave this service, and where to. All clients ask here.
 *
 * <p>Without a bean of this type, values go to the hosts that {@code ambient.outgoing.hosts} names, and to no others. A bean replaces
 * that:
 *
 * <pre>{@code
 * @Bean
 * OutgoingValues outgoingValues() {
 *     return (value, destination) -> value.name().equals("request-id")
 *             || String.valueOf(destination.getHost()).endsWith(".internal");
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> It is asked for each request and each value that the current flow has, on whatever thread makes the request.
 */
@FunctionalInterface
public interface OutgoingValues {

    /**
     * Returns whether a value may be sent.
     *
     * @param value the value, which has a header
     * @param destination the address of the request
     * @return whether it may
     */
    boolean mayLeave(AmbientValue value, URI destination);
}
