/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.instrumentation.rxjava.v3_1_1.TracingAssembly;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's {@code TracingAssembly} for RxJava. */
public final class OpenTelemetryCarrier implements Carrier {

    static final ContextKey<String> KEY = ContextKey.named("value");

    @Override
    @SuppressWarnings("MustBeClosedChecker") // its thread ends with the JVM
    public void begin() {
        TracingAssembly.create().enable();
        Context.current().with(KEY, Values.HERE).makeCurrent();
    }

    @Override
    public @Nullable Object get() {
        return Context.current().get(KEY);
    }
}
