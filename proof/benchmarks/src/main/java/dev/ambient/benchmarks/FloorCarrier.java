/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.reactivex.rxjava3.core.FlowableTransformer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** The floor: nothing is carried, and no hook is in. */
public final class FloorCarrier implements Carrier {

    @Override
    public void begin() {}

    @Override
    public @Nullable Object get() {
        return null;
    }

    @Override
    public boolean carries() {
        return false;
    }

    @Override
    public Function<Context, Context> write(String value) {
        return context -> context.put("key", value);
    }

    @Override
    public FlowableTransformer<Integer, Integer> with(String value) {
        return flow -> flow;
    }
}
