/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Finds a candidate on the class path, for not every class path has them all, and an enum would need them. {@code
 * opentelemetry} is {@code OpenTelemetryValues} and {@code OpenTelemetryCarrier}.
 */
final class Candidates {

    private Candidates() {}

    static <C> C named(String name, Class<C> kind) {
        String simpleName = name.replace("-", "").replace("+", "and") + kind.getSimpleName();
        // Only this one is made: the classes of the others need what may not be there.
        List<ServiceLoader.Provider<C>> found = ServiceLoader.load(kind).stream()
                .filter(provider -> provider.type()
                        .getSimpleName()
                        .toLowerCase(Locale.ROOT)
                        .equals(simpleName.toLowerCase(Locale.ROOT)))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " " + simpleName + " on this class path");
        }
        return found.get(0).get();
    }
}
