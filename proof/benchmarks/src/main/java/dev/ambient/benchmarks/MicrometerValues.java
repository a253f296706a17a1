/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thread-locals, carried by the snapshots of Micrometer Context Propagation. */
public final class MicrometerValues implements Values {

    private final List<ThreadLocal<String>> locals = new ArrayList<>();
    private ContextSnapshotFactory factory;

    @Override
    public void fill(int size) {
        ContextRegistry registry = new ContextRegistry();
        for (int i = 0; i < size; i++) {
            ThreadLocal<String> local = new ThreadLocal<>();
            registry.registerThreadLocalAccessor("foreign" + i, local);
            local.set(HERE);
            locals.add(local);
        }
        factory = ContextSnapshotFactory.builder()
                .contextRegistry(registry)
                .clearMissing(true)
                .build();
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
        return factory.captureAll();
    }

    @Override
    @SuppressWarnings("try") // the scope need only be there
    public void within(Object captured, Runnable block) {
        try (ContextSnapshot.Scope restored = ((ContextSnapshot) captured).setThreadLocals()) {
            block.run();
        }
    }

    @Override
    public Runnable wrap(Runnable task) {
        return factory.captureAll().wrap(task);
    }
}
