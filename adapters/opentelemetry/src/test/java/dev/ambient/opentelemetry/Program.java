/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import dev.ambient.AmbientExecutors;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a program does with OpenTelemetry, for {@link UnloadingTest}, which loads it anew. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are there to be closed
public final class Program implements Function<ExecutorService, Object> {

    /** For whoever loads it. */
    public Program() {}

    @Override
    public Object apply(ExecutorService pool) {
        ContextKey<String> key = ContextKey.named("request");
        try (Scope scope = Context.root().with(key, "mine").makeCurrent()) {
            return ContextStorage.get() == AmbientContextStorage.INSTANCE
                    && AmbientExecutors.wrap(pool)
                            .submit(() -> "mine".equals(Context.current().get(key)))
                            .get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
