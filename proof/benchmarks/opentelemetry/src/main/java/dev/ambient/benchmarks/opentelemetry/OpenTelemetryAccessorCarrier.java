/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.opentelemetry;

import dev.ambient.AmbientRegistry;
import dev.ambient.benchmarks.Carrier;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's own storage, propagated as a foreign thread-local. */
public final class OpenTelemetryAccessorCarrier implements Carrier {

    @Override
    public void begin() {
        Storage.chooseItsOwn();
        AmbientRegistry.global().register(new Accessor());
        ReactorBridge.install();
        RxJavaBridge.install();
        Storage.makeCurrent();
    }

    @Override
    public @Nullable Object get() {
        return Storage.get();
    }

    /** It attaches and never closes: attaching what was there before is the way back. */
    @SuppressWarnings("MustBeClosedChecker")
    private static final class Accessor implements ThreadLocalAccessor<Context> {

        @Override
        public Object key() {
            return "opentelemetry";
        }

        @Override
        public @Nullable Context getValue() {
            return ContextStorage.get().current();
        }

        @Override
        public void setValue(Context value) {
            value.makeCurrent();
        }

        @Override
        public void setValue() {
            Context.root().makeCurrent();
        }
    }
}
