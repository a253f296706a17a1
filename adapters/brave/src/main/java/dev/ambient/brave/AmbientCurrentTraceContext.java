/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import brave.propagation.CurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.ChangeListener;
import dev.ambient.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Brave's current trace in the ambient context, so that it goes wherever ambient values go: through executors, futures, Reactor and
 * RxJava.
 *
 * <pre>{@code
 * Tracing tracing = Tracing.newBuilder()
 *         .currentTraceContext(AmbientCurrentTraceContext.create())
 *         .build();
 * }</pre>
 *
 * <p>All instances show the same trace, as those of Brave's own {@code ThreadLocalCurrentTraceContext} do, so it does not matter which
 * {@code Tracing} opened a scope.
 *
 * <p>A scope of Brave's is an ambient {@link dev.ambient.Scope}. What is {@linkplain Ambient#set set} inside it ends with it. One that is
 * still open when its task or callback ends is ended with that, and reported. One that is closed on another thread changes neither thread.
 *
 * <p><b>Scope decorators</b> are called where a scope opens, as Brave has it. A task or callback to which the trace was propagated has the
 * trace without opening a scope, so no decorator is called there. What has to follow the trace everywhere, such as an entry of the MDC,
 * registers with {@link #onChange}.
 *
 * <p><b>Threads.</b> One instance serves all threads.
 *
 * <p><b>Cost.</b> Reading takes a thread-local look-up. A scope copies one or two small arrays.
 */
public final class AmbientCurrentTraceContext extends CurrentTraceContext {

    private static final Ambient<TraceContext> TRACE = Ambient.named("brave.trace", TraceContext.class);

    private AmbientCurrentTraceContext(Builder builder) {
        super(builder);
    }

    /**
     * Returns one without decorators.
     *
     * @return what to give to {@code Tracing.Builder.currentTraceContext}
     */
    public static CurrentTraceContext create() {
        return newBuilder().build();
    }

    /**
     * Returns a builder, to add scope decorators.
     *
     * @return a builder
     */
    public static Builder newBuilder() {
        return new Builder();
    }

    /**
     * Registers a listener for changes of the trace, on any thread: where a scope opens or closes, and where a task or callback of another
     * flow begins or ends.
     *
     * <pre>{@code
     * AmbientCurrentTraceContext.onChange((previous, current, cause) -> {
     *     if (current == null) MDC.remove("traceId"); else MDC.put("traceId", current.traceIdString());
     * });
     * }</pre>
     *
     * @param listener the listener
     * @return removes the listener
     */
    public static Registration onChange(ChangeListener<? super TraceContext> listener) {
        return TRACE.onChange(listener);
    }

    @Override
    public @Nullable TraceContext get() {
        return AmbientContext.current().get(TRACE); // not TRACE.get(), which tells the diagnostics when there is none
    }

    @Override
    public Scope newScope(@Nullable TraceContext trace) {
        dev.ambient.Scope opened = TRACE.bindNonNull(trace);
        try {
            if (trace == null) {
                TRACE.unset();
            }
            return decorateScope(trace, opened::close);
        } catch (Throwable e) { // of a decorator
            opened.close();
            throw e;
        }
    }

    /** Builds an {@link AmbientCurrentTraceContext}. */
    public static final class Builder extends CurrentTraceContext.Builder {

        private Builder() {}

        /** Adds a decorator. Those that were added first are called first. */
        @Override
        public Builder addScopeDecorator(ScopeDecorator scopeDecorator) {
            super.addScopeDecorator(scopeDecorator);
            return this;
        }

        /** Returns one with the decorators that were added so far. */
        @Override
        public AmbientCurrentTraceContext build() {
            return new AmbientCurrentTraceContext(this);
        }
    }
}
