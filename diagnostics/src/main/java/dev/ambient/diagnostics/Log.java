/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Recorder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What happened to contexts last, on all threads. */
final class Log implements Recorder {

    /** Of threads that are gone, and in programs with very many threads of those that are there. */
    private static final int MOST_RINGS = 1_024;

    /** A moment and the thread on which it was. */
    record Entry(Moment moment, Ring ring) {

        Explanation.Place place() {
            return new Explanation.Place(
                    ring.threadName(), moment.look().line(), moment.look().operators());
        }
    }

    private final int perThread;
    private final ConcurrentLinkedQueue<Ring> rings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ThreadLocal<Ring> here = ThreadLocal.withInitial(this::add);
    private volatile boolean closed;

    Log(int perThread) {
        this.perThread = perThread;
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        if (!closed) {
            Ring ring = ring();
            ring.add(new Moment(System.nanoTime(), step, ring.held(previous), ring.held(current), false, Look.here()));
        }
    }

    @Override
    public void captured(AmbientContext context) {
        if (!closed) {
            Ring ring = ring();
            Held held = ring.held(context);
            ring.add(new Moment(System.nanoTime(), null, held, held, AmbientContext.isFlowSuppressed(), Look.here()));
        }
    }

    /** All that is known of a key, oldest first; captures without a value for it too. */
    List<Entry> entries(Ambient<?> key) {
        return entries(moment -> moment.isCapture()
                || moment.now().valueOf(key) != 0
                || moment.before().valueOf(key) != 0);
    }

    List<Entry> captures() {
        return entries(Moment::isCapture);
    }

    private List<Entry> entries(Predicate<Moment> which) {
        List<Entry> entries = new ArrayList<>();
        for (Ring ring : rings) {
            for (Moment moment : ring.moments()) {
                if (which.test(moment)) {
                    entries.add(new Entry(moment, ring));
                }
            }
        }
        entries.sort(Comparator.comparingLong(entry -> entry.moment().time()));
        return entries;
    }

    /** Whether a key has had a value since the log began, as far back as it goes. */
    boolean knows(Ambient<?> key) {
        for (Ring ring : rings) {
            for (Moment moment : ring.moments()) {
                if (moment.now().valueOf(key) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    void close() {
        closed = true;
        rings.forEach(Ring::clear);
        rings.clear();
    }

    private Ring ring() {
        Ring ring = here.get();
        if (ring.isOut()) {
            here.remove();
            ring = here.get();
        }
        return ring;
    }

    private Ring add() {
        Ring ring = new Ring(perThread);
        if (count.incrementAndGet() > MOST_RINGS) {
            makeRoom();
        }
        rings.add(ring);
        return ring;
    }

    /** The oldest of a thread that is gone, else the oldest. */
    private void makeRoom() {
        Ring oldest = rings.stream().filter(Ring::isDone).findFirst().orElseGet(rings::peek);
        if (oldest != null && rings.remove(oldest)) {
            count.decrementAndGet();
            oldest.clear();
        }
    }
}
