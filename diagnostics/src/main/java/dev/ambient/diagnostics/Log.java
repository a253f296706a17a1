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
final class Log implements ContextListener {

    /** Of threads that are gone, and in programs with very many threads of those that are there. */
    private static final int MOST_RINGS = 1_024;

    /** A moment and the thread on which it was. */
    record Entry(Moment moment, Ring ring) {

        Explanation.Place place() {
            List<String> operators = moment.kind() == Moment.Kind.ASSEMBLED
                    ? List.of("contextWrite")
                    : moment.look().operators();
            return new Explanation.Place(ring.threadName(), moment.look().line(), operators);
        }
    }

    private final int perThread;
    private final Sampling sampling;
    private final Unmirrored unmirrored = new Unmirrored();
    private final ConcurrentLinkedQueue<Ring> rings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ThreadLocal<Ring> here = ThreadLocal.withInitial(this::add);
    private final Held nothing = new Held(AmbientContext.empty());
    private volatile boolean closed;

    Log(int perThread, Sampling sampling) {
        this.perThread = perThread;
        this.sampling = sampling;
    }

    @Override
    public void switched(AmbientContext previous, AmbientContext current, Step step) {
        if (closed || !(sampling.takes(current) || sampling.takes(previous))) {
            return;
        }
        Ring ring = ring();
        Moment.Kind kind = Moment.Kind.of(step);
        Moment known = kind == Moment.Kind.SET ? null : ring.known(kind, previous, current);
        if (known != null) { // a bridge, at each signal: the stack tells nothing new
            ring.add(known.again(System.nanoTime()));
            return;
        }
        Moment moment =
                new Moment(System.nanoTime(), kind, ring.held(previous), ring.held(current), false, Look.recorded());
        ring.add(moment);
        ring.know(moment);
    }

    @Override
    public void captured(AmbientContext context) {
        if (!closed && sampling.takes(context)) {
            Ring ring = ring();
            Held held = ring.held(context);
            add(ring, Moment.Kind.CAPTURED, held, held, AmbientContext.isFlowSuppressed());
        }
    }

    @Override
    public void given(AmbientContext values) {
        if (!closed && sampling.takes(values)) {
            Ring ring = ring();
            add(ring, Moment.Kind.GIVEN, nothing, ring.held(values), false);
        }
    }

    @Override
    public void assembled(String operator) {
        if (!closed && sampling.takes(AmbientContext.current())) {
            add(ring(), Moment.Kind.ASSEMBLED, nothing, nothing, false);
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

    private static void add(Ring ring, Moment.Kind kind, Held before, Held now, boolean suppressed) {
        ring.add(new Moment(System.nanoTime(), kind, before, now, suppressed, Look.recorded()));
    }

    /** Whether what it does not know has not been. */
    boolean isWhole() {
        return sampling.isWhole();
    }

    /** Where operators were put together that write into their flow's Context. */
    List<Entry> writers() {
        return entries(moment -> moment.kind() == Moment.Kind.ASSEMBLED);
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
