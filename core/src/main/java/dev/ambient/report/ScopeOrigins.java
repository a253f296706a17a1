/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

import dev.ambient.Problem;
import dev.ambient.Scope;
import dev.ambient.ScopeRecording;
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

/** Where the open scopes of one thread were opened, noted only while that is recorded. */
public final class ScopeOrigins {

    private static final @Nullable ScopeOrigin[] NONE = {};

    /** The recordings, each with a number: it wants one scope of so many. */
    private static final Map<ScopeRecording, Integer> RECORDINGS = new ConcurrentHashMap<>();

    /** One scope of so many is recorded; 0 for none. */
    private static volatile int every;

    /** The recorded scopes that are open, on all threads. */
    private static final Map<ScopeOrigin, Watch> OPEN = new ConcurrentHashMap<>();

    private static final ReferenceQueue<Scope> DROPPED = new ReferenceQueue<>();
    private static final AtomicLong ORDER = new AtomicLong();

    /** By level. Entries of ended scopes and of earlier recordings are recognised by their number. */
    private @Nullable ScopeOrigin[] origins = NONE;

    public static ScopeRecording record(int every) {
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

    /** Notes where a scope is being opened. */
    public @Nullable ScopeOrigin note(int level, long scope) {
        int every = ScopeOrigins.every;
        if (every == 0) {
            if (origins.length != 0) {
                origins = NONE;
            }
            return null;
        }
        if (every > 1 && ThreadLocalRandom.current().nextInt(every) != 0) {
            return null;
        }
        if (level >= origins.length) {
            origins = Arrays.copyOf(origins, Math.max(8, 2 * level));
        }
        ScopeOrigin origin = new ScopeOrigin(scope);
        origins[level] = origin;
        return origin;
    }

    /** Watches for a scope that is garbage collected. */
    public static void watch(ScopeOrigin origin, Scope scope) {
        OPEN.put(origin, new Watch(origin, scope));
        reportDropped();
    }

    public static void ended(ScopeOrigin origin) {
        OPEN.remove(origin);
    }

    private static void reportDropped() {
        for (Reference<?> next = DROPPED.poll(); next != null; next = DROPPED.poll()) {
            ScopeOrigin origin = ((Watch) next).origin;
            if (OPEN.remove(origin) != null) {
                Reports.neverClosed(origin);
            }
        }
    }

    /** Returns where the scopes at some levels, which end now, were opened: the origin of the outermost, with the others as suppressed. */
    public @Nullable ScopeOrigin of(long[] scopes, int from, int to) {
        ScopeOrigin outermost = null;
        boolean several = false;
        for (int level = from; level < Math.min(to, origins.length); level++) {
            ScopeOrigin origin = origins[level];
            if (origin == null || origin.scope != scopes[level]) {
                continue;
            }
            ended(origin);
            if (outermost == null) {
                outermost = origin;
                continue;
            }
            if (!several) {
                several = true;
                outermost = new ScopeOrigin(outermost); // that one may be in a report already
            }
            outermost.addSuppressed(origin);
        }
        return outermost;
    }

    private static final class Recording implements ScopeRecording {

        @Override
        public List<Problem> openScopes() {
            reportDropped();
            return OPEN.values().stream()
                    .sorted((a, b) -> Long.compare(a.order, b.order))
                    .map(watch -> Reports.stillOpen(watch.origin))
                    .toList();
        }

        @Override
        public void close() {
            change(() -> RECORDINGS.remove(this));
        }
    }

    /** Enqueued when a scope is garbage collected: nobody can close it any more. */
    private static final class Watch extends PhantomReference<Scope> {

        final ScopeOrigin origin;
        final long order = ORDER.incrementAndGet();

        Watch(ScopeOrigin origin, Scope scope) {
            super(scope, DROPPED);
            this.origin = origin;
        }
    }
}
