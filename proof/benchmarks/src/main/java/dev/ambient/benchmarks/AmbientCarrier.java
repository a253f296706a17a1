/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.Ambient;
import dev.ambient.AmbientContextAccessor;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.context.ContextRegistry;
import io.reactivex.rxjava3.core.FlowableTransformer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** Ambient, with both bridges. */
public final class AmbientCarrier implements Carrier {

    private static final Ambient<String> KEY = Ambient.named("value");

    @Override
    public void begin() {
        // What a peer's dependencies register, such as Micrometer Observation's: nobody else carries it, so equal work
        // is without.
        ContextRegistry registry = ContextRegistry.getInstance();
        List.copyOf(registry.getThreadLocalAccessors()).stream()
                .filter(accessor -> !accessor.key().equals(AmbientContextAccessor.KEY))
                .forEach(accessor -> registry.removeThreadLocalAccessor((String) accessor.key()));
        ReactorBridge.install();
        RxJavaBridge.install();
        KEY.set(Values.HERE);
    }

    @Override
    public @Nullable Object get() {
        return KEY.get();
    }

    @Override
    public Function<Context, Context> write(String value) {
        return ReactorBridge.put(KEY, value);
    }

    @Override
    public FlowableTransformer<Integer, Integer> with(String value) {
        return RxJavaBridge.put(KEY, value);
    }
}
