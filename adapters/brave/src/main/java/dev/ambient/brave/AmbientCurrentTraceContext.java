/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import brave.propagation.CurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.io.Closeable;
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
 * <p><b>Scope decorators</b> are called where a scope opens, as Brave has it, and also where a task or callback begins that the trace was
 * propagated to: the entries that a decorator puts into the MDC are right there too. What a decorator returned is closed where the task or
 * callback ends. {@link #close} stops that, for a program that ends before its JVM does; so does the garbage collector.
 *
 * <p><b>Threads.</b> One instance serves all threads.
 *
 * <p><b>Cost.</b> Reading takes a thread-local look-up. A scope copies one or two small arrays. With decorators, they are called at each
 * switch to a context with another trace.
 */
public final class AmbientCurrentTraceContext extends CurrentTraceContext implements Closeable {

    /** Micrometer Tracing opens a scope with the span of an observation where the observation becomes current. */
    private static final Ambient<TraceContext> TRACE = Ambient.builder("brave.trace", TraceContext.class)
            .setByAccessor("micrometer.observation")
            .build();

    /** What a decorator is given where there is no scope. Not {@code Scope.NOOP}, which says that nothing changes. */
    private static final Scope SWITCH = () -> {};

    private final @Nullable SwitchDecorator switches;

    private AmbientCurrentTraceContext(Builder builder) {
        super(builder);
        this.switches = builder.isDecorated ? SwitchDecorator.follow(TRACE, this) : null;
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
            Scope decorated = decorateScope(trace, () -> SwitchDecorator.close(opened));
            return switches == null ? decorated : switches.closeAfterInner(decorated);
        } catch (Throwable e) { // of a decorator
            SwitchDecorator.close(opened);
            throw e;
        }
    }

    /** Stops calling the decorators where no scope of Brave's opens. Scopes work as before. Closing twice does nothing. */
    @Override
    public void close() {
        if (switches != null) {
            switches.stop();
        }
    }

    Scope decorateSwitch(@Nullable TraceContext trace) {
        return decorateScope(trace, SWITCH);
    }

    /** Builds an {@link AmbientCurrentTraceContext}. */
    public static final class Builder extends CurrentTraceContext.Builder {

        private boolean isDecorated;

        private Builder() {}

        /** Adds a decorator. Those that were added first are called first. */
        @Override
        public Builder addScopeDecorator(ScopeDecorator scopeDecorator) {
            super.addScopeDecorator(scopeDecorator);
            isDecorated |= scopeDecorator != ScopeDecorator.NOOP;
            return this;
        }

        /** Returns one with the decorators that were added so far. */
        @Override
        public AmbientCurrentTraceContext build() {
            return new AmbientCurrentTraceContext(this);
        }
    }
}
