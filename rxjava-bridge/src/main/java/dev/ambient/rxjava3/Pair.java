/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is {@linkplain KnownOperators known} of a source and the observer that subscribes to it. The hooks ask at each
 * subscription of each operator, so the two classes are looked up at once: two look-ups took 3 to 10 % more for a chain of four
 * operators ({@code RxJavaBenchmark}, rows {@code SINGLE_FLAT_MAP} and {@code SINGLE_TEN_OPERATORS}).
 *
 * <p>What is known is a set of the bits below. A boundary keeps it in the two bytes that its other fields leave free; {@code
 * AllocationTest} has the size of a boundary.
 */
final class Pair {

    /** Nothing is needed between the two. */
    static final int NEEDS_NO_BOUNDARY = 1;

    /** The source signals in place: its signals find the context current that the boundary above it has. */
    static final int SIGNALS_IN_PLACE = 1 << 1;

    /**
     * The source signals in place, and the observer subscribes to nothing meanwhile. So no boundary is needed for the items. An observer
     * that subscribes to one source after another needs one, because the items bring what the first source has set.
     */
    static final int SIGNALS_IN_CONTEXT = 1 << 2;

    /** The source calls nothing of the program when it is polled. */
    static final int SILENT_SOURCE = 1 << 3;

    /** The source has its value or its end already, and signals on the thread that subscribes or asks. */
    static final int VALUE_SOURCE = 1 << 4;

    /** The source is an emitter: after its last signal it disposes what the program has given to it. */
    static final int EMITTER_SOURCE = 1 << 5;

    /** The source may signal after it was cancelled or disposed. */
    static final int MAY_BE_LATE = 1 << 6;

    /** The source hands signals to a scheduler, and does not check whether it was disposed when they come back. */
    static final int SCHEDULES_SIGNALS = 1 << 7;

    /** The observer asks only where the context is current already. */
    static final int ASKS_IN_PLACE = 1 << 8;

    /** The observer calls nothing of the program in onSubscribe. */
    static final int STARTS_QUIETLY = 1 << 9;

    /** The observer keeps nothing of its upstream after the flow has ended, so a boundary above it need release nothing. */
    static final int RELEASES_UPSTREAM = 1 << 10;

    /** The observer drops its upstream when it is disposed, so only the source holds the boundary then. */
    static final int DROPS_UPSTREAM = 1 << 11;

    /** The observer is not one of RxJava's own: it may ask by {@code instanceof} what it is given as its upstream. */
    static final int FOREIGN_OBSERVER = 1 << 12;

    /**
     * The observer says of each item whether it has used it. Known of its class: asking each object is a search among
     * its interfaces.
     */
    static final int CONDITIONAL_OBSERVER = 1 << 13;

    /**
     * The source signals once, as the last thing that it does while it is subscribed, and the observer hands that signal on to a
     * boundary. So the signal can wait until the source has returned.
     */
    static final int SIGNAL_CAN_WAIT = 1 << 14;

    private static final int ROWS = KnownOperators.values().length;

    /** One for each two rows and each kind of observer, made when it is needed. */
    private static final @Nullable Pair[] BY_ROWS = new Pair[2 * ROWS * ROWS];

    /** Stands for any two between which a flow changes a value: they need a boundary, whatever they are. */
    static final Pair UNKNOWN = of(KnownOperators.UNKNOWN, KnownOperators.UNKNOWN, false);

    /** The same above an observer that says whether it has used an item. */
    static final Pair UNKNOWN_CONDITIONAL = of(KnownOperators.UNKNOWN, KnownOperators.UNKNOWN, true);

    private static final int PLACES = 1 << 12;

    /**
     * Pairs of classes, each in the place of its hash if it came first there. Only of classes that live as long as
     * RxJava's own.
     */
    private static final @Nullable Pair[] BY_CLASSES = new Pair[PLACES];

    private final Class<?> source;
    private final Class<?> observer;

    /** All bits of what is known. */
    final short traits;

    private Pair(Class<?> source, Class<?> observer, int traits) {
        this.source = source;
        this.observer = observer;
        this.traits = (short) traits;
    }

    /** Returns what is known of a source and an observer. */
    static Pair of(Object source, Object observer) {
        Class<?> sourceType = source.getClass();
        Class<?> observerType = observer.getClass();
        int place = (31 * sourceType.hashCode() + observerType.hashCode()) & (PLACES - 1);
        Pair known = BY_CLASSES[place];
        if (known != null && known.source == sourceType && known.observer == observerType) {
            return known;
        }
        Pair byRows = of(
                KnownOperators.of(source),
                KnownOperators.of(observer),
                ConditionalSubscriber.class.isAssignableFrom(observerType));
        if (known == null && livesAsLongAsRxJava(sourceType) && livesAsLongAsRxJava(observerType)) {
            BY_CLASSES[place] = new Pair(sourceType, observerType, byRows.traits);
        }
        return byRows;
    }

    /** Returns what the rows of a source and an observer say. */
    @SuppressWarnings("EnumOrdinal") // the index of an array that is gone with the process
    static Pair of(KnownOperators source, KnownOperators observer, boolean isConditional) {
        int place = 2 * (ROWS * source.ordinal() + observer.ordinal()) + (isConditional ? 1 : 0);
        Pair known = BY_ROWS[place];
        if (known == null) {
            int traits = traits(source, observer) | bit(CONDITIONAL_OBSERVER, isConditional);
            known = new Pair(Object.class, Object.class, traits);
            BY_ROWS[place] = known;
        }
        return known;
    }

    private static int traits(KnownOperators source, KnownOperators observer) {
        boolean isBelowBoundary = source.signalsInPlace && !source.mayLackBoundaryAbove;
        boolean canWait = source.signalsLast && observer.handsOnOneSignal;
        return bit(NEEDS_NO_BOUNDARY, canWait || needsNoBoundary(source, observer, isBelowBoundary))
                | bit(SIGNALS_IN_PLACE, source.signalsInPlace)
                | bit(SIGNALS_IN_CONTEXT, isBelowBoundary && observer.takesInPlace)
                | bit(SILENT_SOURCE, source.isSilent)
                | bit(VALUE_SOURCE, source.isValue)
                | bit(EMITTER_SOURCE, source.isEmitter)
                | bit(MAY_BE_LATE, source.mayBeLate)
                | bit(SCHEDULES_SIGNALS, source.usesScheduler)
                | bit(ASKS_IN_PLACE, observer.asksInPlace)
                | bit(STARTS_QUIETLY, observer.startsQuietly)
                | bit(RELEASES_UPSTREAM, observer.releasesUpstream)
                | bit(DROPS_UPSTREAM, observer.dropsUpstream)
                | bit(FOREIGN_OBSERVER, observer == KnownOperators.FOREIGN)
                | bit(SIGNAL_CAN_WAIT, canWait);
    }

    private static boolean needsNoBoundary(KnownOperators source, KnownOperators observer, boolean isBelowBoundary) {
        if (source == KnownOperators.OURS) {
            return true;
        }
        if (observer == KnownOperators.OURS && !source.isEmitter) {
            return true;
        }
        if (observer.callsNothing && (source.isSilent || source.isValue)) {
            return true;
        }
        return observer.asksInPlace && (isBelowBoundary || (source.mayLackBoundaryAbove && observer.callsNothing));
    }

    private static int bit(int trait, boolean isSet) {
        return isSet ? trait : 0;
    }

    private static boolean livesAsLongAsRxJava(Class<?> type) {
        return type.getClassLoader() == Flowable.class.getClassLoader() && !type.isHidden();
    }

    /** Returns whether one of the bits above is set. */
    boolean has(int trait) {
        return (traits & trait) != 0;
    }
}
