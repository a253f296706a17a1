/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.opentelemetry;

import dev.ambient.benchmarks.Carrier;
import io.opentelemetry.instrumentation.reactor.v3_1.ContextPropagationOperator;
import io.opentelemetry.instrumentation.rxjava.v3_1_1.TracingAssembly;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's own storage and its own instrumentation of Reactor and RxJava. */
public final class OpenTelemetryOwnCarrier implements Carrier {

    @Override
    public void begin() {
        Storage.chooseItsOwn();
        ContextPropagationOperator.create().registerOnEachOperator();
        TracingAssembly.create().enable();
        Storage.makeCurrent();
    }

    @Override
    public @Nullable Object get() {
        return Storage.get();
    }
}
