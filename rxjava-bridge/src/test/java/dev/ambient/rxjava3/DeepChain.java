/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Chains of a thousand operators, of each type. Some pass signals on. Others subscribe to inner sources, with a boundary below each
 * operator.
 */
enum DeepChain {
    FLOWABLE(
            true,
            (source, end) -> chain(
                            source.toFlowable(BackpressureStrategy.BUFFER),
                            flow -> flow.map(x -> x)
                                    .filter(x -> true)
                                    .doOnNext(x -> {})
                                    .take(1))
                    .subscribe(x -> end.at("onNext"), e -> end.at("onError"), () -> end.at("onComplete"))),
    FLOWABLE_WITH_INNERS(
            false,
            (source, end) -> chain(
                            source.toFlowable(BackpressureStrategy.BUFFER),
                            flow -> flow.concatMap(x -> Flowable.just(x).hide())
                                    .onErrorResumeNext(Flowable::error)
                                    .switchIfEmpty(Flowable.just(1))
                                    .onErrorResumeNext(Flowable::error))
                    .subscribe(x -> end.at("onNext"), e -> end.at("onError"), () -> end.at("onComplete"))),
    OBSERVABLE(
            true,
            (source, end) -> chain(
                            source,
                            flow -> flow.map(x -> x)
                                    .filter(x -> true)
                                    .doOnNext(x -> {})
                                    .take(1))
                    .subscribe(x -> end.at("onNext"), e -> end.at("onError"), () -> end.at("onComplete"))),
    OBSERVABLE_WITH_INNERS(
            false,
            (source, end) -> chain(
                            source,
                            flow -> flow.concatMap(x -> Observable.just(x).hide())
                                    .onErrorResumeNext(Observable::error)
                                    .switchIfEmpty(Observable.just(1))
                                    .onErrorResumeNext(Observable::error))
                    .subscribe(x -> end.at("onNext"), e -> end.at("onError"), () -> end.at("onComplete"))),
    SINGLE(
            true,
            (source, end) -> chain(
                            source.firstOrError(),
                            flow -> flow.map(x -> x)
                                    .doOnSuccess(x -> {})
                                    .doOnError(e -> {})
                                    .map(x -> x))
                    .subscribe(x -> end.at("onSuccess"), e -> end.at("onError"))),
    SINGLE_WITH_INNERS(
            false,
            (source, end) -> chain(
                            source.firstOrError(),
                            flow -> flow.flatMap(x -> Single.just(x).hide())
                                    .onErrorResumeNext(Single::error)
                                    .flatMap(x -> Single.just(x).hide())
                                    .onErrorResumeNext(Single::error))
                    .subscribe(x -> end.at("onSuccess"), e -> end.at("onError"))),
    MAYBE(
            true,
            (source, end) -> chain(
                            source.firstElement(),
                            flow -> flow.map(x -> x)
                                    .filter(x -> true)
                                    .doOnSuccess(x -> {})
                                    .map(x -> x))
                    .subscribe(x -> end.at("onSuccess"), e -> end.at("onError"), () -> end.at("onComplete"))),
    MAYBE_WITH_INNERS(
            false,
            (source, end) -> chain(
                            source.firstElement(),
                            flow -> flow.flatMap(x -> Maybe.just(x).hide())
                                    .onErrorResumeNext(Maybe::error)
                                    .switchIfEmpty(Maybe.just(1))
                                    .onErrorResumeNext(Maybe::error))
                    .subscribe(x -> end.at("onSuccess"), e -> end.at("onError"), () -> end.at("onComplete"))),
    COMPLETABLE(
            true,
            (source, end) -> chain(
                            source.ignoreElements(),
                            flow -> flow.doOnComplete(() -> {})
                                    .doOnError(e -> {})
                                    .onErrorComplete(e -> false)
                                    .doOnTerminate(() -> {}))
                    .subscribe(() -> end.at("onComplete"), e -> end.at("onError"))),
    COMPLETABLE_WITH_INNERS(
            false,
            (source, end) -> chain(
                            source.ignoreElements(),
                            flow -> flow.andThen(Completable.complete().hide())
                                    .onErrorResumeNext(Completable::error)
                                    .andThen(Completable.complete().hide())
                                    .onErrorResumeNext(Completable::error))
                    .subscribe(() -> end.at("onComplete"), e -> end.at("onError")));

    static final int OPERATORS = 1000;

    /** Is notified of each callback. */
    interface Probe {
        void at(String callback);
    }

    final boolean passesOn;
    private final BiFunction<Observable<Integer>, Probe, Disposable> run;

    DeepChain(boolean passesOn, BiFunction<Observable<Integer>, Probe, Disposable> run) {
        this.passesOn = passesOn;
        this.run = run;
    }

    /** Assembles it and subscribes to it. */
    Disposable run(Observable<Integer> source, Probe end) {
        return run.apply(source, end);
    }

    private static <F> F chain(F source, UnaryOperator<F> four) {
        F flow = source;
        for (int i = 0; i < OPERATORS / 4; i++) {
            flow = four.apply(flow);
        }
        return flow;
    }
}
