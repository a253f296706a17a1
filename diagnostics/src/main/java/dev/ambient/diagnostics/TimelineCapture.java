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

/** Follows a key, or one value of it, on all threads. */
final class TimelineCapture implements Timeline.Capture, ContextListener {

    /** More cannot be looked at, and would fill the memory of a program that forgot to end it. */
    private static final int MOST = 100_000;

    private static final List<TimelineCapture> ACTIVE = new CopyOnWriteArrayList<>();

    private final Ambient<?> key;
    private final @Nullable Object value;
    private final Collection<TimelinePoint> points = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Registration diagnostics = Diagnostics.install();
    private final Registration recording;

    TimelineCapture(Ambient<?> key, @Nullable Object value) {
        this.key = key;
        this.value = value;
        this.recording = AmbientRegistry.global().listen(this);
        ACTIVE.add(this);
    }

    /** Somebody has asked why a value is not here, so that is on the picture too. */
    static void explained(Ambient<?> key, Explanation explanation, StackView view) {
        for (TimelineCapture capture : ACTIVE) {
            if (capture.key == key && !explanation.isPresent()) {
                capture.lost(view, explanation.reason());
            }
        }
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        int before = numberOf(previous);
        int now = numberOf(current);
        if (before == now) {
            return;
        }
        StackView view = StackView.here();
        if (before != 0) {
            add(TimelinePoint.Kind.ENDED, previous, view, null);
        }
        if (now != 0) {
            add(
                    switch (step) {
                        case SET -> TimelinePoint.Kind.SET;
                        case ENTERED -> TimelinePoint.Kind.ENTERED;
                        case LEFT -> TimelinePoint.Kind.RESUMED;
                    },
                    current,
                    view,
                    null);
        }
    }

    @Override
    public void captured(AmbientContext context) {
        if (numberOf(context) != 0) {
            add(TimelinePoint.Kind.CAPTURED, context, StackView.here(), null);
        }
    }

    @Override
    public void missed(Ambient<?> missed) {
        if (missed == key) {
            CallbackChain chain = CallbackChain.here();
            Explanation explanation = Explainer.explain(key, value, chain, Diagnostics.currentLog());
            if (explanation.set() != null || explanation.last() != null || explanation.captured() != null) {
                lost(chain.view(), explanation.reason());
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
        CallbackChain chain = CallbackChain.here();
        StackView view = chain.view();
        if (numberOf(current) != 0) {
            add(TimelinePoint.Kind.MARK, current, view, text);
        } else {
            Reason reason =
                    Explainer.explain(key, value, chain, Diagnostics.currentLog()).reason();
            add(TimelinePoint.Kind.LOST, current, view, text + ": " + reason);
        }
    }

    /** Of the value that is followed; 0 if it is another or none. */
    private int numberOf(AmbientContext context) {
        int number = ContextFingerprint.numberOf(context, key);
        return number == 0 || value == null || value.equals(context.get(key)) ? number : 0;
    }

    private void add(TimelinePoint.Kind kind, AmbientContext context, StackView view, @Nullable String note) {
        // Marks are made by helpers of the program's own: what is of interest is who called those.
        boolean isCallback = kind == TimelinePoint.Kind.MARK || kind == TimelinePoint.Kind.LOST;
        if (count.incrementAndGet() <= MOST) {
            points.add(new TimelinePoint(
                    System.nanoTime(),
                    Thread.currentThread().getName(),
                    kind,
                    ValueTexts.of(context, key),
                    System.identityHashCode(context),
                    view.operators().isEmpty() ? null : view.operators().get(0),
                    TimelinePoint.place(isCallback ? view.callback() : view.line()),
                    note));
        }
    }

    @Override
    public Timeline timeline() {
        return new Timeline(new TimelineModel(key.name(), points));
    }

    @Override
    public void close() {
        ACTIVE.remove(this);
        recording.close();
        diagnostics.close();
    }
}
