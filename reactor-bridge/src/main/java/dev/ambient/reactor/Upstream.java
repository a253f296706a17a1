/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.MonoOperator;

/** What an operator needs, by what stands above it. */
final class Upstream {

    /** So many operators are looked at for the one that decides; then one gets a wrapper, by which the next ones know it. */
    private static final int FAR = 4;

    private Upstream() {}

    /** What is to be put below an operator. */
    enum Need {
        NOTHING,

        /** A boundary if who asks is not known to do so in place; else what is set while it is subscribed ends with that. */
        CHECK,

        BOUNDARY,

        /** And one above it. */
        BOTH
    }

    /**
     * What an operator needs, in the midst of those that stand above it.
     *
     * @param known what is known of it
     * @param isLast whether whoever subscribes may be anybody, with no operator between
     */
    static Need need(CorePublisher<?> operator, KnownOperators known, boolean isLast) {
        return switch (known) {
            case OURS -> Need.NOTHING;
            case VALUE, SOURCE, CALLING_CALLED -> isLast ? Need.CHECK : Need.NOTHING;
            case CALLING_SOURCE -> isLast || !isCollection(operator) ? Need.CHECK : Need.NOTHING;
            case EMBEDDING -> isLast ? Need.BOUNDARY : Need.NOTHING;
            case WRITING, REWRITING -> Need.BOTH;
            // On another scheduler it may poll on a thread that no hook has prepared.
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
            if (next == null && isCombining) {
                next = ReactorHooks.sourceOf(above);
            }
            if (next == null) { // it does not say, or has several: a source, or what was subscribed past the hooks
                boolean isSource = steps == 0 && !known.signalsInPlace;
                nearest = isCombining ? nearest : isSource ? KnownOperators.OURS : KnownOperators.UNKNOWN;
                break;
            }
            above = next;
            nearest = kind(next);
            steps++;
        } while (nearest.signalsInPlace && !nearest.begins && nearest != KnownOperators.EMBEDDING);
        if (nearest == KnownOperators.OURS || nearest.begins || nearest == KnownOperators.COMBINING) {
            return known.signalsInPlace ? needInPlace(known, nearest, steps, isLast) : Need.BOUNDARY;
        }
        return known == KnownOperators.NAMING && !isLast ? Need.NOTHING : Need.BOTH; // the next one sees to it
    }

    /** What an operator in place needs, below what signals as it should. */
    private static Need needInPlace(KnownOperators known, KnownOperators above, int steps, boolean isLast) {
        boolean isPlain = known != KnownOperators.TRANSPARENT
                && known != KnownOperators.NAMING
                && known != KnownOperators.COMBINING;
        // In automatic mode contextWrite is another operator, which lets nobody put a boundary above it.
        return isLast
                        || known.watches
                        || (isPlain && (above != KnownOperators.OURS || steps >= FAR || AutomaticMode.isOn()))
                ? Need.CHECK
                : Need.NOTHING;
    }

    /** What is known of the source of a boundary; another library's may be further up, if nothing is between. */
    static KnownOperators ofSource(CorePublisher<?> source) {
        if (source instanceof FluxRebased<?> rebased) { // there is a boundary above it
            KnownOperators known = KnownOperators.of(rebased.operator());
            return known == KnownOperators.OF_FLOWS ? known : KnownOperators.OURS;
        }
        KnownOperators known = KnownOperators.of(source);
        if (!known.signalsInPlace) {
            return known;
        }
        Object above = source;
        KnownOperators nearest = known;
        while (nearest.signalsInPlace && !nearest.begins) {
            Object next = parent(above);
            if (next == null) {
                break;
            }
            above = next;
            nearest = kind(next);
        }
        return nearest == KnownOperators.FOREIGN ? nearest : known;
    }

    private static KnownOperators kind(Object publisher) {
        return publisher instanceof MonoBoundary || publisher instanceof FluxBoundary
                ? KnownOperators.OURS
                : KnownOperators.of(publisher);
    }

    private static boolean isCollection(CorePublisher<?> source) {
        return source instanceof Scannable scannable && scannable.scanUnsafe(Attr.BUFFERED) != null;
    }

    /** Classes are asked before the interface that all have: a look among many interfaces takes longer than all the rest. */
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
