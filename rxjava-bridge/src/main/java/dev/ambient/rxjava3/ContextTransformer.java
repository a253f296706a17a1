/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.CompletableTransformer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.MaybeTransformer;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.ObservableTransformer;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.core.SingleTransformer;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * A boundary in a flow of any of the five types, to be given to {@code compose}: see {@link RxJavaBridge#with} and
 * {@link RxJavaBridge#capture}. Its {@code apply} methods are for RxJava to call.
 *
 * <p>The context is captured at each subscription.
 *
 * @param <T> the type of the flow's items
 */
public final class ContextTransformer<T>
        implements FlowableTransformer<T, T>,
                ObservableTransformer<T, T>,
                SingleTransformer<T, T>,
                MaybeTransformer<T, T>,
                CompletableTransformer {

    /** From what is current at subscription to what is upstream. */
    private final UnaryOperator<AmbientContext> change;

    ContextTransformer(UnaryOperator<AmbientContext> change) {
        this.change = change;
    }

    @Override
    public Publisher<T> apply(Flowable<T> upstream) {
        return new Flowable<T>() {
            @Override
            protected void subscribeActual(Subscriber<? super T> actual) {
                inContext((below, above) -> upstream.subscribe(BoundarySubscriber.of(actual, below, above)));
            }
        };
    }

    @Override
    public ObservableSource<T> apply(Observable<T> upstream) {
        return new Observable<T>() {
            @Override
            protected void subscribeActual(Observer<? super T> actual) {
                inContext((below, above) -> upstream.subscribe(new BoundaryObserver<>(actual, below, above)));
            }
        };
    }

    @Override
    public SingleSource<T> apply(Single<T> upstream) {
        return new Single<T>() {
            @Override
            protected void subscribeActual(SingleObserver<? super T> actual) {
                inContext((below, above) -> upstream.subscribe(new BoundarySingleObserver<>(actual, below, above)));
            }
        };
    }

    @Override
    public MaybeSource<T> apply(Maybe<T> upstream) {
        return new Maybe<T>() {
            @Override
            protected void subscribeActual(MaybeObserver<? super T> actual) {
                inContext((below, above) -> upstream.subscribe(new BoundaryMaybeObserver<>(actual, below, above)));
            }
        };
    }

    @Override
    public CompletableSource apply(Completable upstream) {
        return new Completable() {
            @Override
            protected void subscribeActual(CompletableObserver actual) {
                inContext((below, above) -> upstream.subscribe(new BoundaryCompletableObserver(actual, below, above)));
            }
        };
    }

    private void inContext(BiConsumer<AmbientContext, AmbientContext> upstream) {
        AmbientContext below = AmbientContext.capture();
        AmbientContext above = change.apply(below);
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(above);
        try {
            upstream.accept(below, above);
        } finally {
            here.exit(above, before, mark);
        }
    }
}
