/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.AmbientContext;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What happened last on one thread. Its thread alone writes, without a lock; all can read. */
final class EventBuffer {

    private static final int SMALLEST = 16;

    /** A power of two. A thread that works for one request goes to and fro between few contexts. */
    private static final int KNOWN = 16;

    private final WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());
    private final String threadName = Thread.currentThread().getName();
    private final int capacity;

    /** Grows to the capacity: most threads have few moments, and virtual ones are many. */
    private volatile AtomicReferenceArray<@Nullable ContextEvent> events;

    private volatile int next;

    /** Nobody reads it any more; its thread has to have another. */
    private volatile boolean isOut;

    /** Of the contexts that this thread met last. */
    private @Nullable ContextFingerprint last;

    private @Nullable ContextFingerprint lastButOne;

    /** Switches of bridges, so that a stack need not be walked again for each signal of a flow. */
    private final @Nullable ContextEvent[] known = new @Nullable ContextEvent[KNOWN];

    EventBuffer(int capacity) {
        this.capacity = capacity;
        this.events = new AtomicReferenceArray<>(Math.min(SMALLEST, capacity));
    }

    void add(ContextEvent event) {
        AtomicReferenceArray<@Nullable ContextEvent> events = this.events;
        int next = this.next;
        if (next == events.length() && next < capacity) {
            AtomicReferenceArray<@Nullable ContextEvent> more = new AtomicReferenceArray<>(Math.min(capacity, 4 * next));
            for (int i = 0; i < next; i++) {
                more.setPlain(i, events.getPlain(i));
            }
            this.events = more;
            events = more;
        }
        events.set(next % events.length(), event);
        this.next = next + 1 == Integer.MAX_VALUE ? capacity : next + 1;
    }

    /** A bridge's last switch between the same two, if it is not long ago. */
    @Nullable
    ContextEvent known(ContextEvent.Kind kind, AmbientContext previous, AmbientContext current) {
        ContextEvent event = known[slot(System.identityHashCode(previous), System.identityHashCode(current))];
        return event != null
                        && event.kind() == kind
                        && event.before().isOf(previous)
                        && event.now().isOf(current)
                ? event
                : null;
    }

    void know(ContextEvent event) {
        if (event.view().isSwitch()) {
            known[slot(event.before().number(), event.now().number())] = event;
        }
    }

    private static int slot(int before, int now) {
        return (31 * (31 * before + now)) & (KNOWN - 1);
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

    /** In no order. */
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

    boolean isDone() {
        Thread thread = this.thread.get();
        return thread == null || !thread.isAlive();
    }

    String threadName() {
        return threadName;
    }

    boolean isOut() {
        return isOut;
    }

    /** The thread may keep the ring for long. */
    void clear() {
        isOut = true;
        events = new AtomicReferenceArray<>(1);
        next = 0;
        last = null;
        lastButOne = null;
        Arrays.fill(known, null);
    }
}
