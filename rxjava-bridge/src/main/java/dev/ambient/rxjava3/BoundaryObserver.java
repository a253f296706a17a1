/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.operators.QueueDisposable;
import org.jspecify.annotations.Nullable;

/** Makes an Observable's observer's context current around each signal, down to it and up from it. It fuses what it is between. */
class BoundaryObserver<T> extends BoundaryDisposable implements Observer<T>, QueueDisposable<T> {

    /** Which ways up are queues. Known of each class, for that an object is none is searched for anew each time. */
    private static final ClassCache<Boolean> QUEUES =
            new ClassCache<>(Flowable.class, QueueDisposable.class::isAssignableFrom);

    final Observer<? super T> actual;

    private BoundaryObserver(Observer<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
        super(below, above, pair);
        this.actual = actual;
    }

    /** A boundary above an observer. */
    static <T> Observer<T> above(Object source, Observer<? super T> actual, Pair pair) {
        Recording.bounded(source, actual);
        if (pair.is(Pair.AT_ONCE)) {
            return new AtOnceObserver<>(actual);
        }
        AmbientContext context = RxJavaHooks.capture();
        return of(actual, context, context, pair);
    }

    /** A boundary above an observer, of two contexts. */
    static <T> BoundaryObserver<T> of(
            Observer<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
        return pair.is(Pair.SIGNALS_RIGHTLY)
                ? new PassingItems<>(actual, below, above, pair)
                : new BoundaryObserver<>(actual, below, above, pair);
    }

    @Override
    public final void onSubscribe(Disposable upstream) {
        Disposable wayUp = wayUp(upstream);
        if (wayUp != upstream && startsAsItIs()) { // what is below answers a second one: it may report it
            actual.onSubscribe(wayUp);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onSubscribe(wayUp);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onNext(T item) {
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
    public final void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onError(failure);
            if (isEmitter()) {
                upstream().dispose(); // it does so next, but not in here
            }
        } finally {
            here.exit(before, mark);
            ended(here);
        }
    }

    @Override
    public final void onComplete() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onComplete();
            if (isEmitter()) {
                upstream().dispose(); // it does so next, but not in here
            }
        } finally {
            here.exit(before, mark);
            ended(here);
        }
    }

    @Override
    final Disposable handedDown(Disposable upstream) {
        if (isForeignBelow() && !(upstream instanceof QueueDisposable<?>)) {
            return new KeptDisposable(this);
        }
        return mayBeLate() ? new KeptDisposable.OfQueue<>(this) : this;
    }

    @Override
    public final int requestFusion(int mode) {
        return granted(QUEUES.get(upstream()) ? queue().requestFusion(mode) : NONE);
    }

    @Override
    public final @Nullable T poll() throws Throwable {
        if (isSilent()) {
            @Nullable T item = queue().poll();
            if (item == null) {
                ended(AmbientContext.boundary());
            }
            return item;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        @Nullable T item = null;
        try {
            item = queue().poll();
        } finally {
            here.exit(before, mark);
            if (isPolled() && item == null) { // also if it threw
                ended(here);
            }
        }
        return item;
    }

    @Override
    public final boolean isEmpty() { // an iterator's hasNext is the program's
        if (isSilent()) {
            boolean isEmpty = queue().isEmpty();
            if (isEmpty) {
                ended(AmbientContext.boundary());
            }
            return isEmpty;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        boolean isEmpty = true;
        try {
            isEmpty = queue().isEmpty();
        } finally {
            here.exit(before, mark);
            if (isPolled() && isEmpty) {
                ended(here);
            }
        }
        return isEmpty;
    }

    @Override
    public final void clear() { // and so is a stream's close
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            queue().clear();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final boolean offer(T item) {
        throw new UnsupportedOperationException("a fused source is the only one to offer items");
    }

    @Override
    public final boolean offer(T first, T second) {
        throw new UnsupportedOperationException("a fused source is the only one to offer items");
    }

    @SuppressWarnings("unchecked") // asked for only where fusion was granted
    private QueueDisposable<T> queue() {
        return (QueueDisposable<T>) upstream();
    }

    /** For items that come in the right context; a class of its own as in {@link BoundarySubscriber}. */
    private static final class PassingItems<T> extends BoundaryObserver<T> {

        PassingItems(Observer<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
            super(actual, below, above, pair);
        }

        @Override
        public void onNext(T item) {
            actual.onNext(item);
        }
    }
}
