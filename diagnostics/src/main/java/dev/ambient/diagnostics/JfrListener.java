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

/** Writes to flight recordings. While none is running, it asks whether one is and does nothing else. */
final class JfrListener implements ContextListener {

    private static final EventType CAPTURE = EventType.getEventType(JfrEvents.Capture.class);
    private static final EventType RESTORE = EventType.getEventType(JfrEvents.Restore.class);
    private static final EventType CHANGE = EventType.getEventType(JfrEvents.Change.class);
    private static final EventType LOST = EventType.getEventType(JfrEvents.LostValue.class);

    /** What is begun on one thread and not ended; beyond that something is out of step. */
    private static final int DEEPEST = 1_000;

    private static final int MOST_PLACES = 1_000;
    private static final long EXPLAINED_FOR = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Ambient<?> requestId;
    private final ThreadLocal<OnThread> here = ThreadLocal.withInitial(OnThread::new);
    private final Map<String, Explained> explained = new ConcurrentHashMap<>();

    /** What is under way on one thread. */
    private static final class OnThread {
        final Deque<Stretch> stretches = new ArrayDeque<>();

        @Nullable
        Event request;

        int requestNumber;
    }

    /** From another context becoming current until the one before it is back. */
    private record Stretch(int before, List<JfrEvents.Restore> events) {}

    private record Explained(
            long at, String reason, @Nullable String value) {}

    JfrListener(@Nullable Ambient<?> requestId) {
        this.requestId = requestId;
    }

    @Override
    public void captured(AmbientContext context) {
        if (!CAPTURE.isEnabled() || context.isEmpty()) {
            return;
        }
        StackView view = StackView.here();
        ValueTexts.of(context).forEach((key, value) -> {
            JfrEvents.Capture event = new JfrEvents.Capture();
            event.at(key.name(), value, System.identityHashCode(context), view);
            event.commit();
        });
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        boolean restores = RESTORE.isEnabled();
        boolean changes = step == Step.SET && CHANGE.isEnabled();
        if (restores && step == Step.LEFT) {
            end(System.identityHashCode(current));
        } else if (restores || changes) {
            begin(previous, current, step, changes);
        }
        request(current);
    }

    private void begin(AmbientContext previous, AmbientContext current, Step step, boolean changes) {
        StackView view = StackView.here();
        int number = System.identityHashCode(current);
        Map<Ambient<?>, String> texts = ValueTexts.of(current);
        List<JfrEvents.Restore> events = new ArrayList<>();
        texts.forEach((key, value) -> {
            if (isOther(previous, current, key)) {
                JfrEvents.Restore event = new JfrEvents.Restore();
                event.at(key.name(), value, number, view);
                event.step = step.name();
                event.begin();
                events.add(event);
                if (changes) {
                    change(key, value, ValueTexts.of(previous, key), number, view);
                }
            }
        });
        if (changes) {
            for (Ambient<?> key : previous.keys()) {
                if (!texts.containsKey(key)) {
                    change(key, null, ValueTexts.of(previous, key), number, view);
                }
            }
        }
        Deque<Stretch> stretches = here.get().stretches;
        if (stretches.size() == DEEPEST) {
            stretches.clear();
        }
        stretches.push(new Stretch(System.identityHashCode(previous), events));
    }

    private static void change(
            Ambient<?> key, @Nullable String value, @Nullable String previous, int number, StackView view) {
        JfrEvents.Change event = new JfrEvents.Change();
        event.at(key.name(), value, number, view);
        event.previous = previous;
        event.commit();
    }

    /** Ends what began after a context was current, for it is again. */
    private void end(int back) {
        Deque<Stretch> stretches = here.get().stretches;
        if (stretches.stream().noneMatch(stretch -> stretch.before == back)) {
            return; // it began before the recording
        }
        Stretch ended;
        do {
            ended = stretches.pop();
            ended.events.forEach(JfrEvents.Restore::commit);
        } while (ended.before != back);
    }

    private void request(AmbientContext current) {
        Ambient<?> key = requestId;
        if (key == null) {
            return;
        }
        boolean isEnabled = RequestEvent.isEnabled();
        OnThread thread = here.get();
        int number = isEnabled ? ContextFingerprint.numberOf(current, key) : 0;
        if (number == thread.requestNumber) {
            return;
        }
        Event ended = thread.request;
        if (ended != null) {
            ended.commit();
        }
        String id = number == 0 ? null : ValueTexts.of(current, key);
        thread.request = id == null ? null : RequestEvent.begin(key.name(), id);
        thread.requestNumber = number;
    }

    @Override
    public void missed(Ambient<?> key) {
        EventLog log = Diagnostics.currentLog();
        if (!LOST.isEnabled() || log == null || !log.knows(key)) {
            return; // a value that nobody sets is not lost
        }
        StackView view = StackView.here();
        StackTraceElement line = view.line();
        String place = key.name() + " " + line;
        Explained known = explained.get(place);
        if (known == null || System.nanoTime() - known.at > EXPLAINED_FOR) {
            Explanation explanation = Explainer.explain(key, null, CallbackChain.here(), log);
            known = new Explained(System.nanoTime(), explanation.reason().name(), explanation.value());
            if (explained.size() >= MOST_PLACES) {
                explained.clear();
            }
            explained.put(place, known);
        }
        JfrEvents.LostValue event = new JfrEvents.LostValue();
        event.at(key.name(), known.value, 0, view);
        event.reason = known.reason;
        event.commit();
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
                event.opened = cause == null ? null : opened(cause);
                event.commit();
            }
        }
    }

    private static @Nullable String opened(Throwable opening) {
        for (StackTraceElement frame : opening.getStackTrace()) {
            if (FrameClassifier.isUsers(frame.getClassName())) {
                return frame.toString();
            }
        }
        return null;
    }

    private static boolean isOther(AmbientContext previous, AmbientContext current, Ambient<?> key) {
        return ContextFingerprint.numberOf(previous, key) != ContextFingerprint.numberOf(current, key);
    }
}
