/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import brave.Tracing;
import brave.propagation.CurrentTraceContext;
import brave.propagation.CurrentTraceContext.Scope;
import brave.propagation.TraceContext;
import dev.ambient.AmbientExecutors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a program does with Brave, for {@link UnloadingTest}, which loads it anew. */
@SuppressWarnings("try")
public final class Program implements Function<ExecutorService, Object> {

    /** For whoever loads it. */
    public Program() {}

    @Override
    public Object apply(ExecutorService pool) {
        CurrentTraceContext current = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator((trace, scope) -> scope)
                .build();
        TraceContext trace = TraceContext.newBuilder().traceId(1).spanId(1).build();
        try (Tracing tracing = Tracing.newBuilder().currentTraceContext(current).build();
                Scope scope = current.newScope(trace)) {
            return AmbientExecutors.wrap(pool)
                    .submit(() -> tracing.tracer()
                            .currentSpan()
                            .context()
                            .traceIdString()
                            .equals(trace.traceIdString()))
                    .get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
