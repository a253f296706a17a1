/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import io.micrometer.context.ContextRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds a value that was put into Reactor's Context under the name of an ambient value that is not mirrored: nobody reads it
 * there, and nothing else would say so. Each name is reported once.
 */
final class UnmirroredKeyDetector {

    /** A program has few keys; one that makes them as it goes is not to fill the memory. */
    private static final int MOST = 1_000;

    private final Set<String> carried = ConcurrentHashMap.newKeySet();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** A flow has come with entries under these keys. */
    void carried(Iterable<?> keys) {
        for (Object key : keys) {
            if (key instanceof String name && add(carried, name) && missed.contains(name)) {
                report(name);
            }
        }
    }

    /** An ambient value was read that is not set. */
    void missed(Ambient<?> key) {
        if (add(missed, key.name()) && carried.contains(key.name())) {
            report(key.name());
        }
    }

    private static boolean add(Set<String> names, String name) {
        return !names.contains(name) && names.size() < MOST && names.add(name);
    }

    private void report(String name) {
        boolean isKnown = ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .anyMatch(accessor -> accessor.key().equals(name));
        if (!isKnown && reported.add(name)) {
            AmbientRegistry.global()
                    .report(new Problem(
                            Problem.Kind.NOT_MIRRORED,
                            "Reactor's Context has a value under the plain key '" + name + "', and the ambient value '"
                                    + name
                                    + "' was read and is not set. It is not mirrored, so nothing takes the one for the"
                                    + " other. Make it with Ambient.builder(\"" + name
                                    + "\").mirrored().build(), or write with contextWrite(ReactorBridge.put(KEY, value)).",
                            null));
        }
    }
}
