/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.opentelemetry;

import dev.ambient.benchmarks.Values;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's storage, which it chooses once for each JVM, when it is first asked. */
final class Storage {

    private static final ContextKey<String> KEY = ContextKey.named("value");

    private Storage() {}

    /** Has OpenTelemetry choose its own storage, though the adapter is there. */
    static void chooseItsOwn() {
        System.setProperty("io.opentelemetry.context.contextStorageProvider", "default");
    }

    @SuppressWarnings("MustBeClosedChecker") // its thread ends with the JVM
    static void makeCurrent() {
        Context.current().with(KEY, Values.HERE).makeCurrent();
    }

    static @Nullable Object get() {
        return Context.current().get(KEY);
    }
}
