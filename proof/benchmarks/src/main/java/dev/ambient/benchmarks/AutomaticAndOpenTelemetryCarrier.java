/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reactor's automatic mode and OpenTelemetry's assembly together, with an accessor for OpenTelemetry's context. */
public final class AutomaticAndOpenTelemetryCarrier implements Carrier {

    private final OpenTelemetryCarrier openTelemetry = new OpenTelemetryCarrier();

    @Override
    public void begin() {
        AutomaticCarrier.enable();
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Accessor());
        openTelemetry.begin();
    }

    @Override
    public @Nullable Object get() {
        return openTelemetry.get();
    }

    @Override
    public <T> Flux<T> captured(Flux<T> flow) {
        return flow.contextCapture();
    }

    @Override
    public <T> Mono<T> captured(Mono<T> flow) {
        return flow.contextCapture();
    }

    @SuppressWarnings("MustBeClosedChecker") // what was there is set again
    private static final class Accessor implements ThreadLocalAccessor<Context> {

        @Override
        public Object key() {
            return "opentelemetry";
        }

        @Override
        public @Nullable Context getValue() {
            return Context.current() == Context.root() ? null : Context.current();
        }

        @Override
        public void setValue(Context context) {
            context.makeCurrent();
        }

        @Override
        public void setValue() {
            Context.root().makeCurrent();
        }
    }
}
