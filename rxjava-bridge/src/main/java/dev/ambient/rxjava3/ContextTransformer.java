/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.CompletableTransformer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.MaybeTransformer;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.ObservableTransformer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.core.SingleTransformer;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;

/**
 * Puts a boundary into a flow of any of the five types. It is the argument of {@code compose}: see {@link RxJavaBridge#put} and
 * {@link RxJavaBridge#capture}. RxJava calls its {@code apply} methods.
 *
 * <p>The context is captured at each subscription. One transformer can be used in many flows, by many threads.
 *
 * @param <T> the type of the flow's items
 */
public final class ContextTransformer<T>
        implements FlowableTransformer<T, T>,
                ObservableTransformer<T, T>,
                SingleTransformer<T, T>,
                MaybeTransformer<T, T>,
                CompletableTransformer {

    /** From the context at subscription to the context upstream. */
    private final UnaryOperator<AmbientContext> change;

    ContextTransformer(UnaryOperator<AmbientContext> change) {
        this.change = change;
    }

    @Override
    public Publisher<T> apply(Flowable<T> upstream) {
        return FlowableBoundary.of(upstream, KnownOperators.UNKNOWN, change);
    }

    @Override
    public ObservableSource<T> apply(Observable<T> upstream) {
        return ObservableBoundary.of(upstream, KnownOperators.UNKNOWN, change);
    }

    @Override
    public SingleSource<T> apply(Single<T> upstream) {
        return SingleBoundary.of(upstream, change);
    }

    @Override
    public MaybeSource<T> apply(Maybe<T> upstream) {
        return MaybeBoundary.of(upstream, KnownOperators.UNKNOWN, change);
    }

    @Override
    public CompletableSource apply(Completable upstream) {
        return CompletableBoundary.of(upstream, change);
    }
}
