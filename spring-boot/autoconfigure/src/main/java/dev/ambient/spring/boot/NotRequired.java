/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The paths below which no header is required: probes and scrapers, which know nothing of this service's headers. */
final class NotRequired {

    private final List<String> paths;

    private final Environment environment;
    private final boolean actuatorHasPort;

    /**
     * Makes them.
     *
     * @param dispatcher path below which the actuator's is; empty if it is below that of the application
     */
    NotRequired(List<String> configured, String dispatcher, Environment environment) {
        String actuator = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        this.environment = environment;
        this.actuatorHasPort = environment.containsProperty("management.server.port");
        this.paths = Stream.concat(
                        configured.stream(), Stream.of((dispatcher.equals("/") ? "" : dispatcher) + actuator))
                .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .filter(path -> !path.isEmpty()) // all paths, which would make no sense
                .toList();
    }

    /** Whether a port is that of the actuator alone. With WebFlux its requests come to the program's beans too. */
    boolean isActuator(@Nullable InetSocketAddress address) {
        return actuatorHasPort
                && address != null
                && isAt(address, "local.management.port")
                && !isAt(address, "local.server.port");
    }

    private boolean isAt(InetSocketAddress address, String property) {
        return environment.getProperty(property, Integer.class, -1) == address.getPort();
    }

    boolean contains(String path) {
        for (String one : paths) {
            if (path.startsWith(one) && (path.length() == one.length() || path.charAt(one.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
