/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.spi.ContextListener;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;

/** Who asks, below a boundary or an operator that may need one. */
final class Downstream {

    /** So many subscribers are looked at. */
    private static final int DEEP = 64;

    private Downstream() {}

    /**
     * The nearest subscriber below that is not known to subscribe, request, poll and cancel only while it is signalled or asked
     * itself: a boundary mostly.
     */
    static Object end(Object subscriber) {
        Object below = subscriber;
        for (int i = 0; i < DEEP; i++) {
            if (below instanceof BoundarySubscriber || !KnownOperators.of(below).asksInPlace) {
                return below;
            }
            Object next = ((Scannable) below).scanUnsafe(Attr.ACTUAL);
            if (next == null) {
                return KnownOperators.UNKNOWN; // it does not say, and neither is this an operator
            }
            below = next;
        }
        return KnownOperators.UNKNOWN;
    }

    /** The boundary below an end that asks in place; {@code null} if it is not known. */
    static @Nullable BoundarySubscriber<?> boundaryBelow(Object end) {
        Object below = end;
        while (!(below instanceof BoundarySubscriber)) {
            if (KnownOperators.of(below) != KnownOperators.HOP
                    || !(((Scannable) below).scanUnsafe(Attr.ACTUAL) instanceof CoreSubscriber<?> next)) {
                return null;
            }
            below = end(next);
        }
        return (BoundarySubscriber<?>) below;
    }

    /** What is known of an end. {@link KnownOperators#HOP} is one whose scheduler calls Reactor's hook. */
    static KnownOperators ofEnd(Object end) {
        if (end instanceof BoundarySubscriber) {
            return KnownOperators.SUBSCRIBER;
        }
        KnownOperators known = KnownOperators.of(end);
        return known == KnownOperators.HOP && !HookedSchedulers.isHooked((Scannable) end)
                ? KnownOperators.UNKNOWN
                : known;
    }

    /** What the boundary between a source and a subscriber is for. */
    static ContextListener.Purpose purpose(CorePublisher<?> source, Object subscriber, Object last) {
        KnownOperators end = ofEnd(last);
        KnownOperators known =
                source instanceof OwnOperator ? KnownOperators.ofOperator(source) : Upstream.ofSource(source);
        return switch (known) {
            case HOP, LATER -> ContextListener.Purpose.CHANGES_THREAD;
            case WRITING, REWRITING, CHANGING -> ContextListener.Purpose.CHANGES_CONTEXT;
            case SHARED -> ContextListener.Purpose.SHARED;
            case FOREIGN, EMITTER, EMITTER_OF_ONE -> ContextListener.Purpose.FOREIGN;
            case OF_FLOWS -> ContextListener.Purpose.INNER;
            default ->
                known.signalsInPlace || known == KnownOperators.VALUE
                        ? purposeBelow(subscriber, end)
                        : ContextListener.Purpose.UNKNOWN;
        };
    }

    private static ContextListener.Purpose purposeBelow(Object subscriber, KnownOperators end) {
        if (end == KnownOperators.SHARED) {
            return ContextListener.Purpose.SHARED;
        }
        if (end.isRewriting() || end == KnownOperators.CHANGING) {
            return ContextListener.Purpose.CHANGES_CONTEXT;
        }
        boolean isEnd = end == KnownOperators.FOREIGN
                || !(subscriber instanceof Scannable scannable)
                || scannable.scanUnsafe(Attr.ACTUAL) == null;
        return isEnd ? ContextListener.Purpose.END : ContextListener.Purpose.INNER;
    }
}
