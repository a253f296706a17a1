/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import org.jspecify.annotations.Nullable;

/**
 * What is {@linkplain KnownOperators known} of a source and the observer that subscribes to it. The two are looked up as one, for
 * the hooks ask at each subscription of each operator.
 */
final class Pair {

    /** The source signals where the context is current already. */
    static final int SIGNALS_RIGHTLY = 1;

    /** The observer asks only where the context is current already. */
    static final int ASKS_IN_PLACE = 1 << 1;

    /** The source disposes of what the program has asked it to after it has signalled for the last time. */
    static final int EMITTER = 1 << 2;

    /** The source calls nothing of the program when it is polled. */
    static final int SILENT = 1 << 3;

    /** Nothing is needed between the two. */
    static final int LEFT_ALONE = 1 << 4;

    /** The source may signal after it was cancelled or disposed of. */
    static final int MAY_BE_LATE = 1 << 5;

    /** The source signals in place: its signals find the context current that the boundary above it has. */
    static final int SIGNALS_IN_PLACE = 1 << 6;

    /** The source hands signals to a scheduler, and does not look whether it was disposed of when they come back. */
    static final int LATER = 1 << 7;

    /** The source has its value or its end already, and signals on the thread that subscribes or asks: only a bracket is needed. */
    static final int AT_ONCE = 1 << 8;

    /** The observer calls nothing of the program when it is given its way up. */
    static final int STARTS_QUIETLY = 1 << 9;

    /** The observer keeps nothing of its way up once the flow is over, so a boundary above it need let go of nothing. */
    static final int LETS_GO = 1 << 10;

    /** The observer is not one of RxJava's own: it may look what it is that it is given. */
    static final int FOREIGN_BELOW = 1 << 11;

    /** The observer drops its way up when it is disposed of, so only the source holds the boundary then. */
    static final int DROPS_UPSTREAM = 1 << 12;

    /** The source signals once, as the last thing that it does while it is subscribed, and the observer hands that on to a boundary. */
    static final int HANDED_ON = 1 << 13;

    /**
     * The observer says whether it has used an item. Known of its class, for to ask an object for an interface that it has not takes a look
     * at all that it has.
     */
    static final int CONDITIONAL = 1 << 14;

    /** One for each answer that was given, for those that have no place. */
    private static final @Nullable Pair[] OTHERS = new Pair[1 << 15];

    /** Of two between which a flow changes a value: they need a boundary, whatever they are. */
    static final Pair UNKNOWN = other(traits(KnownOperators.UNKNOWN, KnownOperators.UNKNOWN));

    /** The same above an observer that says whether it has used an item. */
    static final Pair UNKNOWN_CONDITIONAL = other(UNKNOWN.traits | CONDITIONAL);

    private static final int PLACES = 1 << 12;

    /** Of classes that live as long as RxJava's own, each pair in the place of its hash, if it was the first there. */
    private static final @Nullable Pair[] NEAR = new Pair[PLACES];

    private final Class<?> source;
    private final Class<?> observer;

    /** All that is known. */
    final short traits;

    private Pair(Class<?> source, Class<?> observer, int traits) {
        this.source = source;
        this.observer = observer;
        this.traits = (short) traits;
    }

    private static int traits(KnownOperators source, KnownOperators observer) {
        return (source.signalsRightly(observer) ? SIGNALS_RIGHTLY : 0)
                | (observer.asksInPlace() ? ASKS_IN_PLACE : 0)
                | (source.isEmitter() ? EMITTER : 0)
                | (source.isSilent() ? SILENT : 0)
                | (source.reaches(observer) ? LEFT_ALONE : 0)
                | (source.mayBeLate() ? MAY_BE_LATE : 0)
                | (source.signalsInPlace() ? SIGNALS_IN_PLACE : 0)
                | (source == KnownOperators.LATER || source == KnownOperators.HOP ? LATER : 0)
                | (source == KnownOperators.VALUE ? AT_ONCE : 0)
                | (observer.startsQuietly() ? STARTS_QUIETLY : 0)
                | (observer == KnownOperators.LETS_GO ? LETS_GO : 0)
                | (observer == KnownOperators.FOREIGN ? FOREIGN_BELOW : 0)
                | (observer.dropsUpstream() ? DROPS_UPSTREAM : 0)
                | (source.handsOver(observer) ? HANDED_ON : 0);
    }

    /** What is known of a source and an observer. */
    static Pair of(Object source, Object observer) {
        Class<?> above = source.getClass();
        Class<?> below = observer.getClass();
        int place = (31 * above.hashCode() + below.hashCode()) & (PLACES - 1);
        Pair near = NEAR[place];
        if (near != null && near.source == above && near.observer == below) {
            return near;
        }
        int traits = traits(KnownOperators.of(source), KnownOperators.of(observer))
                | (ConditionalSubscriber.class.isAssignableFrom(below) ? CONDITIONAL : 0);
        if (near == null && isNear(above) && isNear(below)) {
            NEAR[place] = new Pair(above, below, traits);
        }
        return other(traits);
    }

    private static Pair other(int traits) {
        Pair known = OTHERS[traits];
        if (known == null) {
            known = new Pair(Object.class, Object.class, traits);
            OTHERS[traits] = known;
        }
        return known;
    }

    private static boolean isNear(Class<?> type) {
        return type.getClassLoader() == Flowable.class.getClassLoader() && !type.isHidden();
    }

    /** Whether one of the things above is so. */
    boolean is(int trait) {
        return (traits & trait) != 0;
    }
}
