/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Ours. */
final class AmbientCarrier implements Carrier {

    private static final Ambient<String> VALUE = Ambient.named("survival");

    @Override
    public String title() {
        return "Ambient";
    }

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
    public void with(@Nullable String value, Runnable task) {
        if (value == null) {
            task.run();
        } else {
            Ambient.where(VALUE, value).run(task);
        }
    }

    @Override
    public @Nullable String read() {
        return VALUE.get();
    }

    @Override
    public boolean isClean() {
        return AmbientContext.current().isEmpty();
    }

    @Override
    public void clean() {
        VALUE.unset();
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
