/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.grpc.Context;
import org.jspecify.annotations.Nullable;

/** gRPC's context. */
public final class GrpcValues implements Values {

    private Context.Key<String> key;
    private Context filled;

    @Override
    public void fill(int size) {
        for (int i = 0; i < size; i++) {
            key = Context.key("key" + i);
            filled = Context.current().withValue(key, HERE);
            Context unused = filled.attach();
        }
    }

    @Override
    public @Nullable Object get() {
        return key.get();
    }

    /** From what was filled, not from the change before: it counts its ancestors, and complains of a thousand. */
    @Override
    public @Nullable Object set(String value) {
        return filled.withValue(key, value).attach();
    }

    @Override
    public Object capture() {
        return Context.current();
    }

    @Override
    public Object other() {
        return Context.current().withValue(key, OTHER);
    }

    @Override
    public void within(Object captured, Runnable block) {
        Context context = (Context) captured;
        Context before = context.attach();
        try {
            block.run();
        } finally {
            context.detach(before);
        }
    }

    @Override
    public Runnable wrap(Runnable task) {
        return Context.current().wrap(task);
    }
}
