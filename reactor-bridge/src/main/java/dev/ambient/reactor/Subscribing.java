/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.util.context.Context;

/** Subscribes to sources, with the boundary below each that it needs. */
final class Subscribing {

    private Subscribing() {}

    static <T> BoundarySubscriber<T> of(CoreSubscriber<? super T> actual) {
        Object end = Downstream.end(actual);
        return of(actual, end, Downstream.ofEnd(end), Subscribing::plain, true);
    }

    @SuppressWarnings("unchecked") // what takes items, also takes them conditionally
    private static <T> BoundarySubscriber<T> plain(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        return actual instanceof Fuseable.ConditionalSubscriber
                ? new ConditionalBoundary<>((Fuseable.ConditionalSubscriber<? super T>) actual, below, ambient, context)
                : new BoundarySubscriber<>(actual, below, ambient, context);
    }

    /** A boundary, with the Context only when it is asked for, if it can wait. */
    private static <T> BoundarySubscriber<T> of(
            CoreSubscriber<? super T> subscriber, Object end, KnownOperators below, Maker<T> maker, boolean canWait) {
        CoreSubscriber<? super T> actual = below == KnownOperators.SHARED || below == KnownOperators.FOREIGN
                ? KeptSubscription.of(subscriber)
                : subscriber;
        if (end instanceof BoundarySubscriber<?> nearest) {
            AmbientContext there = nearest.living();
            if (there != null) {
                BoundarySubscriber<T> boundary = maker.make(actual, below, there, canWait ? null : nearest.settled());
                if (canWait) {
                    boundary.inheritFrom(nearest);
                }
                return boundary;
            }
        }
        AmbientContext ambient;
        SettledContext settled;
        try {
            Context own = LateContext.plain(subscriber.currentContext());
            if (own instanceof SettledContext known
                    && below != KnownOperators.SHARED
                    && below != KnownOperators.CHANGING) {
                return maker.make(actual, below, known.ambient(), known); // that of a boundary below
            }
            if (own.isEmpty() && !below.isRewriting()) {
                AmbientContext captured = AmbientContext.capture();
                if (FlowContext.isWhole(captured)) {
                    return maker.make(actual, below, captured, null);
                }
            }
            settled = FlowContext.settled(below, own, end);
            ambient = settled.ambient();
            Misuse.look(own, ambient);
            if (AmbientRegistry.global().hasListeners()) {
                FlowContext.record(own);
            }
        } catch (Throwable failure) { // of a Context that the program has written itself
            Exceptions.throwIfJvmFatal(failure);
            Misuse.unreadable(subscriber, failure);
            return maker.make(actual, below, FlowContext.captured(), null);
        }
        return maker.make(actual, below, ambient, settled);
    }

    /** Subscribes to a source, in the context of the subscriber and with a boundary between the two. */
    static <T> void subscribe(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual) {
        Object end = Downstream.end(actual);
        subscribe(source, Upstream.ofSource(source), actual, end, Downstream.ofEnd(end));
    }

    /**
     * Subscribes to a source that signals in place: with no boundary, if those below ask in place. What is set meanwhile ends with
     * that.
     */
    static <T> void subscribeInPlace(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual) {
        Object end = Downstream.end(actual);
        KnownOperators below = Downstream.ofEnd(end);
        if (!below.isAskingInPlace() || Downstream.boundaryBelow(end) == null) {
            KnownOperators known = source instanceof OwnOperator
                    ? Upstream.ofSource(source)
                    : KnownOperators.ITEM_BY_ITEM; // or another that signals in place
            subscribe(source, known, actual, end, below);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter();
        try {
            source.subscribe(actual);
        } finally {
            here.exit(before, mark);
        }
    }

    /**
     * Subscribes to a source.
     *
     * @param known what is known of it
     * @param end the {@linkplain Downstream#end end} that asks
     * @param below what is known of that
     */
    private static <T> void subscribe(
            CorePublisher<? extends T> source,
            KnownOperators known,
            CoreSubscriber<? super T> actual,
            Object end,
            KnownOperators below) {
        if (actual instanceof BoundarySubscriber<?> there && there.servesFor(source, known)) {
            subscribeIn(there.above(), source, actual);
            return;
        }
        if (end == actual && below == KnownOperators.INNER_OF_ONE && !known.isSpecial) {
            AmbientContext there = belowInner((Scannable) end);
            if (there != null) {
                subscribeIn(there, source, actual);
                return;
            }
        }
        BoundarySubscriber<T> boundary = switch (known) {
            case FOREIGN -> of(actual, end, below, ForeignBoundary::of, false);
            case OF_FLOWS -> of(actual, end, below, FlowsBoundary::new, true);
            case EMITTER -> of(actual, end, below, EmitterBoundary::new, false);
            case EMITTER_OF_ONE -> of(actual, end, below, OneItemEmitterBoundary::new, false);
            default -> of(actual, end, below, plainOf(source, actual, end, below), true);
        };
        if (known.isCalledByAnybody) {
            boundary.calledByAnybody();
        }
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext.boundary()
                    .notifyListeners(listener -> listener.bounded("Reactor", Downstream.purpose(source, actual, end)));
        }
        subscribeIn(boundary.above(), source, boundary);
    }

    private static <T> void subscribeIn(
            AmbientContext ambient, CorePublisher<? extends T> source, CoreSubscriber<? super T> subscriber) {
        Boundary here = AmbientContext.boundary();
        ReactorHooks.lookAtTimes(here);
        long mark = here.mark();
        AmbientContext before = here.enter(ambient);
        try {
            source.subscribe(subscriber);
        } finally {
            here.exit(before, mark);
        }
    }

    /** The context of the boundary right below the flatMap of an inner subscriber, if that is one for the inner source too. */
    private static @Nullable AmbientContext belowInner(Scannable inner) {
        return inner.scanUnsafe(Attr.ACTUAL) instanceof Scannable main
                        && main.scanUnsafe(Attr.ACTUAL) instanceof BoundarySubscriber<?> boundary
                        && boundary.isPlain()
                ? boundary.living()
                : null;
    }

    private static <T> Maker<T> plainOf(
            CorePublisher<? extends T> source, CoreSubscriber<? super T> actual, Object end, KnownOperators below) {
        if (source instanceof FluxRebased<?> rebased && KnownOperators.of(rebased.operator()) == KnownOperators.HOP) {
            return BoundarySubscriber::new; // for one that takes items conditionally, publishOn subscribes by itself
        }
        return end == actual && below == KnownOperators.WRITING ? aboveWriting(actual) : Subscribing::plain;
    }

    /** Right above a contextWrite that has no boundary below it, one does for both. */
    private static <T> Maker<T> aboveWriting(CoreSubscriber<? super T> writing) {
        if (writing instanceof Fuseable.ConditionalSubscriber<? super T> conditional
                && ((Scannable) writing).scanUnsafe(Attr.ACTUAL) instanceof CoreSubscriber<?> next
                && !(next instanceof BoundarySubscriber)) {
            BoundarySubscriber<?> nearest = Downstream.boundaryBelow(Downstream.end(next));
            AmbientContext there = nearest == null ? null : nearest.living();
            if (there != null) {
                return (same, below, ambient, context) ->
                        new WritingBoundary<>(conditional, below, ambient, context, there);
            }
        }
        return Subscribing::plain;
    }

    private interface Maker<T> {
        BoundarySubscriber<T> make(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context);
    }
}
