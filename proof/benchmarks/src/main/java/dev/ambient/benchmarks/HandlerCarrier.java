/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import org.jspecify.annotations.Nullable;

/** RxJava's schedule handler, naively: each task is wrapped with a snapshot of Micrometer's, and nothing else is done. */
public final class HandlerCarrier implements Carrier {

    private final ThreadLocal<String> local = new ThreadLocal<>();

    @Override
    public void begin() {
        ContextRegistry registry = new ContextRegistry().registerThreadLocalAccessor("local", local);
        ContextSnapshotFactory snapshots =
                ContextSnapshotFactory.builder().contextRegistry(registry).build();
        RxJavaPlugins.setScheduleHandler(task -> snapshots.captureAll().wrap(task));
        local.set(Values.HERE);
    }

    @Override
    public @Nullable Object get() {
        return local.get();
    }
}
