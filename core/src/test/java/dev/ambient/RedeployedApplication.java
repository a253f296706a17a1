/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What an application may do, for {@link UnloadingTest}: its keys, values, tasks, listeners and accessors are all of its own class loader. */
final class RedeployedApplication implements Function<ExecutorService, Object> {

    private static final Ambient<Value> KEY = Ambient.named("key");
    private static final Ambient<Value> MIRRORED =
            Ambient.<Value>builder("mirrored").mirrored("unloading.mirrored").build();
    private static final ThreadLocal<Value> FOREIGN = new ThreadLocal<>();

    private record Value() {}

    @Override
    public Object apply(ExecutorService pool) {
        Registration foreign = AmbientRegistry.global().register("unloading.foreign", FOREIGN);
        Registration copier = AmbientRegistry.global().copier("unloading.foreign", value -> new Value());
        AmbientRegistry.global().policy("unloading.foreign", PropagationPolicy.PROPAGATE);
        Registration reporter = AmbientRegistry.global().reportTo(problem -> {});
        Registration recording = AmbientRegistry.global().recordScopes();
        Registration listener = KEY.onChange((previous, current, cause) -> {});
        // These it forgets to close.
        KEY.onChange((previous, current, cause) -> new Value());
        AmbientMdc.export(KEY, "unloading.mdc");
        FOREIGN.set(new Value());
        try {
            return Ambient.where(KEY, new Value()).where(MIRRORED, new Value()).call(() -> work(pool));
        } finally {
            FOREIGN.remove();
            listener.close();
            recording.close();
            reporter.close();
            copier.close();
            foreign.close();
        }
    }

    private static boolean work(ExecutorService pool) {
        Callable<Boolean> task = () -> {
            KEY.set(new Value());
            return MIRRORED.isBound() && FOREIGN.get() != null;
        };
        try {
            return pool.submit(task).get(60, TimeUnit.SECONDS)
                    && AmbientFuture.supplyAsync(KEY::isBound, pool)
                            .thenCombine(AmbientFuture.supplyAsync(MIRRORED::isBound, pool), Boolean::logicalAnd)
                            .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
