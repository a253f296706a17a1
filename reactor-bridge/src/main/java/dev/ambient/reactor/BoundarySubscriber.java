/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes a subscriber's context current around each signal, down to the subscriber and up from it.
 *
 * <p>The source holds this object, and with it the context, until the last signal has come. A signal after cancel (Reactive Streams
 * §2.8) still belongs to the flow. Where the program may keep one end of a flow for longer, the boundary detaches that end:
 * {@link EmitterBoundary} the upper one, {@link ReleasingSubscription} the lower one.
 */
class BoundarySubscriber<T> extends ContextualSubscriber<T> implements Fuseable.QueueSubscription<T>, Scannable {

    private @Nullable Subscription subscription;

    /** How items are polled: one of {@link Fuseable}'s modes. */
    private byte fusion = Fuseable.NONE;

    BoundarySubscriber(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, ambient, context);
        if (below == KnownOperators.SHARED) {
            set(IS_SHARED);
        } else if (below.asksWithContext()) {
            set(IS_ASKED_IN_PLACE);
        }
    }

    /** Notes that the source may be called at any time, and not only by boundaries and schedulers. */
    final void sourceIsCalledFromOutside() {
        set(IS_CALLED_FROM_OUTSIDE);
    }

    /** Makes the context current for each request and cancel, whichever subscriber asks. */
    final void restoreForEachRequest() {
        unset(IS_ASKED_IN_PLACE);
    }

    /** Returns whether this serves for any source that has no boundary of a class of its own. */
    boolean isPlain() {
        return true;
    }

    /**
     * Uses this boundary for a second source, if it can serve for it. Operators such as defer pass their subscriber on to another source as
     * it is.
     *
     * @return whether this serves for the source
     */
    boolean reuseFor(CorePublisher<?> source, KnownOperators known) {
        boolean hasOwnBoundary = known.hasOwnBoundary || source instanceof FluxWithBridgedSource;
        if (!isPlain() || hasOwnBoundary || subscription != null || liveContext() == null) {
            return false;
        }
        if (known.isCalledFromOutside) {
            sourceIsCalledFromOutside();
        }
        return true;
    }

    /** Returns the context that is current while the subscriber below is signalled. */
    AmbientContext below() {
        return ambient();
    }

    /** Returns the context that is current while the source is subscribed, asked and cancelled. */
    AmbientContext above() {
        return ambient();
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        if (Operators.validate(subscription, upstream)) { // Reactive Streams §2.5: the second one is cancelled
            subscription = upstream;
            Boundary here = AmbientContext.boundary();
            long mark = here.mark();
            AmbientContext before = here.enter(below());
            try {
                actual.onSubscribe(this);
            } finally {
                here.exit(before, mark);
            }
        }
    }

    @Override
    public void onNext(@Nullable T item) { // Reactor passes null where items are polled
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onNext(item);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
            terminated(here);
        }
    }

    @Override
    public void onComplete() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
            terminated(here);
        }
    }

    @Override
    public void request(long n) { // the source checks n: Reactive Streams §3.9
        if (has(IS_ASKED_IN_PLACE)) {
            upstream().request(n);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().request(n);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void cancel() {
        if (has(IS_ASKED_IN_PLACE)) {
            upstream().cancel();
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().cancel();
        } finally {
            here.exit(before, mark);
            cancelled(here);
        }
    }

    @Override
    public final int requestFusion(int requestedMode) {
        if (subscription instanceof Fuseable.QueueSubscription<?> queue) {
            fusion = (byte) queue.requestFusion(requestedMode);
        }
        return fusion;
    }

    /** Returns whether an empty queue means that the flow has ended: the last signal has come before, or never comes. */
    private boolean endsWhenEmpty() {
        return fusion == Fuseable.SYNC || has(IS_TERMINATED);
    }

    /** Notes that the last signal has come. Items may still be in the queue. */
    private void terminated(Boundary here) {
        if (fusion == Fuseable.ASYNC) {
            set(IS_TERMINATED);
        } else {
            ended(here);
        }
    }

    /** Returns an item as it is passed on. */
    T mapped(T item) {
        return item;
    }

    @Override
    public final @Nullable T poll() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        @Nullable T item = null;
        try {
            item = queue().poll();
        } finally {
            here.exit(before, mark);
            if (item == null && endsWhenEmpty()) { // also if it threw
                ended(here);
            }
        }
        return item == null ? null : mapped(item);
    }

    @Override
    public final int size() {
        return queue().size();
    }

    @Override
    public final boolean isEmpty() { // it may call the program: the hasNext of an iterator
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        boolean isEmpty = true;
        try {
            isEmpty = queue().isEmpty();
        } finally {
            here.exit(before, mark);
            if (isEmpty && endsWhenEmpty()) {
                ended(here);
            }
        }
        return isEmpty;
    }

    @Override
    public final void clear() { // it discards the items
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            queue().clear();
        } finally {
            here.exit(before, mark);
        }
    }

    @SuppressWarnings("unchecked") // asked for only where fusion was granted
    private Fuseable.QueueSubscription<T> queue() {
        return (Fuseable.QueueSubscription<T>) upstream();
    }

    /** Releases what the boundary holds. No signal and no item comes any more. */
    void ended(Boundary here) {
        if (releaseContext(here) && has(IS_SHARED)) {
            // The subscriber may be kept. The source ignores calls now, but boundaries above it hold contexts.
            subscription = Operators.emptySubscription();
        }
    }

    /** Called after cancel. The source may still emit. */
    void cancelled(Boundary here) {}

    private Subscription upstream() {
        return Objects.requireNonNull(subscription, "request and cancel come after onSubscribe");
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        // Operators below ask for the rest, and mean the source's subscription.
        return subscription instanceof Scannable scannable ? scannable.scanUnsafe(key) : null;
    }

    @Override
    public String stepName() {
        return subscription instanceof Scannable scannable ? scannable.stepName() : Scannable.super.stepName();
    }

    /** Passes an item on to a subscriber that tells whether it has used it. */
    final boolean tryPassOn(Fuseable.ConditionalSubscriber<? super T> conditional, T item) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            return conditional.tryOnNext(item);
        } finally {
            here.exit(before, mark);
        }
    }
}
