/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Ours. */
final class AmbientCarrier extends AmbientValue implements ReactorCarrier {

    @Override
    public String description() {
        return "`ReactorBridge.install()`, nothing appended to the flows; sinks and `Mono.share()` through `ReactorBridge.bridge`,"
                + " `FluxSink.onDispose` given what `AmbientContext.capture().wrap` makes of its callback";
    }

    @Override
    public Registration install() {
        return ReactorBridge.install();
    }

    @Override
    public Function<Context, Context> write(String value) {
        return ReactorBridge.put(VALUE, value);
    }

    @Override
    public <T> Flux<T> sink(Flux<T> flux) {
        return ReactorBridge.bridge(flux);
    }

    @Override
    public <T> Mono<T> sink(Mono<T> mono) {
        return ReactorBridge.bridge(mono);
    }

    @Override
    public Runnable late(Runnable callback) {
        return AmbientContext.capture().wrap(callback);
    }
}
