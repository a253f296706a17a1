/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import java.util.function.Consumer;

/**
 * One of RxJava's five types of flow: how it is made, watched, sent elsewhere and ended.
 *
 * @param <F> the type
 */
abstract class Kind<F> {

    private final Class<F> type;
    private final Class<?> source;

    @SuppressWarnings("unchecked") // the type without its items
    Kind(Class<? super F> type, Class<?> source) {
        this.type = (Class<F>) type;
        this.source = source;
    }

    final Class<F> type() {
        return type;
    }

    /** Whether flows of this class are of this kind, or what it implements is. */
    final boolean has(Class<?> flow) {
        return type.isAssignableFrom(flow) || source == flow;
    }

    /** A flow that RxJava has at hand, which can be one with the operator below it. */
    abstract F fused(int items);

    /** One whose value is there already. */
    abstract F scalar();

    /** One whose value is got by a call. */
    abstract F supplier(Probe p);

    /** One whose subscriber can be asked whether it takes an item. */
    abstract F conditional(Probe p);

    abstract F created(Probe p, String where, Emission emission);

    abstract F subject(Emission emission);

    /** One of another flavour, where there are several. */
    F subject(Cell.Source flavour, Emission emission) {
        return subject(emission);
    }

    /** Shared by all that subscribe. */
    abstract F shared(F flow, boolean cached);

    /** Of a class that the program has made of this type, which has passed no hook when it was assembled. */
    abstract F programs(Object foreign);

    /** One that goes on for too long: RxJava's emitter, or what knows nothing of RxJava's classes. */
    abstract F late(LateSource late, boolean emitter);

    /** A source of someone who does not know RxJava's classes, as a program implements it. */
    abstract Object foreign(Probe p, String where, Emission emission);

    /** The same as a flow. */
    abstract F wrapped(Object foreign);

    /** One that emits nothing, and says for which fusion it is asked if it can be. */
    abstract F askedForFusion(Consumer<String> log);

    abstract F map(F flow, Function<Object, Object> mapper);

    abstract F observeOn(F flow, Scheduler scheduler);

    abstract F subscribeOn(F flow, Scheduler scheduler);

    abstract F unsubscribeOn(F flow, Scheduler scheduler);

    abstract F delay(F flow, Scheduler scheduler);

    /** With callbacks for all that passes. */
    abstract F watched(F flow, Seen seen, String where);

    abstract F retried(F flow);

    abstract F timedOut(F flow, Scheduler scheduler, F fallback);

    /** For one that does not end by itself. */
    abstract F limited(F flow, Scheduler scheduler);

    /** For one whose items are flows. */
    abstract F flattened(F flow, Seen seen);

    /** @param strange whether by an observer of which RxJava knows nothing but the interface */
    abstract void subscribe(F flow, End end, boolean strange);

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
