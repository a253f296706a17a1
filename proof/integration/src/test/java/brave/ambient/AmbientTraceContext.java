/* SPDX-License-Identifier: Apache-2.0 */
package brave.ambient;

import brave.propagation.CurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;

/** Brave's current trace as an ambient value. */
final class AmbientTraceContext extends CurrentTraceContext {

    private static final Ambient<TraceContext> TRACE = Ambient.named("brave.trace", TraceContext.class);

    private AmbientTraceContext(Builder builder) {
        super(builder);
    }

    @Override
    public @Nullable TraceContext get() {
        return TRACE.get();
    }

    @Override
    public Scope newScope(@Nullable TraceContext trace) {
        dev.ambient.Scope scope =
                trace == null ? AmbientContext.current().without(TRACE).makeCurrent() : TRACE.bind(trace);
        return decorateScope(trace, scope::close);
    }

    static final class Builder extends CurrentTraceContext.Builder {

        @Override
        public CurrentTraceContext build() {
            return new AmbientTraceContext(this);
        }
    }
}
