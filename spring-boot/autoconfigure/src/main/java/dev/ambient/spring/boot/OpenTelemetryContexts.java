/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's Context: spans, baggage, and whatever else a program has put there. It is immutable, so no flow can change what
 * another has.
 *
 * <p>Where a flow has an observation and no Context, as one that begins in a web server, the span of the observation is current.
 */
@SuppressWarnings("MustBeClosedChecker") // scopes are closed by restore
final class OpenTelemetryContexts implements ThreadLocalAccessor<Context> {

    static final String KEY = "dev.ambient.spring.boot.opentelemetry";

    private static final ThreadLocal<@Nullable Entry> ENTRIES = new ThreadLocal<>();

    private final CleanObservations observations;
    private final Tracer tracer;
    private final OtelTracer.EventPublisher events;

    OpenTelemetryContexts(CleanObservations observations, Tracer tracer, OtelTracer.EventPublisher events) {
        this.observations = observations;
        this.tracer = tracer;
        this.events = events;
    }

    /** What one {@code setValue} has done: the two scopes, which are closed in this order. */
    private record Entry(@Nullable Entry previous, Context before, Tracer.SpanInScope inner, Scope outer) {}

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable Context getValue() {
        Context current = Context.current();
        return current == Context.root() ? null : current;
    }

    @Override
    public void setValue(Context value) {
        Context before = Context.current();
        events.publishEvent(new ScopeClosedEvent()); // for log lines: what is attached only adds to what they show
        push(before, () -> {}, value.makeCurrent());
    }

    @Override
    public void setValue() {
        Context before = Context.current();
        Observation observation = observations.getValue();
        TracingContext traced =
                observation == null ? null : observation.getContext().get(TracingContext.class);
        Span span = traced == null ? null : traced.getSpan();
        if (span == null) {
            push(before, () -> {}, CleanObservations.clean(events));
        } else if (observations.isAsOpened()) {
            push(before, () -> {}, Scope.noop());
        } else {
            Scope outer = CleanObservations.clean(events);
            push(before, tracer.withSpan(span), outer);
        }
    }

    private void push(Context before, Tracer.SpanInScope inner, Scope outer) {
        ENTRIES.set(new Entry(ENTRIES.get(), before, inner, outer));
    }

    @Override
    public void restore(Context previous) {
        Entry entry = ENTRIES.get();
        // Else the work has left a scope open, and nothing was set before it.
        if (entry != null && entry.before == previous) {
            entry.inner.close();
            entry.outer.close();
            if (entry.previous == null) {
                ENTRIES.remove();
            } else {
                ENTRIES.set(entry.previous);
            }
        }
        if (Context.current() != previous) {
            previous.makeCurrent(); // a scope that was left open keeps the one around it from being closed
        }
    }

    @Override
    public void restore() {
        restore(Context.root());
    }
}
