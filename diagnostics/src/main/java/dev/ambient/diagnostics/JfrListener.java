/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Problem;
import dev.ambient.spi.ContextListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import org.jspecify.annotations.Nullable;

/** Writes the events of contexts to flight recordings. While none runs, it only asks whether one does. */
final class JfrListener implements ContextListener {

    private static final EventType CAPTURE = EventType.getEventType(JfrEvents.Capture.class);
    private static final EventType RESTORE = EventType.getEventType(JfrEvents.Restore.class);
    private static final EventType CHANGE = EventType.getEventType(JfrEvents.Change.class);
    private static final EventType LOST = EventType.getEventType(JfrEvents.LostValue.class);

    /** More open stretches on one thread than this mean that beginnings and ends no longer match. */
    private static final int MAX_STRETCHES = 1_000;

    private static final int MAX_PLACES = 1_000;
    private static final long LOSS_VALID_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Ambient<?> requestId;
    private final ThreadLocal<ThreadEvents> threadEvents = ThreadLocal.withInitial(ThreadEvents::new);

    /** Losses that were explained a moment ago, by key and line. */
    private final Map<String, Loss> losses = new ConcurrentHashMap<>();

    /** The events of one thread that have begun and not ended. */
    private static final class ThreadEvents {
        final Deque<Stretch> stretches = new ArrayDeque<>();

        @Nullable
        Event request;

        int requestIdentity;
    }

    /** The time from when another context becomes current until the previous one is current again. */
    private record Stretch(int previous, List<JfrEvents.Restore> events) {}

    private record Loss(
            long nanoTime, String reason, @Nullable String value) {}

    JfrListener(@Nullable Ambient<?> requestId) {
        this.requestId = requestId;
    }

    @Override
    public void captured(AmbientContext context) {
        if (!CAPTURE.isEnabled() || context.isEmpty()) {
            return;
        }
        StackView view = StackReader.read();
        ValueTexts.of(context).forEach((key, value) -> {
            JfrEvents.Capture event = new JfrEvents.Capture();
            event.fill(key.name(), value, System.identityHashCode(context), view);
            event.commit();
        });
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        boolean restores = RESTORE.isEnabled();
        boolean changes = step == Step.SET && CHANGE.isEnabled();
        if (restores && step == Step.LEFT) {
            endStretches(System.identityHashCode(current));
        } else if (restores || changes) {
            beginStretch(previous, current, step, changes);
        }
        switchRequest(current);
    }

    private void beginStretch(AmbientContext previous, AmbientContext current, Step step, boolean changes) {
        StackView view = StackReader.read();
        int identity = System.identityHashCode(current);
        Map<Ambient<?>, String> texts = ValueTexts.of(current);
        List<JfrEvents.Restore> events = new ArrayList<>();
        texts.forEach((key, value) -> {
            if (differs(previous, current, key)) {
                JfrEvents.Restore event = new JfrEvents.Restore();
                event.fill(key.name(), value, identity, view);
                event.step = step.name();
                event.begin();
                events.add(event);
                if (changes) {
                    commitChange(key, value, ValueTexts.of(previous, key), identity, view);
                }
            }
        });
        if (changes) {
            for (Ambient<?> key : previous.keys()) {
                if (!texts.containsKey(key)) {
                    commitChange(key, null, ValueTexts.of(previous, key), identity, view);
                }
            }
        }
        Deque<Stretch> stretches = threadEvents.get().stretches;
        if (stretches.size() == MAX_STRETCHES) {
            stretches.clear();
        }
        stretches.push(new Stretch(System.identityHashCode(previous), events));
    }

    private static void commitChange(
            Ambient<?> key, @Nullable String value, @Nullable String previous, int context, StackView view) {
        JfrEvents.Change event = new JfrEvents.Change();
        event.fill(key.name(), value, context, view);
        event.previous = previous;
        event.commit();
    }

    /** Ends the stretches that began since this context was last current. */
    private void endStretches(int context) {
        Deque<Stretch> stretches = threadEvents.get().stretches;
        if (stretches.stream().noneMatch(stretch -> stretch.previous == context)) {
            return; // it began before the recording
        }
        Stretch ended;
        do {
            ended = stretches.pop();
            ended.events.forEach(JfrEvents.Restore::commit);
        } while (ended.previous != context);
    }

    private void switchRequest(AmbientContext current) {
        Ambient<?> key = requestId;
        if (key == null) {
            return;
        }
        boolean isEnabled = RequestEvent.isEnabled();
        ThreadEvents thread = threadEvents.get();
        int identity = isEnabled ? ContextFingerprint.identityOf(current, key) : 0;
        if (identity == thread.requestIdentity) {
            return;
        }
        Event ended = thread.request;
        if (ended != null) {
            ended.commit();
        }
        String id = identity == 0 ? null : ValueTexts.of(current, key);
        thread.request = id == null ? null : RequestEvent.begin(key.name(), id);
        thread.requestIdentity = identity;
    }

    @Override
    public void missed(Ambient<?> key) {
        EventLog log = Diagnostics.currentLog();
        if (!LOST.isEnabled() || log == null || !log.hasSeen(key)) {
            return; // a value that nobody sets is not lost
        }
        StackView view = StackReader.read();
        Loss loss = loss(key, view, log);
        JfrEvents.LostValue event = new JfrEvents.LostValue();
        event.fill(key.name(), loss.value, 0, view);
        event.reason = loss.reason;
        event.commit();
    }

    private Loss loss(Ambient<?> key, StackView view, EventLog log) {
        String place = key.name() + " " + view.line();
        Loss known = losses.get(place);
        if (known != null && System.nanoTime() - known.nanoTime <= LOSS_VALID_NANOS) {
            return known;
        }
        Explanation explanation = Explainer.explain(key, null, CallbackChain.read(), log);
        Loss loss = new Loss(System.nanoTime(), explanation.reason().name(), explanation.value());
        if (losses.size() >= MAX_PLACES) {
            losses.clear();
        }
        losses.put(place, loss);
        return loss;
    }

    @Override
    public void installed(String what, boolean inPlace) {
        JfrEvents.Install event = new JfrEvents.Install();
        event.what = what;
        event.inPlace = inPlace;
        event.commit();
    }

    @Override
    public void reported(Problem problem) {
        Throwable cause = problem.cause();
        switch (problem.kind()) {
            case ACCESSOR_FAILED, LISTENER_FAILED -> {
                JfrEvents.AccessorFailed event = new JfrEvents.AccessorFailed();
                event.kind = problem.kind().name();
                event.message = problem.message();
                event.thrown = cause == null ? null : cause.toString();
                event.commit();
            }
            case HOOK_REMOVED, PARTLY_INSTALLED, NOT_INSTALLED -> installed(problem.message(), false);
            case WRONG_ENTRY, WRONG_TYPE, NOT_MIRRORED -> {
                JfrEvents.WrongEntry event = new JfrEvents.WrongEntry();
                event.kind = problem.kind().name();
                event.message = problem.message();
                event.commit();
            }
            case SCOPE_ON_OTHER_THREAD,
                    SCOPE_OUT_OF_ORDER,
                    SCOPE_LEFT_OPEN,
                    SCOPE_CLOSED_LATE,
                    SCOPE_CLOSED_TWICE,
                    SCOPE_NEVER_CLOSED -> {
                JfrEvents.Leak event = new JfrEvents.Leak();
                event.kind = problem.kind().name();
                event.message = problem.message();
                event.opened = cause == null ? null : firstOfProgram(cause);
                event.commit();
            }
        }
    }

    private static @Nullable String firstOfProgram(Throwable opening) {
        for (StackTraceElement frame : opening.getStackTrace()) {
            if (FrameClassifier.isProgram(frame.getClassName())) {
                return frame.toString();
            }
        }
        return null;
    }

    private static boolean differs(AmbientContext previous, AmbientContext current, Ambient<?> key) {
        return ContextFingerprint.identityOf(previous, key) != ContextFingerprint.identityOf(current, key);
    }
}
