/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.spi.ClassCache;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reactivestreams.Processor;
import org.reactivestreams.Subscriber;
import reactor.core.CorePublisher;
import reactor.core.Fuseable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;

/**
 * The one table of Reactor's operators that are known, each with the reason why it may be treated differently from one
 * that is not. Of most rows it is an optimisation: an operator that is missing here, or has another name in another version,
 * gets a boundary below. Shared sources, flows of flows, emitters and foreign ones decide what is seen. Some of those are known
 * by public types too, whatever their name; where a name of theirs is {@linkplain #missing missing}, installing the bridge reports it.
 *
 * <p>What stands above an operator may have passed no hook: a sink, a class of a program's own. Then the operator is
 * {@linkplain ReactorHooks#rebased put} on that source with a boundary, if it has one source and lets us; otherwise there is
 * a boundary below it alone, and its own callbacks show what is current where the source emits.
 *
 * <p>Between two operators no boundary is needed if the upper one passes signals on only while its own source signals or
 * it is asked for items, and the lower one subscribes, requests, polls and cancels only while it is signalled or asked
 * itself: then the boundary further up or down has made the right context current already.
 *
 * <p>An operator is known by the name of its class ({@link OperatorNames}), its subscriber by its own or by that of the class that it is nested in.
 * Each class is looked up once.
 */
enum KnownOperators {

    /** Not in the table: a boundary below, and above if what is there has none. */
    UNKNOWN(Trait.IS_CALLED_BY_ANYBODY),

    /** A boundary. */
    OURS(Trait.IS_SEEN, Trait.IS_CALLED_BY_ANYBODY),

    /** A boundary's subscriber. */
    SUBSCRIBER(Trait.ASKS_IN_PLACE),

    /** Its value is there already, and operators such as flatMap take it without subscribing. */
    VALUE(Trait.BEGINS, Trait.IS_SEEN),

    /**
     * Operators such as flatMap call it without subscribing, in whatever context they are in. These two say that their value
     * is there already, but ask for it only then.
     */
    CALLED,

    /** Emits while it is asked, on the asking thread. Nothing is above it, and nothing of the program runs. */
    SOURCE(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.BEGINS, Trait.IS_SEEN),

    /** Calls a Callable that has been given its boundary already. */
    CALLING_CALLED(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.BEGINS, Trait.IS_SEEN),

    /** The same, but calls the program for its items. */
    CALLING_SOURCE(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.WATCHES, Trait.BEGINS),

    /** Looks at each signal while it passes, and hands on nothing but what just came. */
    ITEM_BY_ITEM(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /** Keeps items, in a queue at most, and hands them on when a signal comes or they are asked for. */
    GATHERING(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /**
     * In place too, but calls the program, or may discard, when it is subscribed, asked or cancelled, or hands it Reactor's
     * Context: if who asks is not known to do so in place, there is a boundary between the two.
     */
    WATCHING(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE, Trait.WATCHES),

    /** The same, but it subscribes to its source by itself, and so without a boundary where no hook has seen that. */
    GATHERING_LATER(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /** Passes everything on and is made without Reactor's hooks, or stands between Flux and Mono. */
    TRANSPARENT(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /** Passes everything on too, and Reactor asks what it is: so it is left as it is, and the next one is put on a boundary. */
    NAMING(Trait.SIGNALS_IN_PLACE, Trait.ASKS_IN_PLACE),

    /**
     * Signals while one of its sources does, and subscribes to those by the method that calls Reactor's hook: so they have
     * what boundary they need. Of most of these Reactor asks what they are, to make one of two.
     */
    COMBINING(Trait.SIGNALS_IN_PLACE),

    /**
     * Subscribes to its sources past Reactor's hooks, so that what it signals may come from one that no hook has seen. Reactor
     * asks what these are, to make one of two: so they are left as they are, and what is below is put on a boundary.
     */
    EMBEDDING(Trait.SIGNALS_IN_PLACE, Trait.IS_CALLED_BY_ANYBODY),

    /** The subscriber of an operator with inner sources: it asks its main source only while it is signalled or asked. */
    MAIN(Trait.ASKS_IN_PLACE),

    /** The inner subscriber of Mono's flatMap: hands on what it is given, and asks only as it is subscribed. */
    INNER_OF_ONE,

    /** Has another Context than what is below it, for what is above it, and does nothing else. */
    WRITING,

    /** May have another Context than what is below it, for what is above it. */
    REWRITING,

    /** Another Context may come with each attempt. */
    CHANGING(Trait.IS_CALLED_BY_ANYBODY),

    /** Signals later, but asks its source only when it is asked. */
    LATER(Trait.ASKS_IN_PLACE),

    /** Asks from a scheduler's thread. On Reactor's own schedulers the hook has made the context current there. */
    HOP,

    /** Serves many subscribers from one source. That one belongs to whoever connects it, not to the first subscriber. */
    SHARED(Trait.IS_CALLED_BY_ANYBODY),

    /** Its items are flows themselves, on which Reactor calls no hook. */
    OF_FLOWS(Trait.IS_SPECIAL),

    /** What a program emits after it was cancelled is discarded on the thread that emits, above every boundary. */
    EMITTER(Trait.IS_SPECIAL),

    /** The same, of one item: a cancel that comes with it does not keep the end away. */
    EMITTER_OF_ONE(Trait.IS_SPECIAL),

    /** Another library's publisher or subscriber, or what Reactor wraps one in. */
    FOREIGN(Trait.IS_SPECIAL);

    /** What a row says of an operator, a source or a subscriber. */
    private enum Trait {

        /**
         * Signals where its flow's context is current already, if what is above it does, or what it subscribes to by the method that
         * calls Reactor's hook.
         */
        SIGNALS_IN_PLACE,

        /** Its subscriber subscribes, asks, polls and cancels only while it is signalled or asked itself. */
        ASKS_IN_PLACE,

        /** Calls the program, or may discard, when it is subscribed, asked or cancelled. */
        WATCHES,

        /** Nothing stands above it, and its subscriber calls it. */
        BEGINS,

        /** What is assembled on it may find it as it is. */
        IS_SEEN,

        /** As a source it has a boundary of a class of its own. */
        IS_SPECIAL,

        /** As a source it may be called by others than boundaries and schedulers, and at any time. */
        IS_CALLED_BY_ANYBODY
    }

    /** Asked for, so that it is right in a copy of Reactor that was moved to another package together with us. */
    static final String PUBLISHERS = Flux.class.getPackageName() + ".";

    private static final String REACTOR = PUBLISHERS.replace("core.publisher.", "");

    private static final ClassCache<KnownOperators> KNOWN = new ClassCache<>(Flux.class, KnownOperators::ofClass);

    final boolean signalsInPlace;
    final boolean asksInPlace;
    final boolean watches;
    final boolean begins;
    final boolean isSeen;
    final boolean isSpecial;
    final boolean isCalledByAnybody;

    KnownOperators(Trait... traits) {
        Set<Trait> all = Set.of(traits);
        this.signalsInPlace = all.contains(Trait.SIGNALS_IN_PLACE);
        this.asksInPlace = all.contains(Trait.ASKS_IN_PLACE);
        this.watches = all.contains(Trait.WATCHES);
        this.begins = all.contains(Trait.BEGINS);
        this.isSeen = all.contains(Trait.IS_SEEN);
        this.isSpecial = all.contains(Trait.IS_SPECIAL);
        this.isCalledByAnybody = all.contains(Trait.IS_CALLED_BY_ANYBODY);
    }

    /** What is known of a publisher or subscriber. */
    static KnownOperators of(Object operator) {
        return KNOWN.get(operator);
    }

    /** What is known of an operator, also of one that was put on another source. */
    static KnownOperators ofOperator(CorePublisher<?> operator) {
        if (operator instanceof MonoRebased<?> rebased) {
            return of(rebased.operator());
        }
        return operator instanceof FluxRebased<?> rebased ? of(rebased.operator()) : of(operator);
    }

    /** Whether what is above may have another Context than what is below. */
    boolean isRewriting() {
        return this == WRITING || this == REWRITING;
    }

    /** Whether an operator of this kind is not known to subscribe past whoever asks it for its subscriber. */
    boolean isRebased() {
        return this != GATHERING_LATER && this != FOREIGN;
    }

    /** Whether, as the end that asks, it does so only where the context is current already. */
    boolean isAskingInPlace() {
        return this == SUBSCRIBER || this == HOP;
    }

    /** Whether it is surely one of those for which Reactor calls the hook for each operator. */
    boolean isAssembled() {
        return this == ITEM_BY_ITEM || this == GATHERING || this == WATCHING;
    }

    /** What is known of a class, found anew. */
    static KnownOperators ofClass(Class<?> type) {
        if (OwnOperator.class.isAssignableFrom(type)) {
            return OURS;
        }
        if (BoundarySubscriber.class.isAssignableFrom(type)) {
            return SUBSCRIBER;
        }
        if (type == KeptSubscription.class) {
            return UNKNOWN;
        }
        KnownOperators called = OperatorNames.OF.get(type.getName().replace(PUBLISHERS, ""));
        if (called == CALLED || called == CALLING_CALLED) {
            return called;
        }
        if (Fuseable.ScalarCallable.class.isAssignableFrom(type)) {
            return VALUE;
        }
        if (Callable.class.isAssignableFrom(type)) {
            return CALLED;
        }
        if (isOfConnectable(type)) {
            return SHARED;
        }
        String name = type.getName();
        if (!name.startsWith(PUBLISHERS)) {
            boolean reactors = name.startsWith(REACTOR) && !name.startsWith(REACTOR + "adapter.");
            return reactors ? UNKNOWN : FOREIGN;
        }
        if (Processor.class.isAssignableFrom(type)) {
            return SHARED; // whatever its name: it has as many subscribers as there are
        }
        int nested = name.indexOf('$');
        if (nested >= 0 && CorePublisher.class.isAssignableFrom(type)) {
            boolean isChanging = OperatorNames.OF.get(name.substring(PUBLISHERS.length(), nested)) == CHANGING;
            return isChanging ? CHANGING : UNKNOWN; // what triggers attempts is both; the latter is a group, say
        }
        KnownOperators known = OperatorNames.OF.get(name.substring(PUBLISHERS.length()));
        return known != null || nested < 0
                ? Objects.requireNonNullElse(known, UNKNOWN)
                : OperatorNames.OF.getOrDefault(name.substring(PUBLISHERS.length(), nested), UNKNOWN);
    }

    /** Whether it is the subscriber within a ConnectableFlux, by which that subscribes to its source for all: whatever its name. */
    private static boolean isOfConnectable(Class<?> type) {
        Class<?> within = Subscriber.class.isAssignableFrom(type) ? type.getEnclosingClass() : null;
        return within != null && ConnectableFlux.class.isAssignableFrom(within);
    }

    /**
     * Names of the rows that decide what is seen, not how fast, of which this Reactor has no class. Where it has none of them
     * at all, classes cannot be looked up by name, as in an image that was compiled ahead of time.
     */
    static List<String> missing() {
        List<String> names = Stream.of(SHARED, OF_FLOWS, EMITTER, EMITTER_OF_ONE, FOREIGN)
                .flatMap(known -> OperatorNames.of(known).stream())
                .toList();
        List<String> missing = names.stream().filter(name -> !isThere(name)).toList();
        return missing.size() == names.size() ? List.of() : missing;
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(PUBLISHERS + name, false, Flux.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
