/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.AmbientContextAccessor;
import io.micrometer.context.ContextRegistry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** {@code Hooks.enableAutomaticContextPropagation()} with {@code contextCapture()} and one thread-local. */
public final class AutomaticCarrier implements Carrier {

    private static final String KEY = "local";

    private final ThreadLocal<String> local = new ThreadLocal<>();

    @Override
    public void begin() {
        enable();
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, local);
        local.set(Values.HERE);
    }

    /** Without our accessor, which the class path brings. */
    static void enable() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(AmbientContextAccessor.KEY);
        Hooks.enableAutomaticContextPropagation();
    }

    @Override
    public @Nullable Object get() {
        return local.get();
    }

    @Override
    public <T> Flux<T> captured(Flux<T> flow) {
        return flow.contextCapture();
    }

    @Override
    public <T> Mono<T> captured(Mono<T> flow) {
        return flow.contextCapture();
    }

    @Override
    public Function<Context, Context> write(String value) {
        return context -> context.put(KEY, value);
    }
}
