/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** The paths below which no header is required: probes and scrapers, which know nothing of this service's headers. */
final class NotRequired {

    private final List<String> paths;

    NotRequired(List<String> configured, Environment environment) {
        String actuator = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        this.paths = Stream.concat(configured.stream(), Stream.of(actuator))
                .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .filter(path -> !path.isEmpty()) // all paths, which would make no sense
                .toList();
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
