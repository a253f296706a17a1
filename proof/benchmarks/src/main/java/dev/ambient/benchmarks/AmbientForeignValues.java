/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Foreign thread-locals, carried by Ambient: the same as Micrometer's snapshots carry. */
public final class AmbientForeignValues implements Values {

    private final List<ThreadLocal<String>> locals = new ArrayList<>();

    @Override
    public void fill(int size) {
        for (int i = 0; i < size; i++) {
            ThreadLocal<String> local = new ThreadLocal<>();
            AmbientRegistry.global().register("foreign" + i, local);
            local.set(HERE);
            locals.add(local);
        }
    }

    @Override
    public @Nullable Object get() {
        return locals.isEmpty() ? null : locals.get(locals.size() - 1).get();
    }

    @Override
    public @Nullable Object set(String value) {
        locals.get(locals.size() - 1).set(value);
        return null;
    }

    /** All of them differ, as they do where a thread goes over to another request. */
    @Override
    public Object other() {
        locals.forEach(local -> local.set(OTHER));
        Object other = capture();
        locals.forEach(local -> local.set(HERE));
        return other;
    }

    @Override
    public Object capture() {
        return AmbientContext.capture();
    }

    @Override
    @SuppressWarnings("try") // the scope need only be there
    public void within(Object captured, Runnable block) {
        try (Scope restored = ((AmbientContext) captured).makeCurrent()) {
            block.run();
        }
    }

    @Override
    public Runnable wrap(Runnable task) {
        return AmbientContext.capture().wrap(task);
    }
}
