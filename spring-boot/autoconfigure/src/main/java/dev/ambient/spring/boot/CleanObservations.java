/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The accessor of observations that is there, which is called with nothing in OpenTelemetry's Context.
 *
 * <p>Over OpenTelemetry, Micrometer Tracing adds the baggage of the thread to the span that it makes current, and the span keeps it
 * while it is current anywhere. On a thread that works for one request and is handed a signal of another one, that is the other's.
 */
@SuppressWarnings("MustBeClosedChecker") // scopes are closed by restore
final class CleanObservations implements ThreadLocalAccessor<Observation> {

    private static final ThreadLocal<@Nullable Entry> ENTRIES = new ThreadLocal<>();

    /** Whatever registry an observation is of, the current one stands in one static thread-local. */
    private static final ObservationRegistry ANY = ObservationRegistry.create();

    private final ThreadLocalAccessor<Observation> delegate;
    private final OtelTracer.EventPublisher events;

    CleanObservations(ThreadLocalAccessor<Observation> delegate, OtelTracer.EventPublisher events) {
        this.delegate = delegate;
        this.events = events;
    }

    /**
     * What one {@code setValue} has done.
     *
     * @param cleaned takes away the empty Context
     * @param opened scope of the observation; {@code null} if there is none
     * @param context what opening that has made current
     */
    private record Entry(
            @Nullable Entry previous, Scope cleaned, Observation.@Nullable Scope opened, Context context) {}

    ThreadLocalAccessor<Observation> delegate() {
        return delegate;
    }

    /** Makes nothing current, and has log lines show nothing: Micrometer's listeners remove only what is closed. */
    static Scope clean(OtelTracer.EventPublisher events) {
        if (Context.current() == Context.root()) {
            return Scope.noop();
        }
        Scope scope = Context.root().makeCurrent();
        events.publishEvent(new ScopeClosedEvent());
        return scope;
    }

    /** Whether OpenTelemetry's Context is what the observation has made of it that was set last. */
    boolean isAsOpened() {
        Entry entry = ENTRIES.get();
        return entry != null && entry.context == Context.current() && entry.opened == ANY.getCurrentObservationScope();
    }

    @Override
    public Object key() {
        return ObservationThreadLocalAccessor.KEY;
    }

    @Override
    public @Nullable Observation getValue() {
        return delegate.getValue();
    }

    @Override
    public void setValue(Observation value) {
        Scope cleaned = clean(events);
        delegate.setValue(value);
        push(cleaned);
    }

    @Override
    public void setValue() {
        Scope cleaned = clean(events);
        delegate.setValue();
        push(cleaned);
    }

    private void push(Scope cleaned) {
        ENTRIES.set(new Entry(ENTRIES.get(), cleaned, ANY.getCurrentObservationScope(), Context.current()));
    }

    @Override
    public void restore(Observation previous) {
        Entry entry = current();
        delegate.restore(previous);
        pop(entry);
    }

    @Override
    public void restore() {
        Entry entry = current();
        delegate.restore();
        pop(entry);
    }

    /** Returns what is to be undone; {@code null} where a scope is closed that the work itself has left open. */
    private @Nullable Entry current() {
        Entry entry = ENTRIES.get();
        return entry != null && entry.opened == ANY.getCurrentObservationScope() ? entry : null;
    }

    private void pop(@Nullable Entry entry) {
        if (entry != null) {
            entry.cleaned.close();
            if (entry.previous == null) {
                ENTRIES.remove();
            } else {
                ENTRIES.set(entry.previous);
            }
        }
    }
}
