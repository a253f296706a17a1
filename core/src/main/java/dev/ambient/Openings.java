/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Where the open scopes of one thread were opened, noted only while somebody wants it recorded. */
final class Openings {

    private static final @Nullable Opening[] NONE = {};

    /** Those who want it recorded, each with how many scopes it wants one of. */
    private static final Map<ScopeRecording, Integer> RECORDINGS = new ConcurrentHashMap<>();

    /** One scope of so many is recorded; 0 for none. */
    private static volatile int every;

    /** The recorded scopes that are open, on all threads. */
    private static final Map<Opening, Watch> OPEN = new ConcurrentHashMap<>();

    private static final ReferenceQueue<Scope> DROPPED = new ReferenceQueue<>();
    private static final AtomicLong ORDER = new AtomicLong();

    /** By level. What is left of ended scopes and of earlier recordings is told by its number. */
    private @Nullable Opening[] openings = NONE;

    static ScopeRecording record(int every) {
        ScopeRecording recording = new Recording();
        change(() -> RECORDINGS.put(recording, every));
        return recording;
    }

    private static synchronized void change(Runnable change) {
        change.run();
        every = RECORDINGS.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        if (every == 0) {
            OPEN.clear();
        }
    }

    /** Notes where the scope was opened that is being opened. */
    @Nullable
    Opening note(int level, long scope) {
        int every = Openings.every;
        if (every == 0) {
            if (openings.length != 0) {
                openings = NONE;
            }
            return null;
        }
        if (every > 1 && ThreadLocalRandom.current().nextInt(every) != 0) {
            return null;
        }
        if (level >= openings.length) {
            openings = Arrays.copyOf(openings, Math.max(8, 2 * level));
        }
        Opening opening = new Opening(scope);
        openings[level] = opening;
        return opening;
    }

    /** Has it noticed when a scope is dropped. */
    static void watch(Opening opening, Scope scope) {
        OPEN.put(opening, new Watch(opening, scope));
        sayWhichWereDropped();
    }

    static void ended(Opening opening) {
        OPEN.remove(opening);
    }

    private static void sayWhichWereDropped() {
        for (Reference<?> next = DROPPED.poll(); next != null; next = DROPPED.poll()) {
            Opening opening = ((Watch) next).opening;
            if (OPEN.remove(opening) != null) {
                Reports.neverClosed(opening);
            }
        }
    }

    /** Where the scopes at some levels were opened, which end now: the outermost, with the others as suppressed by it. */
    @Nullable
    Opening of(long[] scopes, int from, int to) {
        Opening outermost = null;
        boolean several = false;
        for (int level = from; level < Math.min(to, openings.length); level++) {
            Opening opening = openings[level];
            if (opening == null || opening.scope != scopes[level]) {
                continue;
            }
            ended(opening);
            if (outermost == null) {
                outermost = opening;
                continue;
            }
            if (!several) {
                several = true;
                outermost = new Opening(outermost); // the other may be in a report already
            }
            outermost.addSuppressed(opening);
        }
        return outermost;
    }

    private static final class Recording implements ScopeRecording {

        @Override
        public List<Problem> open() {
            sayWhichWereDropped();
            return OPEN.values().stream()
                    .sorted((a, b) -> Long.compare(a.order, b.order))
                    .map(watch -> Reports.stillOpen(watch.opening))
                    .toList();
        }

        @Override
        public void close() {
            change(() -> RECORDINGS.remove(this));
        }
    }

    /** Of a scope: when nobody has it any more, nobody can close it. */
    private static final class Watch extends PhantomReference<Scope> {

        final Opening opening;
        final long order = ORDER.incrementAndGet();

        Watch(Opening opening, Scope scope) {
            super(scope, DROPPED);
            this.opening = opening;
        }
    }
}
