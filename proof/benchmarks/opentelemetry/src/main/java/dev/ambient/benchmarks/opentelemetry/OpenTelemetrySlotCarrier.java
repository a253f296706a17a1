/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.opentelemetry;

import dev.ambient.benchmarks.Carrier;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import org.jspecify.annotations.Nullable;

/** The adapter: the Context is an ambient value. */
public final class OpenTelemetrySlotCarrier implements Carrier {

    @Override
    public void begin() {
        ReactorBridge.install();
        RxJavaBridge.install();
        Storage.makeCurrent();
    }

    @Override
    public @Nullable Object get() {
        return Storage.get();
    }
}
