/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;

/**
 * Provides OpenTelemetry with a storage that keeps its current {@code Context} as an ambient value. {@code ServiceLoader} finds it;
 * programs need only its name, where they choose among several providers:
 *
 * <pre>{@code
 * -Dio.opentelemetry.context.contextStorageProvider=dev.ambient.opentelemetry.AmbientContextStorageProvider
 * }</pre>
 *
 * <p>Beside OpenTelemetry's Java agent, which has a storage of its own for all class loaders, it provides OpenTelemetry's default storage
 * and logs that, once.
 */
public final class AmbientContextStorageProvider implements ContextStorageProvider {

    /** Named in the manifest of the agent, which puts itself on the boot class path. */
    private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";

    /** For {@code ServiceLoader}. */
    public AmbientContextStorageProvider() {}

    @Override
    public ContextStorage get() {
        return storage(isOnBootClassPath(AGENT));
    }

    static ContextStorage storage(boolean isBesideAgent) {
        if (!isBesideAgent) {
            return AmbientContextStorage.INSTANCE;
        }
        System.getLogger(AmbientContextStorageProvider.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "OpenTelemetry's Java agent keeps OpenTelemetry's Context itself, so it is no ambient value here."
                                + " To let Ambient carry it, start without the agent.");
        return ContextStorage.defaultStorage();
    }

    static boolean isOnBootClassPath(String className) {
        try {
            Class.forName(className, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
