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

/** Records the last events of contexts on all threads, each thread in a buffer of its own. */
final class EventLog implements ContextListener {

    /** Counts the buffers of threads that have ended, too. Beyond it the oldest is dropped. */
    private static final int MAX_BUFFERS = 1_024;

    /** An event and the thread on which it happened. */
    record Entry(ContextEvent event, EventBuffer buffer) {

        ContextFingerprint context() {
            return event.context();
        }

        StackView view() {
            return event.view();
        }

        boolean isOfThisThread() {
            return buffer.isOf(Thread.currentThread());
        }

        boolean isSet() {
            return event.kind() == ContextEvent.Kind.SET;
        }

        /** Returns whether a value was written into a flow's Context, and not set on a thread. */
        boolean isGivenToFlow() {
            return event.kind() == ContextEvent.Kind.GIVEN || event.kind() == ContextEvent.Kind.ASSEMBLED;
        }

        Explanation.Place place() {
            List<String> operators =
                    event.kind() == ContextEvent.Kind.ASSEMBLED ? List.of("contextWrite") : view().operators();
            return new Explanation.Place(buffer.threadName(), view().line(), operators);
        }
    }

    private final int eventsPerThread;
    private final Sampling sampling;
    private final UnmirroredKeyDetector unmirroredKeys = new UnmirroredKeyDetector();
    private final ConcurrentLinkedQueue<EventBuffer> buffers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ThreadLocal<EventBuffer> threadBuffer = ThreadLocal.withInitial(this::addBuffer);
    private final ContextFingerprint noContext = new ContextFingerprint(AmbientContext.empty());
    private volatile boolean isClosed;

    EventLog(int eventsPerThread, Sampling sampling) {
        this.eventsPerThread = eventsPerThread;
        this.sampling = sampling;
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        if (isClosed || !(sampling.includes(current) || sampling.includes(previous))) {
            return;
        }
        EventBuffer buffer = buffer();
        ContextEvent.Kind kind = ContextEvent.Kind.of(step);
        ContextEvent known = kind == ContextEvent.Kind.SET ? null : buffer.recentBridgeSwitch(kind, previous, current);
        if (known != null) { // a bridge switches at each signal, and a new look at the stack would tell nothing new
            buffer.add(known.again(System.nanoTime()));
            return;
        }
        ContextEvent event = new ContextEvent(
                System.nanoTime(),
                kind,
                buffer.fingerprint(previous),
                buffer.fingerprint(current),
                false,
                StackReader.readForEvent());
        buffer.add(event);
        buffer.rememberBridgeSwitch(event);
    }

    @Override
    public void captured(AmbientContext context) {
        if (!isClosed && sampling.includes(context)) {
            EventBuffer buffer = buffer();
            ContextFingerprint captured = buffer.fingerprint(context);
            add(buffer, ContextEvent.Kind.CAPTURED, captured, captured, AmbientContext.isFlowSuppressed());
        }
    }

    @Override
    public void given(AmbientContext values) {
        if (!isClosed && sampling.includes(values)) {
            EventBuffer buffer = buffer();
            add(buffer, ContextEvent.Kind.GIVEN, noContext, buffer.fingerprint(values), false);
        }
    }

    @Override
    public void assembled(String operator) {
        if (!isClosed && sampling.includes(AmbientContext.current())) {
            add(buffer(), ContextEvent.Kind.ASSEMBLED, noContext, noContext, false);
        }
    }

    @Override
    public void carried(Iterable<?> keys) {
        if (!isClosed && sampling.drawAny()) {
            unmirroredKeys.carried(keys);
        }
    }

    @Override
    public void missed(Ambient<?> key) {
        if (!isClosed) {
            unmirroredKeys.missed(key);
        }
    }

    private static void add(
            EventBuffer buffer,
            ContextEvent.Kind kind,
            ContextFingerprint previous,
            ContextFingerprint context,
            boolean isSuppressed) {
        buffer.add(
                new ContextEvent(System.nanoTime(), kind, previous, context, isSuppressed, StackReader.readForEvent()));
    }

    boolean includes(AmbientContext context) {
        return sampling.includes(context);
    }

    /** Returns whether all requests are recorded. Then what is not here did not happen. */
    boolean isComplete() {
        return sampling.isOff();
    }

    /** Returns the assemblies of operators that write into their flow's Context. */
    List<Entry> contextWrites() {
        return entries(event -> event.kind() == ContextEvent.Kind.ASSEMBLED);
    }

    /** Returns all that is known of a key, oldest first. Captures without a value for it are included. */
    List<Entry> entries(Ambient<?> key) {
        return entries(event -> event.isCapture()
                || event.context().valueOf(key) != 0
                || event.previous().valueOf(key) != 0);
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
        entries.sort(Comparator.comparingLong(entry -> entry.event().nanoTime()));
        return entries;
    }

    /** Returns whether a key has had a value, as far back as the log goes. */
    boolean hasSeen(Ambient<?> key) {
        for (EventBuffer buffer : buffers) {
            for (ContextEvent event : buffer.events()) {
                if (event.context().valueOf(key) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    void close() {
        isClosed = true;
        buffers.forEach(EventBuffer::clear);
        buffers.clear();
    }

    private EventBuffer buffer() {
        EventBuffer buffer = threadBuffer.get();
        if (buffer.isDropped()) {
            threadBuffer.remove();
            buffer = threadBuffer.get();
        }
        return buffer;
    }

    private EventBuffer addBuffer() {
        EventBuffer buffer = new EventBuffer(eventsPerThread);
        if (count.incrementAndGet() > MAX_BUFFERS) {
            dropOldest();
        }
        buffers.add(buffer);
        return buffer;
    }

    /** Drops the oldest buffer of a thread that has ended; if there is none, the oldest of all. */
    private void dropOldest() {
        EventBuffer oldest = buffers.stream()
                .filter(EventBuffer::isOfEndedThread)
                .findFirst()
                .orElseGet(buffers::peek);
        if (oldest != null && buffers.remove(oldest)) {
            count.decrementAndGet();
            oldest.clear();
        }
    }
}
