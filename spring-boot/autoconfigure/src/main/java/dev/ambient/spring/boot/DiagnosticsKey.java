/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which value tells requests apart, and what to write where that is not known. */
final class DiagnosticsKey {

    private static final String PROPERTY = "ambient.diagnostics-key";
    private static final String USUAL = "request-id";

    private DiagnosticsKey() {}

    static Ambient<String> of(AmbientProperties properties, AmbientValues values) {
        String name = name(properties.diagnosticsKey(), values.keys().keySet());
        Ambient<String> key = values.get(name);
        if (isRedacted(key)) {
            throw new AmbientConfigurationException(
                    "The diagnostics are to tell requests apart by '" + name
                            + "', which is redacted: they would all look the same.",
                    "Write " + PROPERTY + "=<name>, with a value that may be shown, or " + "ambient.diagnostics=off.");
        }
        return key;
    }

    private static String name(@Nullable String configured, Set<String> names) {
        if (configured != null && !names.contains(configured)) {
            throw new AmbientConfigurationException(
                    PROPERTY + " is '" + configured + "', but the ambient values are " + names + ".",
                    "Write the name of one of them, or configure ambient.values." + configured + ".header=...");
        }
        if (configured != null) {
            return configured;
        }
        if (names.contains(USUAL) || names.size() == 1) {
            return names.contains(USUAL) ? USUAL : names.iterator().next();
        }
        throw new AmbientConfigurationException(
                "ambient.diagnostics is on, but nothing says which value tells requests apart. The ambient values are "
                        + names + ".",
                names.isEmpty()
                        ? "Configure ambient.values." + USUAL + ".header=X-Request-Id."
                        : "Write " + PROPERTY + "=<name>, with the one that is different for each request.");
    }

    /** A key does not say so itself, but what describes a context does. */
    static boolean isRedacted(Ambient<String> key) {
        String text = "shown";
        return !text.equals(AmbientContext.empty().with(key, text).describe().get(key));
    }
}
