/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Lists all ways to share a flow, of all five types. */
enum Sharing {
    PUBLISH_AUTO_CONNECT((flow, time) -> flow.publish().autoConnect(Crowd.SIZE)),
    PUBLISH_PREFETCH_AUTO_CONNECT((flow, time) -> flow.publish(1).autoConnect(Crowd.SIZE)),
    PUBLISH_REF_COUNT((flow, time) -> flow.publish().refCount()),
    PUBLISH_REF_COUNT_ALL((flow, time) -> flow.publish().refCount(Crowd.SIZE)),
    PUBLISH_REF_COUNT_GRACE((flow, time) -> flow.publish().refCount(1, TimeUnit.MINUTES, time)),
    PUBLISH_REF_COUNT_ALL_GRACE((flow, time) -> flow.publish().refCount(Crowd.SIZE, 1, TimeUnit.MINUTES, time)),
    PUBLISH_REF_COUNT_SHORT_GRACE((flow, time) -> flow.publish().refCount(Crowd.SIZE, 1, TimeUnit.MILLISECONDS, time)),
    PUBLISH_SELECTOR((flow, time) -> flow.publish(one -> Flowable.merge(one.map(x -> x), one.map(x -> x)))),
    SHARE((flow, time) -> flow.share()),
    REPLAY_AUTO_CONNECT((flow, time) -> flow.replay().autoConnect(Crowd.SIZE)),
    REPLAY_SIZE_AUTO_CONNECT((flow, time) -> flow.replay(1).autoConnect(Crowd.SIZE)),
    REPLAY_SIZE_EAGER_AUTO_CONNECT((flow, time) -> flow.replay(1, true).autoConnect(Crowd.SIZE)),
    REPLAY_TIME_AUTO_CONNECT(
            (flow, time) -> flow.replay(1, TimeUnit.MINUTES, time).autoConnect(Crowd.SIZE)),
    REPLAY_TIME_EAGER_AUTO_CONNECT(
            (flow, time) -> flow.replay(1, TimeUnit.MINUTES, time, true).autoConnect(Crowd.SIZE)),
    REPLAY_SIZE_AND_TIME_AUTO_CONNECT(
            (flow, time) -> flow.replay(2, 1, TimeUnit.MINUTES, time).autoConnect(Crowd.SIZE)),
    REPLAY_REF_COUNT((flow, time) -> flow.replay().refCount()),
    REPLAY_REF_COUNT_ALL((flow, time) -> flow.replay().refCount(Crowd.SIZE)),
    REPLAY_SIZE_REF_COUNT_ALL_GRACE((flow, time) -> flow.replay(1).refCount(Crowd.SIZE, 1, TimeUnit.MINUTES, time)),
    REPLAY_SELECTOR((flow, time) -> flow.replay(one -> one.map(x -> x))),
    CACHE((flow, time) -> flow.cache()),
    CACHE_WITH_CAPACITY((flow, time) -> flow.cacheWithInitialCapacity(2)),

    OBSERVABLE_PUBLISH_AUTO_CONNECT(of((flow, time) -> flow.publish().autoConnect(Crowd.SIZE))),
    OBSERVABLE_PUBLISH_REF_COUNT(of((flow, time) -> flow.publish().refCount())),
    OBSERVABLE_PUBLISH_REF_COUNT_ALL(of((flow, time) -> flow.publish().refCount(Crowd.SIZE))),
    OBSERVABLE_PUBLISH_REF_COUNT_ALL_GRACE(
            of((flow, time) -> flow.publish().refCount(Crowd.SIZE, 1, TimeUnit.MINUTES, time))),
    OBSERVABLE_PUBLISH_SELECTOR(of(
            (flow, time) -> flow.publish(one -> Observable.merge(one.map(x -> x), one.map(x -> x))))),
    OBSERVABLE_SHARE(of((flow, time) -> flow.share())),
    OBSERVABLE_REPLAY_AUTO_CONNECT(of((flow, time) -> flow.replay().autoConnect(Crowd.SIZE))),
    OBSERVABLE_REPLAY_SIZE_AUTO_CONNECT(of((flow, time) -> flow.replay(1).autoConnect(Crowd.SIZE))),
    OBSERVABLE_REPLAY_TIME_AUTO_CONNECT(
            of((flow, time) -> flow.replay(1, TimeUnit.MINUTES, time).autoConnect(Crowd.SIZE))),
    OBSERVABLE_REPLAY_SIZE_AND_TIME_AUTO_CONNECT(
            of((flow, time) -> flow.replay(2, 1, TimeUnit.MINUTES, time, true).autoConnect(Crowd.SIZE))),
    OBSERVABLE_REPLAY_REF_COUNT_ALL(of((flow, time) -> flow.replay().refCount(Crowd.SIZE))),
    OBSERVABLE_REPLAY_SELECTOR(of((flow, time) -> flow.replay(one -> one.map(x -> x)))),
    OBSERVABLE_CACHE(of((flow, time) -> flow.cache())),
    OBSERVABLE_CACHE_WITH_CAPACITY(of((flow, time) -> flow.cacheWithInitialCapacity(2))),

    SINGLE_CACHE((flow, time) -> flow.firstOrError().cache().toFlowable()),
    MAYBE_CACHE((flow, time) -> flow.firstElement().cache().toFlowable()),
    COMPLETABLE_CACHE((flow, time) -> flow.ignoreElements().cache().toFlowable());

    private final BiFunction<Flowable<Integer>, Scheduler, Flowable<Integer>> share;

    Sharing(BiFunction<Flowable<Integer>, Scheduler, Flowable<Integer>> share) {
        this.share = share;
    }

    /** Returns the shared flow. The scheduler is for operators that use time. */
    Flowable<Integer> of(Flowable<Integer> flow, Scheduler time) {
        return share.apply(flow, time);
    }

    private static BiFunction<Flowable<Integer>, Scheduler, Flowable<Integer>> of(
            BiFunction<Observable<Integer>, Scheduler, Observable<Integer>> share) {
        return (flow, time) -> share.apply(flow.toObservable(), time).toFlowable(BackpressureStrategy.BUFFER);
    }
}
