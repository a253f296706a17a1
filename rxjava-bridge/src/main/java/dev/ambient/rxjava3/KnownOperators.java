/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.spi.ClassCache;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.operators.ScalarSupplier;
import java.util.Set;

/**
 * The table of RxJava's operators that are known. Each row says what its operators do, and why they may be treated differently from an
 * operator that is not known. The table is an optimisation: an operator that is missing here, or that has another name in another
 * version, gets a boundary above it and one below.
 *
 * <p>For each source and the observer that subscribes to it, four questions matter:
 *
 * <ul>
 *   <li>Does the source signal <em>in place</em>: only while its own source signals, or while it is subscribed or asked for
 *       items? Then a boundary further up or down has already made the right context current.
 *   <li>Does the observer ask in place? It requests, polls and cancels only while it is signalled or asked itself.
 *   <li>Does the observer <em>take</em> in place? It subscribes to nothing while it is signalled.
 *   <li>Does the source call the program, or signal, <em>while</em> it is subscribed? What is set there must not reach the caller, nor
 *       the next attempt of a retry. So such a source is assembled with a wrapper, which is a boundary below it.
 * </ul>
 *
 * <p>Two kinds of operators are not in the table although they look like others that are. Some may stand directly below another
 * library's source, where RxJava calls no hook ({@code fromX}, {@code toX}, {@code wrap}). Others emit one thread's items on another
 * thread.
 *
 * <p>{@link OperatorNames} has the names. An operator is known by the name of its class. An observer is known by the name of the class
 * that it is nested in, unless it has a row of its own. Each class is looked up once. {@link Pair} combines the rows of a source and an
 * observer.
 */
enum KnownOperators {

    /**
     * One of RxJava's that is not in the table. It gets a boundary on both sides. The two names of this row are classes that would
     * otherwise have the row of the class around them, but call a function of the program while they are subscribed.
     */
    UNKNOWN(Trait.CALLS_WHEN_SUBSCRIBED, Trait.MAY_BE_LATE),

    /** Another library's, or the program's own. It gets a boundary on both sides too. */
    FOREIGN(Trait.CALLS_WHEN_SUBSCRIBED, Trait.MAY_BE_LATE),

    /** A boundary of this bridge. */
    OURS,

    /**
     * A source whose value or end is there already, or that has neither. It calls nothing of the program but the observer. Includes each
     * {@link ScalarSupplier}, whose value operators such as flatMap take without subscribing.
     */
    VALUE(Trait.IS_VALUE),

    /**
     * A source that signals while it is subscribed or asked, on the asking thread. Nothing is above it, and it calls
     * nothing of the program.
     */
    SILENT_SOURCE(Trait.SIGNALS_IN_PLACE, Trait.IS_SILENT, Trait.CALLS_WHEN_SUBSCRIBED),

    /** The same, but it calls the program for its items. If it has one item, it signals last and then returns. */
    CALLING_SOURCE(Trait.SIGNALS_IN_PLACE, Trait.SIGNALS_LAST, Trait.CALLS_WHEN_SUBSCRIBED),

    /**
     * Passes one signal on and calls nothing of the program. Above it nothing is needed if its source has its value already. Then the
     * boundary is below it.
     */
    HIDING(Trait.SIGNALS_IN_PLACE, Trait.MAY_LACK_BOUNDARY_ABOVE, Trait.ASKS_IN_PLACE, Trait.CALLS_NOTHING),

    /** Looks at each signal as it passes, or keeps items until a signal or a request comes, and hands them on then. */
    IN_PLACE(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /** The same, but it calls the program as it is subscribed: for a first value, a collection, or the items of a scalar. */
    IN_PLACE_CALLING(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.CALLS_WHEN_SUBSCRIBED),

    /**
     * The same, but without a wrapper, because RxJava asks by {@code instanceof} whether to merge it with the operator that follows. The
     * program's function that makes the collection is called where the flow is subscribed.
     */
    COLLECTING(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /**
     * Subscribes to a second source after the first has signalled for the last time. So the first can only be disposed, which happens in
     * place. The second may be another library's. Includes operators that may stand directly below such a one.
     */
    SEQUENTIAL(Trait.ASKS_IN_PLACE, Trait.STARTS_QUIETLY, Trait.MAY_BE_LATE),

    /**
     * The same, and its observer is the atomic reference that holds its upstream. It drops the upstream when it is disposed, and from then
     * on only the source holds a boundary above it.
     */
    SEQUENTIAL_DROPPING(Trait.ASKS_IN_PLACE, Trait.STARTS_QUIETLY, Trait.MAY_BE_LATE, Trait.DROPS_UPSTREAM),

    /**
     * The observer of an inner source. It hands each signal on to what is below its operator, where there is a boundary. It calls nothing
     * of the program and subscribes to nothing.
     */
    INNER(
            Trait.ASKS_IN_PLACE,
            Trait.CALLS_NOTHING,
            Trait.STARTS_QUIETLY,
            Trait.DROPS_UPSTREAM,
            Trait.HANDS_ON_ONE_SIGNAL),

    /** The same, but one of several at a time. Each of them may dispose the others. */
    INNER_OF_SEVERAL(Trait.CALLS_NOTHING, Trait.STARTS_QUIETLY, Trait.HANDS_ON_ONE_SIGNAL),

    /** The same, for any number of items. The next source comes from above its operator, where there is a boundary too. */
    INNER_OF_ITEMS(Trait.TAKES_IN_PLACE, Trait.CALLS_NOTHING, Trait.STARTS_QUIETLY, Trait.DROPS_UPSTREAM),

    /** The same, but it may subscribe to the next source while it is signalled, if the number of sources at a time is limited. */
    INNER_SUBSCRIBING(Trait.CALLS_NOTHING, Trait.STARTS_QUIETLY, Trait.DROPS_UPSTREAM),

    /** Signals later or subscribes later, but asks its source only while it is asked. */
    LATER(Trait.USES_SCHEDULER, Trait.ASKS_IN_PLACE, Trait.CALLS_NOTHING, Trait.STARTS_QUIETLY),

    /** Subscribes to another source, or to its own again, after its own has ended. Both may signal from anywhere. */
    RESUBSCRIBING(Trait.STARTS_QUIETLY, Trait.MAY_BE_LATE),

    /**
     * Gets a boundary on both sides, as an unknown operator does. But neither it nor its inner observers call anything
     * in onSubscribe.
     */
    MERGING(Trait.STARTS_QUIETLY, Trait.MAY_BE_LATE),

    /** The same, but if its source is a Supplier, it takes the value and calls the program while it is subscribed. */
    MERGING_SUPPLIED(Trait.STARTS_QUIETLY, Trait.MAY_BE_LATE, Trait.CALLS_WHEN_SUBSCRIBED),

    /**
     * Gets a boundary on both sides, as an unknown operator does, but no wrapper. While it is subscribed it calls nothing of the program
     * and no source of another library.
     */
    JOINING(Trait.MAY_BE_LATE),

    /** The same, for one source with many observers. Each sees its own values. Includes groups and windows. */
    SHARED(Trait.MAY_BE_LATE),

    /**
     * RxJava's own subjects and processors. The program signals. They get no wrapper, so that they stay the objects
     * that the program has.
     */
    SUBJECT(Trait.MAY_BE_LATE),

    /** The program signals. What it has given to the emitter is disposed after the last signal, above every boundary. */
    EMITTER(Trait.IS_EMITTER, Trait.CALLS_WHEN_SUBSCRIBED),

    /** The same, but without a wrapper: subscribeOn asks whether its source is one, and then passes requests on on any thread. */
    UNWRAPPED_EMITTER(Trait.IS_EMITTER),

    /** The last observer of a flow. It asks and disposes from anywhere, but subscribes to nothing when it is signalled. */
    LAST(Trait.TAKES_IN_PLACE),

    /** The same, and it keeps no upstream after it was disposed or has its last signal. It is what a call of subscribe returns. */
    LAST_RELEASING(Trait.TAKES_IN_PLACE, Trait.STARTS_QUIETLY, Trait.RELEASES_UPSTREAM),

    /** Asks from a scheduler's thread, and calls nothing of the program when it is given an item. */
    HOP(Trait.USES_SCHEDULER, Trait.TAKES_IN_PLACE, Trait.CALLS_NOTHING, Trait.STARTS_QUIETLY);

    /** What a row says of its operators, first as sources, then as observers. */
    private enum Trait {

        /** As a source, it signals only while its own source does, or while it is subscribed or asked. */
        SIGNALS_IN_PLACE,

        /** As a source in place, there may be no boundary above it. */
        MAY_LACK_BOUNDARY_ABOVE,

        /** As a source, it calls the program, or signals, while it is subscribed. */
        CALLS_WHEN_SUBSCRIBED,

        /** As a source, it calls nothing of the program: it only signals, at once. */
        IS_SILENT,

        /** As a source, it has its value or its end already. */
        IS_VALUE,

        /** As a source, it is an emitter, which the program signals. */
        IS_EMITTER,

        /**
         * As a source of one item, it signals as the last thing that it does while it is subscribed, and calls nothing of the program when
         * it is disposed.
         */
        SIGNALS_LAST,

        /**
         * As a source, it may signal after it was cancelled or disposed. Another library's source may. So may an operator that hands on
         * the signals of a source that it has subscribed to itself, past every hook. RxJava's own sources check before they signal, and
         * what hands on the signals of its source has a boundary above it.
         */
        MAY_BE_LATE,

        /** As a source, it hands signals to a scheduler, and does not check whether it was disposed when they come back. */
        USES_SCHEDULER,

        /** As an observer, it requests, polls and cancels only while it is signalled or asked. */
        ASKS_IN_PLACE,

        /** As an observer, it subscribes to nothing when it is signalled. */
        TAKES_IN_PLACE,

        /** As an observer, it calls nothing of the program. What is below it has a boundary. */
        CALLS_NOTHING,

        /** As an observer, it calls nothing of the program in onSubscribe. What is below it has a boundary. */
        STARTS_QUIETLY,

        /** As an observer, it drops its upstream when it is disposed. */
        DROPS_UPSTREAM,

        /** As an observer, it keeps nothing of its upstream after the flow has ended. */
        RELEASES_UPSTREAM,

        /** As an observer, it hands the one signal on to where there is a boundary. */
        HANDS_ON_ONE_SIGNAL
    }

    private static final ClassCache<KnownOperators> KNOWN = new ClassCache<>(Flowable.class, KnownOperators::ofClass);

    final boolean signalsInPlace;
    final boolean mayLackBoundaryAbove;
    final boolean callsWhenSubscribed;
    final boolean isSilent;
    final boolean isValue;
    final boolean isEmitter;
    final boolean signalsLast;
    final boolean mayBeLate;
    final boolean usesScheduler;
    final boolean asksInPlace;
    final boolean takesInPlace;
    final boolean callsNothing;
    final boolean startsQuietly;
    final boolean dropsUpstream;
    final boolean releasesUpstream;
    final boolean handsOnOneSignal;

    KnownOperators(Trait... traits) {
        Set<Trait> all = Set.of(traits);
        this.signalsInPlace = all.contains(Trait.SIGNALS_IN_PLACE);
        this.mayLackBoundaryAbove = all.contains(Trait.MAY_LACK_BOUNDARY_ABOVE);
        this.callsWhenSubscribed = all.contains(Trait.CALLS_WHEN_SUBSCRIBED);
        this.isSilent = all.contains(Trait.IS_SILENT);
        this.isValue = all.contains(Trait.IS_VALUE);
        this.isEmitter = all.contains(Trait.IS_EMITTER);
        this.signalsLast = all.contains(Trait.SIGNALS_LAST);
        this.mayBeLate = all.contains(Trait.MAY_BE_LATE);
        this.usesScheduler = all.contains(Trait.USES_SCHEDULER);
        this.asksInPlace = all.contains(Trait.ASKS_IN_PLACE);
        this.takesInPlace = all.contains(Trait.TAKES_IN_PLACE);
        this.callsNothing = all.contains(Trait.CALLS_NOTHING);
        this.startsQuietly = all.contains(Trait.STARTS_QUIETLY);
        this.dropsUpstream = all.contains(Trait.DROPS_UPSTREAM);
        this.releasesUpstream = all.contains(Trait.RELEASES_UPSTREAM);
        this.handsOnOneSignal = all.contains(Trait.HANDS_ON_ONE_SIGNAL);
    }

    /** Returns what is known of a source or an observer. */
    static KnownOperators of(Object operator) {
        return KNOWN.get(operator);
    }

    private static KnownOperators ofClass(Class<?> type) {
        if (OwnOperator.class.isAssignableFrom(type)) {
            return OURS;
        }
        if (ScalarSupplier.class.isAssignableFrom(type)) {
            return VALUE;
        }
        return OperatorNames.isOfRxJava(type) ? OperatorNames.rowOf(type) : FOREIGN;
    }
}
