/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import io.micrometer.context.ContextRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Detects a value in Reactor's Context under the name of an ambient value that is not mirrored. Nobody reads it there, and
 * nothing else would say so. Each name is reported once.
 */
final class UnmirroredKeyDetector {

    /** A program has few keys. One that makes keys as it runs must not fill the memory. */
    private static final int MAX_NAMES = 1_000;

    private final Set<String> carried = ConcurrentHashMap.newKeySet();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** Notes the keys of a flow's Context. */
    void carried(Iterable<?> keys) {
        for (Object key : keys) {
            if (key instanceof String name && add(carried, name) && missed.contains(name)) {
                report(name);
            }
        }
    }

    /** Notes that an ambient value was read and is not set. */
    void missed(Ambient<?> key) {
        if (add(missed, key.name()) && carried.contains(key.name())) {
            report(key.name());
        }
    }

    private static boolean add(Set<String> names, String name) {
        return !names.contains(name) && names.size() < MAX_NAMES && names.add(name);
    }

    private void report(String name) {
        boolean isKnown = ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .anyMatch(accessor -> accessor.key().equals(name));
        if (!isKnown && reported.add(name)) {
            AmbientRegistry.global().report(new Problem(Problem.Kind.NOT_MIRRORED, message(name), null));
        }
    }

    private static String message(String name) {
        return "Reactor's Context holds a value under the plain key '" + name + "', and the ambient value '" + name
                + "' was read where it is not set (noticed on thread '"
                + Thread.currentThread().getName()
                + "'). The ambient value is not mirrored, so it does not take the plain key's value. Create it with"
                + " Ambient.builder(\"" + name
                + "\").mirrored().build(), or set it with contextWrite(ReactorBridge.put(KEY, value)).";
    }
}
