/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.spi.Boundary;
import dev.ambient.spi.ContextListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;

/** Finds out which subscriber asks, below a boundary or below an operator that may need one. */
final class DownstreamAnalysis {

    /** The number of subscribers after which the search ends. */
    private static final int MAX_STEPS = 64;

    /** Stands for a subscriber that was not found. Its class is not Reactor's, so it is treated as a foreign subscriber. */
    private static final Object NOT_FOUND = new Object();

    private DownstreamAnalysis() {}

    /**
     * Returns the subscriber that decides where a source is asked: the nearest one below that is not known to ask in place. Mostly it is a
     * boundary. The search ends early at the subscriber about which this thread knows already.
     */
    static Object requester(Object subscriber, Boundary here) {
        Object known = here.subject();
        Object below = subscriber;
        for (int i = 0; i < MAX_STEPS; i++) {
            if (below == known) {
                return Objects.requireNonNull(here.finding());
            }
            if (below instanceof BoundarySubscriber || !KnownOperators.of(below).asksInPlace) {
                return below;
            }
            Object next = ((Scannable) below).scanUnsafe(Attr.ACTUAL);
            if (next == null) {
                return NOT_FOUND;
            }
            below = next;
        }
        return NOT_FOUND;
    }

    /** Returns the boundary below a requester that asks with the context; {@code null} if it is not known. */
    static @Nullable BoundarySubscriber<?> boundaryBelow(Object requester, Boundary here) {
        Object below = requester;
        while (!(below instanceof BoundarySubscriber)) {
            if (KnownOperators.of(below) != KnownOperators.HOP
                    || !(((Scannable) below).scanUnsafe(Attr.ACTUAL) instanceof CoreSubscriber<?> next)) {
                return null;
            }
            below = requester(next, here);
        }
        return (BoundarySubscriber<?>) below;
    }

    /** Returns the row of a requester. It is {@link KnownOperators#HOP} only if the scheduler calls Reactor's schedule hook. */
    static KnownOperators ofRequester(Object requester) {
        if (requester instanceof BoundarySubscriber) {
            return KnownOperators.BOUNDARY_SUBSCRIBER;
        }
        KnownOperators known = KnownOperators.of(requester);
        return known == KnownOperators.HOP && !HookedSchedulers.isHooked((Scannable) requester)
                ? KnownOperators.UNKNOWN
                : known;
    }

    /** Returns the purpose of the boundary between a source and a subscriber, for listeners. */
    static ContextListener.Purpose purpose(CorePublisher<?> source, Object subscriber, Object requester) {
        KnownOperators below = ofRequester(requester);
        KnownOperators known =
                source instanceof OwnOperator ? KnownOperators.ofOperator(source) : UpstreamAnalysis.ofSource(source);
        return switch (known) {
            case HOP, LATER -> ContextListener.Purpose.CHANGES_THREAD;
            case CONTEXT_WRITE, CONTEXT_CHANGING, RETRYING -> ContextListener.Purpose.CHANGES_CONTEXT;
            case SHARED -> ContextListener.Purpose.SHARED;
            case FOREIGN, EMITTER, MONO_EMITTER -> ContextListener.Purpose.FOREIGN;
            case WINDOWING -> ContextListener.Purpose.INNER;
            default ->
                known.signalsInPlace || known == KnownOperators.VALUE
                        ? purposeBelow(subscriber, below)
                        : ContextListener.Purpose.UNKNOWN;
        };
    }

    private static ContextListener.Purpose purposeBelow(Object subscriber, KnownOperators below) {
        if (below == KnownOperators.SHARED) {
            return ContextListener.Purpose.SHARED;
        }
        if (below.changesContext() || below == KnownOperators.RETRYING) {
            return ContextListener.Purpose.CHANGES_CONTEXT;
        }
        boolean isEnd = below == KnownOperators.FOREIGN
                || !(subscriber instanceof Scannable scannable)
                || scannable.scanUnsafe(Attr.ACTUAL) == null;
        return isEnd ? ContextListener.Purpose.END : ContextListener.Purpose.INNER;
    }
}
