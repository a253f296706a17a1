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

/** Subscribes to sources, with the boundary between source and subscriber that is needed. */
final class BoundarySubscriptions {

    private BoundarySubscriptions() {}

    /** Returns a plain boundary above a subscriber. */
    static <T> BoundarySubscriber<T> of(CoreSubscriber<? super T> actual) {
        Object requester = DownstreamAnalysis.requester(actual, AmbientContext.boundary());
        return of(actual, requester, DownstreamAnalysis.ofRequester(requester), BoundarySubscriptions::plain, true);
    }

    @SuppressWarnings("unchecked") // a subscriber that takes items, also takes them conditionally
    private static <T> BoundarySubscriber<T> plain(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        return actual instanceof Fuseable.ConditionalSubscriber
                ? new ConditionalBoundary<>((Fuseable.ConditionalSubscriber<? super T>) actual, below, ambient, context)
                : new BoundarySubscriber<>(actual, below, ambient, context);
    }

    /**
     * Returns a boundary above a subscriber.
     *
     * @param canWait whether Reactor's Context can be found later, when the source asks for it
     */
    private static <T> BoundarySubscriber<T> of(
            CoreSubscriber<? super T> subscriber,
            Object requester,
            KnownOperators below,
            Maker<T> maker,
            boolean canWait) {
        CoreSubscriber<? super T> actual = below == KnownOperators.SHARED || below == KnownOperators.FOREIGN
                ? ReleasingSubscription.of(subscriber)
                : subscriber;
        if (requester instanceof BoundarySubscriber<?> nearest) {
            AmbientContext inherited = nearest.liveContext();
            if (inherited != null) {
                BoundarySubscriber<T> boundary =
                        maker.make(actual, below, inherited, canWait ? null : nearest.resolvedContext());
                if (canWait) {
                    boundary.inheritContextFrom(nearest);
                }
                return boundary;
            }
        }
        AmbientContext ambient;
        ResolvedContext resolved;
        try {
            Context own = LocalHooksContext.plain(subscriber.currentContext());
            if (own instanceof ResolvedContext known
                    && below != KnownOperators.SHARED
                    && below != KnownOperators.RETRYING) {
                return maker.make(actual, below, known.ambient(), known); // a boundary below has resolved it
            }
            if (own.isEmpty() && !below.changesContext()) {
                AmbientContext captured = AmbientContext.capture();
                if (ContextEntries.isWhole(captured)) {
                    return maker.make(actual, below, captured, null);
                }
            }
            resolved = ContextEntries.resolve(below, own, requester);
            ambient = resolved.ambient();
            MisuseReporter.checkEntries(own, ambient);
            if (AmbientRegistry.global().hasListeners()) {
                ContextEntries.notifyCarried(own);
            }
        } catch (Throwable failure) { // from a Context of the program's own class
            Exceptions.throwIfJvmFatal(failure);
            MisuseReporter.reportUnreadableContext(subscriber, failure);
            return maker.make(actual, below, ContextEntries.captured(), null);
        }
        return maker.make(actual, below, ambient, resolved);
    }

    /** Subscribes to a source in the context of the subscriber, with a boundary between the two. */
    static <T> void subscribe(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual) {
        Object requester = DownstreamAnalysis.requester(actual, AmbientContext.boundary());
        subscribe(
                source,
                UpstreamAnalysis.ofSource(source),
                actual,
                requester,
                DownstreamAnalysis.ofRequester(requester));
    }

    /**
     * Subscribes to a source that signals in place, in the context of the flow. There is no boundary if the subscribers below ask in place. A
     * value that is set while the source is subscribed is taken back then.
     */
    static <T> void subscribeInPlace(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual) {
        Boundary here = AmbientContext.boundary();
        Object requester = DownstreamAnalysis.requester(actual, here);
        KnownOperators below = DownstreamAnalysis.ofRequester(requester);
        BoundarySubscriber<?> nearest =
                below.asksWithContext() ? DownstreamAnalysis.boundaryBelow(requester, here) : null;
        AmbientContext ambient = nearest == null ? null : nearest.liveContext();
        if (ambient == null) {
            KnownOperators known = source instanceof OwnOperator
                    ? UpstreamAnalysis.ofSource(source)
                    : KnownOperators.ITEM_BY_ITEM; // any row that signals in place would do
            subscribe(source, known, actual, requester, below);
            return;
        }
        long mark = here.mark();
        AmbientContext before = here.enter(ambient);
        here.remember(actual, requester);
        try {
            source.subscribe(actual);
        } finally {
            here.exit(before, mark);
            here.forget();
        }
    }

    /**
     * Subscribes to a source.
     *
     * @param known the row of the source
     * @param requester the {@linkplain DownstreamAnalysis#requester subscriber} that asks
     * @param below the row of the requester
     */
    private static <T> void subscribe(
            CorePublisher<? extends T> source,
            KnownOperators known,
            CoreSubscriber<? super T> actual,
            Object requester,
            KnownOperators below) {
        if (actual instanceof BoundarySubscriber<?> boundary && boundary.reuseFor(source, known)) {
            subscribeIn(boundary.above(), source, actual);
            return;
        }
        BoundarySubscriber<T> boundary = switch (known) {
            case FOREIGN -> of(actual, requester, below, ForeignBoundary::of, false);
            case WINDOWING -> of(actual, requester, below, WindowsBoundary::new, true);
            case EMITTER -> of(actual, requester, below, EmitterBoundary::new, false);
            case MONO_EMITTER -> of(actual, requester, below, MonoEmitterBoundary::new, false);
            default -> of(actual, requester, below, plainOf(source, actual, requester, below), true);
        };
        if (known.isCalledFromOutside) {
            boundary.sourceIsCalledFromOutside();
        }
        if (AmbientRegistry.global().hasListeners()) {
            AmbientContext.boundary()
                    .notifyListeners(listener ->
                            listener.bounded("Reactor", DownstreamAnalysis.purpose(source, actual, requester)));
        }
        subscribeIn(boundary.above(), source, boundary);
    }

    private static <T> void subscribeIn(
            AmbientContext ambient, CorePublisher<? extends T> source, CoreSubscriber<? super T> subscriber) {
        Boundary here = AmbientContext.boundary();
        ReactorHooks.sampleHooks(here);
        long mark = here.mark();
        AmbientContext before = here.enter(ambient);
        try {
            source.subscribe(subscriber);
        } finally {
            here.exit(before, mark);
        }
    }

    private static <T> Maker<T> plainOf(
            CorePublisher<? extends T> source,
            CoreSubscriber<? super T> actual,
            Object requester,
            KnownOperators below) {
        if (source instanceof FluxWithBridgedSource<?> bridged
                && KnownOperators.of(bridged.operator()) == KnownOperators.HOP) {
            return BoundarySubscriber::new; // publishOn takes items conditionally only where it subscribes itself
        }
        return requester == actual && below == KnownOperators.CONTEXT_WRITE
                ? aboveContextWrite(actual)
                : BoundarySubscriptions::plain;
    }

    /** Returns what makes a boundary right above a contextWrite. If there is none below the operator, it serves both sides. */
    private static <T> Maker<T> aboveContextWrite(CoreSubscriber<? super T> writing) {
        if (writing instanceof Fuseable.ConditionalSubscriber<? super T> conditional
                && ((Scannable) writing).scanUnsafe(Attr.ACTUAL) instanceof CoreSubscriber<?> next
                && !(next instanceof BoundarySubscriber)) {
            Boundary here = AmbientContext.boundary();
            BoundarySubscriber<?> nearest =
                    DownstreamAnalysis.boundaryBelow(DownstreamAnalysis.requester(next, here), here);
            AmbientContext contextBelow = nearest == null ? null : nearest.liveContext();
            if (contextBelow != null) {
                return (same, below, ambient, context) ->
                        new ContextWriteBoundary<>(conditional, below, ambient, context, contextBelow);
            }
        }
        return BoundarySubscriptions::plain;
    }

    private interface Maker<T> {
        BoundarySubscriber<T> make(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context);
    }
}
