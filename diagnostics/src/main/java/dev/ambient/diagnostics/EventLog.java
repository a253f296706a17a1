/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.spi.ContextListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What happened to contexts last, on all threads. */
final class EventLog implements ContextListener {

    /** Of threads that are gone, and in programs with very many threads of those that are there. */
    private static final int MOST_RINGS = 1_024;

    /** A moment and the thread on which it was. */
    record Entry(ContextEvent event, EventBuffer buffer) {

        Explanation.Place place() {
            List<String> operators = event.kind() == ContextEvent.Kind.ASSEMBLED
                    ? List.of("contextWrite")
                    : event.view().operators();
            return new Explanation.Place(buffer.threadName(), event.view().line(), operators);
        }
    }

    private final int perThread;
    private final Sampling sampling;
    private final UnmirroredKeyDetector unmirrored = new UnmirroredKeyDetector();
    private final ConcurrentLinkedQueue<EventBuffer> buffers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ThreadLocal<EventBuffer> here = ThreadLocal.withInitial(this::add);
    private final ContextFingerprint nothing = new ContextFingerprint(AmbientContext.empty());
    private volatile boolean closed;

    EventLog(int perThread, Sampling sampling) {
        this.perThread = perThread;
        this.sampling = sampling;
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        if (closed || !(sampling.takes(current) || sampling.takes(previous))) {
            return;
        }
        EventBuffer buffer = buffer();
        ContextEvent.Kind kind = ContextEvent.Kind.of(step);
        ContextEvent known = kind == ContextEvent.Kind.SET ? null : buffer.known(kind, previous, current);
        if (known != null) { // a bridge, at each signal: the stack tells nothing new
            buffer.add(known.again(System.nanoTime()));
            return;
        }
        ContextEvent event =
                new ContextEvent(System.nanoTime(), kind, buffer.fingerprint(previous), buffer.fingerprint(current), false, StackView.recorded());
        buffer.add(event);
        buffer.know(event);
    }

    @Override
    public void captured(AmbientContext context) {
        if (!closed && sampling.takes(context)) {
            EventBuffer buffer = buffer();
            ContextFingerprint fingerprint = buffer.fingerprint(context);
            add(buffer, ContextEvent.Kind.CAPTURED, fingerprint, fingerprint, AmbientContext.isFlowSuppressed());
        }
    }

    @Override
    public void given(AmbientContext values) {
        if (!closed && sampling.takes(values)) {
            EventBuffer buffer = buffer();
            add(buffer, ContextEvent.Kind.GIVEN, nothing, buffer.fingerprint(values), false);
        }
    }

    @Override
    public void assembled(String operator) {
        if (!closed && sampling.takes(AmbientContext.current())) {
            add(buffer(), ContextEvent.Kind.ASSEMBLED, nothing, nothing, false);
        }
    }

    @Override
    public void carried(Iterable<?> keys) {
        if (!closed && sampling.isTime()) {
            unmirrored.carried(keys);
        }
    }

    @Override
    public void missed(Ambient<?> key) {
        if (!closed) {
            unmirrored.missed(key);
        }
    }

    private static void add(EventBuffer buffer, ContextEvent.Kind kind, ContextFingerprint before, ContextFingerprint now, boolean suppressed) {
        buffer.add(new ContextEvent(System.nanoTime(), kind, before, now, suppressed, StackView.recorded()));
    }

    /** Whether what it does not know has not been. */
    boolean isWhole() {
        return sampling.isWhole();
    }

    /** Where operators were put together that write into their flow's Context. */
    List<Entry> writers() {
        return entries(event -> event.kind() == ContextEvent.Kind.ASSEMBLED);
    }

    /** All that is known of a key, oldest first; captures without a value for it too. */
    List<Entry> entries(Ambient<?> key) {
        return entries(event -> event.isCapture()
                || event.now().valueOf(key) != 0
                || event.before().valueOf(key) != 0);
    }

    List<Entry> captures() {
        return entries(ContextEvent::isCapture);
    }

    private List<Entry> entries(Predicate<ContextEvent> which) {
        List<Entry> entries = new ArrayList<>();
        for (EventBuffer buffer : buffers) {
            for (ContextEvent event : buffer.events()) {
                if (which.test(event)) {
                    entries.add(new Entry(event, buffer));
                }
            }
        }
        entries.sort(Comparator.comparingLong(entry -> entry.event().time()));
        return entries;
    }

    /** Whether a key has had a value since the log began, as far back as it goes. */
    boolean knows(Ambient<?> key) {
        for (EventBuffer buffer : buffers) {
            for (ContextEvent event : buffer.events()) {
                if (event.now().valueOf(key) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    void close() {
        closed = true;
        buffers.forEach(EventBuffer::clear);
        buffers.clear();
    }

    private EventBuffer buffer() {
        EventBuffer buffer = here.get();
        if (buffer.isOut()) {
            here.remove();
            buffer = here.get();
        }
        return buffer;
    }

    private EventBuffer add() {
        EventBuffer buffer = new EventBuffer(perThread);
        if (count.incrementAndGet() > MOST_RINGS) {
            makeRoom();
        }
        buffers.add(buffer);
        return buffer;
    }

    /** The oldest of a thread that is gone, else the oldest. */
    private void makeRoom() {
        EventBuffer oldest = buffers.stream().filter(EventBuffer::isDone).findFirst().orElseGet(buffers::peek);
        if (oldest != null && buffers.remove(oldest)) {
            count.decrementAndGet();
            oldest.clear();
        }
    }
}
