/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.spi.ClassCache;
import java.util.Set;
import java.util.concurrent.Callable;
import reactor.core.CorePublisher;
import reactor.core.publisher.Flux;

/**
 * The table of Reactor's operators that are known. Each row says what its operators do, and why they may be treated differently from
 * an operator that is not known.
 *
 * <p>Most rows are an optimisation. An operator that is missing here, or that has another name in another version of Reactor, gets a
 * boundary below it. The rows for shared sources, windows, emitters and foreign publishers decide which values are seen. Some of
 * their operators are recognised by public types too, whatever their name. If a name in these rows is {@linkplain OperatorNames#missing missing},
 * installing the bridge reports it.
 *
 * <p>In these rows, a subscriber <em>asks</em> when it requests, polls or cancels, and a source <em>signals</em> when it calls a
 * subscriber. Two questions matter for each operator:
 *
 * <ul>
 *   <li>Does it signal <em>in place</em>: only while its own source signals, or while it is asked for items?
 *   <li>Does it ask <em>in place</em>: does its subscriber subscribe, request, poll and cancel only while it is signalled or asked
 *       itself?
 * </ul>
 *
 * <p>No boundary is needed between an operator that signals in place and one below it that asks in place. A boundary further up or
 * down has already made the right context current.
 *
 * <p>The source of an operator may have passed no hook, as with a sink or a class of the program's own. Then the bridge
 * {@linkplain ReactorHooks#withBridgedSource subscribes the operator to} that source with a boundary, if the operator has one source
 * and allows it. Otherwise the only boundary is below the operator, and the operator's own callbacks see what is current where the
 * source emits.
 *
 * <p>{@link OperatorNames} has the names. An operator is known by the name of its class. A subscriber is known by its own name, or by
 * that of the class in which it is nested. Each class is looked up once.
 */
enum KnownOperators {

    /** Not in the table. It gets a boundary below it, and one above it if its source has none. */
    UNKNOWN(Trait.IS_CALLED_FROM_OUTSIDE),

    /** A boundary of this bridge. */
    OURS(Trait.NEEDS_NO_BOUNDARY, Trait.IS_CALLED_FROM_OUTSIDE),

    /** The subscriber of a boundary. */
    BOUNDARY_SUBSCRIBER(Trait.ASKS_IN_PLACE),

    /** A source whose value is there already. Operators such as flatMap take the value without subscribing. */
    VALUE(Trait.IS_SOURCE, Trait.NEEDS_NO_BOUNDARY),

    /**
     * A source that operators such as flatMap call without subscribing, in whatever context they are in. The two names in this row
     * claim to be values, but call the program only when they are called.
     */
    CALLABLE,

    /** The same, if it signals only while it is subscribed or asked. */
    CALLABLE_IN_PLACE(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.CALLS_WHEN_ASKED, Trait.IS_SOURCE),

    /** A source that signals while it is asked, on the asking thread. Nothing is above it, and it calls nothing of the program. */
    SILENT_SOURCE(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.IS_SOURCE, Trait.NEEDS_NO_BOUNDARY),

    /** Calls a {@link Callable} that has its boundary already. */
    ON_CALLABLE(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.IS_SOURCE, Trait.NEEDS_NO_BOUNDARY),

    /** A source that signals while it is asked, as {@link #SILENT_SOURCE} does, but calls the program for its items. */
    CALLING_SOURCE(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.CALLS_WHEN_ASKED, Trait.IS_SOURCE),

    /** Looks at each signal as it passes, and hands on only what has just come. */
    ITEM_BY_ITEM(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /** Keeps items, in a queue at most, and hands them on when a signal comes or when it is asked. */
    GATHERING(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /**
     * Signals and asks in place too. But when it is subscribed, asked or cancelled, it calls the program, may discard items, or hands
     * Reactor's Context to the program. If the subscriber that asks it is not known to do so in place, a boundary is between the two.
     */
    CALLING_WHEN_ASKED(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.CALLS_WHEN_ASKED),

    /**
     * As {@link #GATHERING}, but it subscribes to its source itself. If no hook has seen that source, there is no boundary between the
     * two.
     */
    SELF_SUBSCRIBING(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /** Passes everything on. It is made without Reactor's hooks, or converts between Flux and Mono. */
    TRANSPARENT(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /**
     * Passes everything on. Reactor asks by {@code instanceof} whether an operator is one of these, so they get no wrapper, and the
     * boundary is put around the operator below.
     */
    INSPECTED(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /**
     * Signals while one of its sources does. It subscribes to its sources by the method that calls Reactor's hook, so each of them has
     * the boundary that it needs. Reactor asks by {@code instanceof} whether an operator is one of most of these, to merge two of them
     * into one.
     */
    COMBINING(Trait.SIGNALS_IN_PLACE),

    /**
     * Subscribes to its sources without Reactor's hooks, so its signals may come from a source that no hook has seen. Reactor asks by
     * {@code instanceof} whether an operator is one of these, to merge two of them into one. So they get no wrapper, and the boundary
     * is put around the operator below.
     */
    UNHOOKED_COMBINING(Trait.SIGNALS_IN_PLACE, Trait.IS_CALLED_FROM_OUTSIDE),

    /** The subscriber of an operator with inner sources. It asks its main source only while it is signalled or asked itself. */
    MAIN(Trait.ASKS_IN_PLACE),

    /**
     * The subscriber of an operator that subscribes to one source after the other. Each source is subscribed in the context of the flow,
     * so it does not see what the one before has set.
     */
    IN_TURN(Trait.ASKS_IN_PLACE),

    /** Asks the program for one source for its item, and signals while its source does, or that one. */
    MONO_FLAT_MAP(Trait.ASKS_FOR_SOURCE, Trait.IS_CALLED_FROM_OUTSIDE),

    /**
     * Asks the program for a source when its first one signals, and signals while one of the two does. Each of them has the boundary that it
     * needs: they are subscribed by the method that calls Reactor's hook, or the operator was {@linkplain RemadeOperators made anew}. What
     * the program sets when it is asked ends with that signal, so a boundary is below the operator, unless the subscriber that asks has one.
     */
    ASKING(Trait.SIGNALS_IN_PLACE),

    /** The same. Reactor merges two of them, as of {@link #UNHOOKED_COMBINING}, so the boundary is put around the operator below. */
    ASKING_INSPECTED(Trait.SIGNALS_IN_PLACE),

    /** Asks the program for its source as it is subscribed. */
    MONO_DEFER(Trait.ASKS_FOR_SOURCE, Trait.IS_CALLED_FROM_OUTSIDE),

    /** The same. It gives the program Reactor's Context. */
    MONO_DEFER_CONTEXTUAL(Trait.ASKS_FOR_SOURCE, Trait.IS_CALLED_FROM_OUTSIDE),

    /** Subscribes to one source after the other. Otherwise as {@link #UNHOOKED_COMBINING}. */
    MONO_IGNORE_THEN(Trait.ASKS_FOR_SOURCE, Trait.SIGNALS_IN_PLACE, Trait.IS_CALLED_FROM_OUTSIDE),

    /** Its subscriber. It calls a callable as it is, in the context that the source before it has left. */
    MONO_IGNORE_THEN_MAIN(Trait.ASKS_FOR_SOURCE),

    /** Gives its source another Context than its subscriber has, and does nothing else. */
    CONTEXT_WRITE,

    /** May give its source another Context than its subscriber has. */
    CONTEXT_CHANGING,

    /** May give its source another Context with each attempt. */
    RETRYING(Trait.IS_CALLED_FROM_OUTSIDE),

    /** Signals later, but asks its source only when it is asked itself. */
    LATER(Trait.ASKS_IN_PLACE),

    /** Asks from a scheduler's thread. On Reactor's own schedulers the schedule hook has made the context current there. */
    HOP,

    /** Serves many subscribers from one source. The source belongs to the connector, not to the first subscriber. */
    SHARED(Trait.IS_CALLED_FROM_OUTSIDE),

    /** Emits groups or windows. These are flows themselves, and Reactor calls no hook for them. */
    WINDOWING(Trait.HAS_OWN_BOUNDARY),

    /**
     * A source to which the program emits. What it emits after cancel is discarded on the thread that emits, above every boundary.
     */
    EMITTER(Trait.HAS_OWN_BOUNDARY),

    /** The same for one item. If the subscriber cancels while it takes the item, the end still comes. */
    MONO_EMITTER(Trait.HAS_OWN_BOUNDARY),

    /** Another library's publisher or subscriber, or the operator in which Reactor wraps one. */
    FOREIGN(Trait.HAS_OWN_BOUNDARY);

    /** What a row says of its operators, as sources or as subscribers. */
    private enum Trait {

        /**
         * Signals where its flow's context is current already. It relies on its own source for that, or on the boundary that a source
         * gets from the method that calls Reactor's hook.
         */
        SIGNALS_IN_PLACE,

        /** Its subscriber subscribes, requests, polls and cancels only while it is signalled or asked itself. */
        ASKS_IN_PLACE,

        /** Calls the program, or may discard items, when it is subscribed, asked or cancelled. */
        CALLS_WHEN_ASKED,

        /** Asks the program for a source, for which Reactor calls no hook. {@link RemadeOperators} calls it. */
        ASKS_FOR_SOURCE,

        /** Nothing is above it, and only its subscriber calls it. */
        IS_SOURCE,

        /** An operator may be assembled on it without a boundary between the two. */
        NEEDS_NO_BOUNDARY,

        /** As a source it has a boundary of a class of its own. */
        HAS_OWN_BOUNDARY,

        /** As a source it may be called at any time, and not only by boundaries and schedulers. */
        IS_CALLED_FROM_OUTSIDE
    }

    private static final ClassCache<KnownOperators> KNOWN = new ClassCache<>(Flux.class, OperatorNames::rowOf);

    final boolean signalsInPlace;
    final boolean asksInPlace;
    final boolean callsWhenAsked;
    final boolean asksForSource;
    final boolean isSource;
    final boolean needsNoBoundary;
    final boolean hasOwnBoundary;
    final boolean isCalledFromOutside;

    KnownOperators(Trait... traits) {
        Set<Trait> all = Set.of(traits);
        this.signalsInPlace = all.contains(Trait.SIGNALS_IN_PLACE);
        this.asksInPlace = all.contains(Trait.ASKS_IN_PLACE);
        this.callsWhenAsked = all.contains(Trait.CALLS_WHEN_ASKED);
        this.asksForSource = all.contains(Trait.ASKS_FOR_SOURCE);
        this.isSource = all.contains(Trait.IS_SOURCE);
        this.needsNoBoundary = all.contains(Trait.NEEDS_NO_BOUNDARY);
        this.hasOwnBoundary = all.contains(Trait.HAS_OWN_BOUNDARY);
        this.isCalledFromOutside = all.contains(Trait.IS_CALLED_FROM_OUTSIDE);
    }

    /** Returns the row of a publisher or subscriber. */
    static KnownOperators of(Object operator) {
        KnownOperators known = KNOWN.get(operator);
        return known.asksForSource ? RemadeOperators.rowOf(operator, known) : known;
    }

    /** Returns the row of an operator, also of one that the bridge subscribes to another source. */
    static KnownOperators ofOperator(CorePublisher<?> operator) {
        if (operator instanceof MonoWithBridgedSource<?> bridged) {
            return of(bridged.operator());
        }
        return operator instanceof FluxWithBridgedSource<?> bridged ? of(bridged.operator()) : of(operator);
    }

    /** Returns whether its sources may have passed no hook. */
    boolean isUnhooked() {
        return this == UNHOOKED_COMBINING || this == MONO_IGNORE_THEN;
    }

    /** Returns whether an operator of this row gets no wrapper, and the operator below it gets the boundary that it needs. */
    boolean leavesBoundaryBelow() {
        return this == ASKING_INSPECTED || isUnhooked();
    }

    /** Returns whether operators may call it without subscribing. */
    boolean isCallable() {
        return this == CALLABLE || this == CALLABLE_IN_PLACE;
    }

    /** Returns whether its source may have another Context than its subscriber. */
    boolean changesContext() {
        return this == CONTEXT_WRITE || this == CONTEXT_CHANGING;
    }

    /**
     * Returns whether an operator of this row can be subscribed to another source by way of its subscriber. The others subscribe to
     * their own source themselves.
     */
    boolean canTakeAnotherSource() {
        return this != SELF_SUBSCRIBING && this != FOREIGN;
    }

    /**
     * Returns whether a subscriber of this row, found by {@link DownstreamAnalysis#requester}, asks only where the context is current
     * already.
     */
    boolean asksWithContext() {
        return this == BOUNDARY_SUBSCRIBER || this == HOP;
    }

    /** Returns whether Reactor always calls the hook for each operator for an operator of this row. */
    boolean isAlwaysHooked() {
        return this == ITEM_BY_ITEM || this == GATHERING || this == CALLING_WHEN_ASKED;
    }
}
