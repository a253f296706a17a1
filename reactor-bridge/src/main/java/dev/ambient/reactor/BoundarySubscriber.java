/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes a subscriber's context current around each signal, down to it and up from it. The context is found once, when
 * the flow is subscribed.
 *
 * <p>It is a QueueSubscription that never fuses: below a publisher that is marked Fuseable, some operators cast without
 * asking.
 */
class BoundarySubscriber<T> implements CoreSubscriber<T>, Fuseable.QueueSubscription<T>, Scannable {

    private final CoreSubscriber<? super T> actual;
    private @Nullable Subscription subscription;

    /** The context; where a shared flow has ended, a weak reference to it, for what is below may live for long. */
    private Object ambient;

    /** Whether what is below goes on when the flow has ended, as a cache does. */
    private final boolean isShared;

    /** Made when it is first asked for, where a flow begins: most operators do not ask. */
    private @Nullable Context context;

    private BoundarySubscriber(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        this.actual = actual;
        this.ambient = ambient;
        this.context = context;
        this.isShared = below == KnownOperators.SHARED;
    }

    static <T> BoundarySubscriber<T> of(CoreSubscriber<? super T> actual) {
        return of(actual, KnownOperators.ofSubscriber(actual), BoundarySubscriber::new);
    }

    private static <T> BoundarySubscriber<T> of(
            CoreSubscriber<? super T> actual, KnownOperators below, Maker<T> maker) {
        Context own = actual.currentContext();
        if (own.isEmpty()) {
            AmbientContext captured = AmbientContext.capture();
            if (FlowContext.isWhole(captured)) {
                return maker.make(actual, below, captured, null);
            }
        }
        if (Boundary.isRecorded()) {
            FlowContext.record(own);
        }
        Context context = FlowContext.of(below, own);
        AmbientContext ambient = FlowContext.read(context);
        // With the settled one, those upstream find the same object, and signals pass from one to the other without a
        // switch.
        return maker.make(actual, below, ambient, FlowContext.settled(context, ambient));
    }

    /** Subscribes to a source, in the context of the subscriber and with a boundary between the two. */
    static <T> void subscribe(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual) {
        KnownOperators below = KnownOperators.ofSubscriber(actual);
        switch (KnownOperators.ofSource(source)) {
            case FOREIGN -> subscribeTo(source, BoundarySubscriber.<T>of(actual, below, OfForeign::new));
            case OF_FLOWS -> subscribeTo(source, BoundarySubscriber.<T>of(actual, below, OfFlows::new));
            case EMITTER -> subscribeTo(source, BoundarySubscriber.<T>of(actual, below, OfEmitter::new));
            default -> subscribe(source, actual, below);
        }
    }

    /** The same, to a source that signals in place. */
    static <T> void subscribe(
            CorePublisher<? extends T> source, CoreSubscriber<? super T> actual, KnownOperators below) {
        subscribeTo(source, BoundarySubscriber.<T>of(actual, below, BoundarySubscriber::new));
    }

    private static <T> void subscribeTo(CorePublisher<? extends T> source, BoundarySubscriber<T> boundary) {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.above());
        try {
            source.subscribe(boundary);
        } finally {
            here.exit(before, mark);
        }
    }

    private AmbientContext ambient() {
        return ambient instanceof AmbientContext there ? there : FlowContext.orEmpty((WeakReference<?>) ambient);
    }

    /** What is current while the source is subscribed, asked and cancelled. */
    AmbientContext above() {
        return ambient();
    }

    private interface Maker<T> {
        BoundarySubscriber<T> make(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context);
    }

    @Override
    public Context currentContext() {
        Context known = context;
        if (known == null) {
            known = FlowContext.begun(ambient());
            context = known;
        }
        return known;
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        if (Operators.validate(subscription, upstream)) { // Reactive Streams §2.5: the second one is cancelled
            subscription = upstream;
            Boundary here = Boundary.here();
            long mark = here.mark();
            AmbientContext before = here.enter(ambient());
            try {
                actual.onSubscribe(this);
            } finally {
                here.exit(before, mark);
            }
        }
    }

    @Override
    public void onNext(T item) {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(ambient());
        try {
            actual.onNext(item);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(ambient());
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
            letGo();
        }
    }

    @Override
    public void onComplete() {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(ambient());
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
            letGo();
        }
    }

    @Override
    public void request(long n) { // n is not checked here: Reactive Streams §3.9 is the source's to answer
        Boundary here = Boundary.here();
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
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().cancel();
        } finally {
            here.exit(before, mark);
            letGo();
        }
    }

    /** A request or cancel may still come. If so, the flow that it belongs to is there and holds the context. */
    void letGo() {
        if (isShared) {
            ambient = new WeakReference<>(ambient());
            context = Context.empty();
        }
    }

    private Subscription upstream() {
        return Objects.requireNonNull(subscription, "request and cancel come after onSubscribe");
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return subscription;
        }
        if (key == Attr.ACTUAL) {
            return actual;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
    }

    @Override
    public String stepName() {
        return "ambient";
    }

    @Override
    public int requestFusion(int requestedMode) {
        return Fuseable.NONE;
    }

    @Override
    public @Nullable T poll() {
        return null;
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public boolean isEmpty() {
        return true;
    }

    @Override
    public void clear() {
        // Nothing is queued here.
    }

    /** In another library, Reactor's Context would be lost: it is carried there. */
    private static final class OfForeign<T> extends BoundarySubscriber<T> {

        private @Nullable AmbientContext carrying;

        OfForeign(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(actual, below, ambient, context);
            this.carrying = FlowContext.carrying(ambient, currentContext());
        }

        @Override
        AmbientContext above() {
            AmbientContext there = carrying;
            return there == null ? super.above() : there;
        }

        @Override
        void letGo() {
            super.letGo();
            carrying = null;
        }
    }

    /** What is emitted after cancel is discarded above every boundary. */
    private static final class OfEmitter<T> extends BoundarySubscriber<T> {

        OfEmitter(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(actual, below, ambient, FlowContext.discardingIn(ambient, context));
        }
    }

    /** Reactor calls no hook for groups and windows, so they get their boundary as they pass. */
    private static final class OfFlows<T> extends BoundarySubscriber<T> {

        OfFlows(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(actual, below, ambient, context);
        }

        @Override
        @SuppressWarnings("unchecked") // a group stays a group, and a window a Flux
        public void onNext(T flow) {
            super.onNext((T) ReactorHooks.bridged((Publisher<Object>) flow));
        }
    }
}
