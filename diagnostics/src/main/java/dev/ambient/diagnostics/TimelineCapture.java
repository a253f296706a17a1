/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Explanation.Reason;
import dev.ambient.spi.ContextListener;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Records the way of a key, or of one of its values, on all threads. */
final class TimelineCapture implements Timeline.Capture, ContextListener {

    /** Nobody can look at more, and a capture that is never closed must not fill the memory. */
    private static final int MAX_POINTS = 100_000;

    private static final List<TimelineCapture> ACTIVE = new CopyOnWriteArrayList<>();

    private final Ambient<?> key;
    private final @Nullable Object value;
    private final Collection<TimelinePoint> points = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Registration diagnostics = Diagnostics.install();
    private final Registration registration;

    TimelineCapture(Ambient<?> key, @Nullable Object value) {
        this.key = key;
        this.value = value;
        this.registration = AmbientRegistry.global().listen(this);
        ACTIVE.add(this);
    }

    /** Adds a loss for which the program has just asked for an explanation. */
    static void explained(Ambient<?> key, Explanation explanation, StackView view) {
        for (TimelineCapture capture : ACTIVE) {
            if (capture.key == key && !explanation.isPresent()) {
                capture.lost(view, explanation.reason());
            }
        }
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        int before = identityOf(previous);
        int now = identityOf(current);
        if (before == now) {
            return;
        }
        StackView view = StackReader.read();
        if (before != 0) {
            add(TimelinePoint.Kind.ENDED, previous, view, null);
        }
        if (now != 0) {
            add(TimelinePoint.Kind.of(step), current, view, null);
        }
    }

    @Override
    public void captured(AmbientContext context) {
        if (identityOf(context) != 0) {
            add(TimelinePoint.Kind.CAPTURED, context, StackReader.read(), null);
        }
    }

    @Override
    public void missed(Ambient<?> missed) {
        if (missed == key) {
            CallbackChain chain = CallbackChain.read();
            Explanation explanation = Explainer.explain(key, value, chain, Diagnostics.currentLog());
            if (explanation.set() != null || explanation.last() != null || explanation.captured() != null) {
                lost(chain.first(), explanation.reason());
            }
        }
    }

    private void lost(StackView view, Reason reason) {
        add(TimelinePoint.Kind.LOST, AmbientContext.empty(), view, reason.name());
    }

    @Override
    public void mark(String text) {
        Objects.requireNonNull(text, "text");
        AmbientContext current = AmbientContext.current();
        CallbackChain chain = CallbackChain.read();
        StackView view = chain.first();
        if (identityOf(current) != 0) {
            add(TimelinePoint.Kind.MARK, current, view, text);
        } else {
            Reason reason = Explainer.explain(key, value, chain, Diagnostics.currentLog())
                    .reason();
            add(TimelinePoint.Kind.LOST, current, view, text + ": " + reason);
        }
    }

    /** Returns the identity of the value that is followed; 0 if the context has another or none. */
    private int identityOf(AmbientContext context) {
        int number = ContextFingerprint.identityOf(context, key);
        return number == 0 || value == null || value.equals(context.get(key)) ? number : 0;
    }

    private void add(TimelinePoint.Kind kind, AmbientContext context, StackView view, @Nullable String note) {
        if (count.incrementAndGet() <= MAX_POINTS) {
            points.add(point(kind, ValueTexts.of(context, key), context, view, note));
        }
    }

    /** Returns a point on this thread, now. */
    static TimelinePoint point(
            TimelinePoint.Kind kind,
            @Nullable String value,
            AmbientContext context,
            StackView view,
            @Nullable String note) {
        // Programs often mark and read in helper methods: the callback that called those is what matters.
        boolean isCallback = kind == TimelinePoint.Kind.MARK || kind == TimelinePoint.Kind.LOST;
        return new TimelinePoint(
                System.nanoTime(),
                Thread.currentThread().getName(),
                kind,
                value,
                System.identityHashCode(context),
                view.operators().isEmpty() ? null : view.operators().get(0),
                TimelinePoint.place(isCallback ? view.callback() : view.line()),
                note);
    }

    @Override
    public Timeline timeline() {
        return new Timeline(new TimelineModel(key.name(), points));
    }

    @Override
    public void close() {
        ACTIVE.remove(this);
        registration.close();
        diagnostics.close();
    }
}
