/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.AmbientContext;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A ring buffer of the last events of one thread. Only that thread writes, without a lock; all threads can read. */
final class EventBuffer {

    private static final int SMALLEST = 16;

    /** A power of two. A thread that works for one request switches between few contexts. */
    private static final int BRIDGE_SWITCHES = 16;

    private final WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());
    private final String threadName = Thread.currentThread().getName();
    private final int capacity;

    /** Grows up to the capacity: most threads have few events, and there can be many virtual threads. */
    private volatile AtomicReferenceArray<@Nullable ContextEvent> events;

    private volatile int next;

    /** Nobody reads this buffer any more, so its thread needs another. */
    private volatile boolean isDropped;

    /** The fingerprints of the contexts that this thread met last. */
    private @Nullable ContextFingerprint last;

    private @Nullable ContextFingerprint lastButOne;

    /** Switches that a bridge made, so that the stack is not walked again for each signal of a flow. */
    private final @Nullable ContextEvent[] bridgeSwitches = new @Nullable ContextEvent[BRIDGE_SWITCHES];

    EventBuffer(int capacity) {
        this.capacity = capacity;
        this.events = new AtomicReferenceArray<>(Math.min(SMALLEST, capacity));
    }

    void add(ContextEvent event) {
        AtomicReferenceArray<@Nullable ContextEvent> events = this.events;
        int next = this.next;
        if (next == events.length() && next < capacity) {
            AtomicReferenceArray<@Nullable ContextEvent> more =
                    new AtomicReferenceArray<>(Math.min(capacity, 4 * next));
            for (int i = 0; i < next; i++) {
                more.setPlain(i, events.getPlain(i));
            }
            this.events = more;
            events = more;
        }
        events.set(next % events.length(), event);
        this.next = next + 1 == Integer.MAX_VALUE ? capacity : next + 1;
    }

    /** Returns the last switch of a bridge between the same two contexts, if this buffer still remembers it. */
    @Nullable
    ContextEvent recentBridgeSwitch(ContextEvent.Kind kind, AmbientContext previous, AmbientContext current) {
        ContextEvent event = bridgeSwitches[slot(System.identityHashCode(previous), System.identityHashCode(current))];
        return event != null
                        && event.kind() == kind
                        && event.previous().isOf(previous)
                        && event.context().isOf(current)
                ? event
                : null;
    }

    void rememberBridgeSwitch(ContextEvent event) {
        if (event.view().isBridgeSwitch()) {
            bridgeSwitches[slot(event.previous().identity(), event.context().identity())] = event;
        }
    }

    private static int slot(int previous, int current) {
        return (31 * (31 * previous + current)) & (BRIDGE_SWITCHES - 1);
    }

    ContextFingerprint fingerprint(AmbientContext context) {
        ContextFingerprint known = last;
        if (known != null && known.isOf(context)) {
            return known;
        }
        ContextFingerprint other = lastButOne;
        lastButOne = known;
        last = other != null && other.isOf(context) ? other : new ContextFingerprint(context);
        return last;
    }

    /** Returns the events, in no order. */
    List<ContextEvent> events() {
        AtomicReferenceArray<@Nullable ContextEvent> events = this.events;
        List<ContextEvent> all = new ArrayList<>(events.length());
        for (int i = 0; i < events.length(); i++) {
            ContextEvent event = events.get(i);
            if (event != null) {
                all.add(event);
            }
        }
        return all;
    }

    boolean isOf(Thread other) {
        return thread.refersTo(other);
    }

    boolean isOfEndedThread() {
        Thread thread = this.thread.get();
        return thread == null || !thread.isAlive();
    }

    String threadName() {
        return threadName;
    }

    boolean isDropped() {
        return isDropped;
    }

    /** Empties the buffer: its thread may hold on to it for long. */
    void clear() {
        isDropped = true;
        events = new AtomicReferenceArray<>(1);
        next = 0;
        last = null;
        lastButOne = null;
        Arrays.fill(bridgeSwitches, null);
    }
}
