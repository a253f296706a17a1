/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.MonoOperator;

/** Finds out which boundary an operator needs, from the operators above it. */
final class UpstreamAnalysis {

    /**
     * The number of operators after which the search for the one that decides ends. The operator then gets a wrapper, and the search
     * from the next operators ends there.
     */
    private static final int MAX_STEPS = 4;

    private UpstreamAnalysis() {}

    /** What an operator needs. */
    enum Need {
        NOTHING,

        /**
         * A boundary below it if the subscriber that asks is not known to do so in place. Otherwise, only a value that is set while it is
         * subscribed is taken back.
         */
        CHECK,

        /** A boundary below it. */
        BOUNDARY,

        /** A boundary below it and one above it. */
        BOTH
    }

    /**
     * Returns what an operator needs, given the operators above it.
     *
     * @param known its row in the table
     * @param isLast whether any subscriber may follow, with no operator between
     */
    static Need need(CorePublisher<?> operator, KnownOperators known, boolean isLast) {
        return switch (known) {
            case OURS -> Need.NOTHING;
            case VALUE, SILENT_SOURCE, ON_CALLABLE -> isLast ? Need.CHECK : Need.NOTHING;
            case CALLING_SOURCE -> isLast || !isCollection(operator) ? Need.CHECK : Need.NOTHING;
            case CALLABLE_IN_PLACE -> Need.BOUNDARY;
            case UNHOOKED_COMBINING, MONO_IGNORE_THEN -> isLast ? Need.BOUNDARY : Need.NOTHING;
            case CONTEXT_WRITE, CONTEXT_CHANGING -> Need.BOTH;
            // On another scheduler it may poll on a thread where no hook has made the context current.
            case HOP -> HookedSchedulers.asksOnHooked(operator) ? needBelowOthers(operator, known, isLast) : Need.BOTH;
            default -> needBelowOthers(operator, known, isLast);
        };
    }

    private static Need needBelowOthers(CorePublisher<?> operator, KnownOperators known, boolean isLast) {
        Object above = operator;
        KnownOperators nearest = known;
        int steps = 0;
        do {
            boolean isCombining = nearest == KnownOperators.COMBINING;
            Object next = parent(above);
            if (next == null && (isCombining || nearest == KnownOperators.ASKING_INSPECTED)) {
                next = ReactorHooks.sourceOf(above);
            }
            if (next == null) { // it does not tell, or has several: it is a source, or was subscribed without the hooks
                boolean isSource = steps == 0 && !known.signalsInPlace;
                nearest = isCombining ? nearest : isSource ? KnownOperators.OURS : KnownOperators.UNKNOWN;
                break;
            }
            above = next;
            nearest = rowOf(next);
            steps++;
        } while (nearest.signalsInPlace && !nearest.isSource && !nearest.leavesBoundaryBelow());
        if (nearest == KnownOperators.OURS || nearest.isSource || nearest == KnownOperators.COMBINING) {
            return known.signalsInPlace ? needInPlace(known, nearest, steps, isLast) : Need.BOUNDARY;
        }
        // An operator that Reactor inspects gets no wrapper: the one below it gets the boundary.
        return known == KnownOperators.INSPECTED && !isLast ? Need.NOTHING : Need.BOTH;
    }

    /** Returns what an operator that signals in place needs, below one that signals in the right context. */
    private static Need needInPlace(KnownOperators known, KnownOperators above, int steps, boolean isLast) {
        boolean isPlain = known != KnownOperators.TRANSPARENT
                && known != KnownOperators.INSPECTED
                && known != KnownOperators.COMBINING
                && known != KnownOperators.ASKING_INSPECTED;
        // In automatic mode contextWrite is another operator, above which no boundary can be put.
        return isLast
                        || known.callsWhenAsked
                        || known == KnownOperators.ASKING
                        || (isPlain && (above != KnownOperators.OURS || steps >= MAX_STEPS || AutomaticMode.isOn()))
                ? Need.CHECK
                : Need.NOTHING;
    }

    /**
     * Returns the row of the source of a boundary. It is {@link KnownOperators#FOREIGN} if another library's publisher is further up, with
     * nothing but operators in place between.
     */
    static KnownOperators ofSource(CorePublisher<?> source) {
        if (source instanceof FluxWithBridgedSource<?> bridged) { // it has a boundary above it
            KnownOperators known = KnownOperators.of(bridged.operator());
            return known == KnownOperators.WINDOWING ? known : KnownOperators.OURS;
        }
        KnownOperators known = KnownOperators.of(source);
        if (!known.signalsInPlace) {
            return known;
        }
        Object above = source;
        KnownOperators nearest = known;
        while (nearest.signalsInPlace && !nearest.isSource) {
            Object next = parent(above);
            if (next == null) {
                break;
            }
            above = next;
            nearest = rowOf(next);
        }
        return nearest == KnownOperators.FOREIGN ? nearest : known;
    }

    /** Returns the row of a publisher, and {@link KnownOperators#OURS} for a boundary. */
    private static KnownOperators rowOf(Object publisher) {
        return publisher instanceof MonoBoundary || publisher instanceof FluxBoundary
                ? KnownOperators.OURS
                : KnownOperators.of(publisher);
    }

    private static boolean isCollection(CorePublisher<?> source) {
        return source instanceof Flux<?> flux
                && flux instanceof Scannable scannable
                && scannable.scanUnsafe(Attr.BUFFERED) != null;
    }

    /**
     * Returns the source of an operator, if it tells. Nearly all operators are of one of the two classes, which are tested first. To test an
     * object for an interface, JDK 17 searches a list, and caches the result in a field that all threads share (JDK-8180450).
     */
    private static @Nullable Object parent(Object operator) {
        if (operator instanceof MonoOperator<?, ?> mono) {
            return mono.scanUnsafe(Attr.PARENT);
        }
        if (operator instanceof FluxOperator<?, ?> flux) {
            return flux.scanUnsafe(Attr.PARENT);
        }
        return operator instanceof Scannable scannable ? scannable.scanUnsafe(Attr.PARENT) : null;
    }
}
