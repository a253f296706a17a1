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
final class Ring {

    private static final int SMALLEST = 16;

    /** A power of two. A thread that works for one request goes to and fro between few contexts. */
    private static final int KNOWN = 16;

    private final WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());
    private final String threadName = Thread.currentThread().getName();
    private final int capacity;

    /** Grows to the capacity: most threads have few moments, and virtual ones are many. */
    private volatile AtomicReferenceArray<@Nullable Moment> moments;

    private volatile int next;

    /** Nobody reads it any more; its thread has to have another. */
    private volatile boolean isOut;

    /** Of the contexts that this thread met last. */
    private @Nullable Held last;

    private @Nullable Held lastButOne;

    /** Switches of bridges, so that a stack need not be walked again for each signal of a flow. */
    private final @Nullable Moment[] known = new @Nullable Moment[KNOWN];

    Ring(int capacity) {
        this.capacity = capacity;
        this.moments = new AtomicReferenceArray<>(Math.min(SMALLEST, capacity));
    }

    void add(Moment moment) {
        AtomicReferenceArray<@Nullable Moment> moments = this.moments;
        int next = this.next;
        if (next == moments.length() && next < capacity) {
            AtomicReferenceArray<@Nullable Moment> more = new AtomicReferenceArray<>(Math.min(capacity, 4 * next));
            for (int i = 0; i < next; i++) {
                more.setPlain(i, moments.getPlain(i));
            }
            this.moments = more;
            moments = more;
        }
        moments.set(next % moments.length(), moment);
        this.next = next + 1 == Integer.MAX_VALUE ? capacity : next + 1;
    }

    /** A bridge's last switch between the same two, if it is not long ago. */
    @Nullable
    Moment known(Moment.Kind kind, AmbientContext previous, AmbientContext current) {
        Moment moment = known[slot(System.identityHashCode(previous), System.identityHashCode(current))];
        return moment != null
                        && moment.kind() == kind
                        && moment.before().isOf(previous)
                        && moment.now().isOf(current)
                ? moment
                : null;
    }

    void know(Moment moment) {
        if (moment.look().isSwitch()) {
            known[slot(moment.before().number(), moment.now().number())] = moment;
        }
    }

    private static int slot(int before, int now) {
        return (31 * (31 * before + now)) & (KNOWN - 1);
    }

    Held held(AmbientContext context) {
        Held known = last;
        if (known != null && known.isOf(context)) {
            return known;
        }
        Held other = lastButOne;
        lastButOne = known;
        last = other != null && other.isOf(context) ? other : new Held(context);
        return last;
    }

    /** In no order. */
    List<Moment> moments() {
        AtomicReferenceArray<@Nullable Moment> moments = this.moments;
        List<Moment> all = new ArrayList<>(moments.length());
        for (int i = 0; i < moments.length(); i++) {
            Moment moment = moments.get(i);
            if (moment != null) {
                all.add(moment);
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
        moments = new AtomicReferenceArray<>(1);
        next = 0;
        last = null;
        lastButOne = null;
        Arrays.fill(known, null);
    }
}
