/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 4: below the sharing point each subscriber sees its own value; above it, whoever connected. */
class SharedSourceTest {

    private static final int SUBSCRIBERS = 50;

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** Makes an operator share a source. */
    interface Sharing {
        Flowable<?> of(Observable<Integer> source);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void rule_4_each_subscriber_sees_its_own_value_and_the_upstream_the_connectors(
            String name, Sharing sharing, String connector) {
        for (Origin origin : new Origin[] {Origin.CALLER, Origin.BARE_THREAD, Origin.OTHERS_THREAD}) {
            for (int times = 0; times < 5; times++) {
                check(sharing, connector, origin);
            }
        }
    }

    private static void check(Sharing sharing, String connector, Origin origin) {
        Seen upstream = new Seen();
        List<Seen> all = new ArrayList<>();
        try (Workers workers = new Workers()) {
            PublishSubject<Integer> source = PublishSubject.create();
            Flowable<?> shared =
                    sharing.of(source.map(x -> upstream.at("map", x)).doFinally(() -> upstream.at("doFinally")));
            subscribeAll(flow(shared), all);
            origin.thread(workers).execute(() -> {
                source.onNext(1);
                source.onNext(2);
                source.onComplete();
            });
            upstream.awaitCalls("map", "doFinally");
            all.forEach(seen -> seen.awaitCalls("onComplete", "doFinally"));
        }
        assertThat(upstream.callsThatDidNotSee(connector)).isEmpty();
        assertEachSawItsOwn(all);
    }

    static Stream<Arguments> operators() {
        String last = "subscriber " + (SUBSCRIBERS - 1);
        return Stream.of(
                row("Flowable.publish().autoConnect", s -> flowable(s).publish().autoConnect(SUBSCRIBERS), last),
                row("Flowable.publish().refCount", s -> flowable(s).publish().refCount(), "subscriber 0"),
                row(
                        "Flowable.publish().refCount of all",
                        s -> flowable(s).publish().refCount(SUBSCRIBERS),
                        last),
                row("Flowable.share", s -> flowable(s).share(), "subscriber 0"),
                row("Flowable.replay().autoConnect", s -> flowable(s).replay().autoConnect(), "subscriber 0"),
                row("Flowable.replay().refCount", s -> flowable(s).replay(1).refCount(), "subscriber 0"),
                row("Flowable.cache", s -> flowable(s).cache(), "subscriber 0"),
                row(
                        "Observable.publish().autoConnect",
                        s -> flowable(s.publish().autoConnect(SUBSCRIBERS)),
                        last),
                row("Observable.publish().refCount", s -> flowable(s.publish().refCount()), "subscriber 0"),
                row("Observable.share", s -> flowable(s.share()), "subscriber 0"),
                row("Observable.replay().refCount", s -> flowable(s.replay().refCount(SUBSCRIBERS)), last),
                row("Observable.cache", s -> flowable(s.cache()), "subscriber 0"),
                row("Single.cache", s -> s.firstOrError().cache().toFlowable(), "subscriber 0"),
                row("Maybe.cache", s -> s.firstElement().cache().toFlowable(), "subscriber 0"),
                row("Completable.cache", s -> s.ignoreElements().cache().toFlowable(), "subscriber 0"));
    }

    @Test
    void rule_4_connect_works_in_the_callers_context() {
        PublishSubject<Integer> source = PublishSubject.create();
        Seen upstream = new Seen();
        List<Seen> all = new ArrayList<>();
        var flowable = flowable(source.map(x -> upstream.at("map", x))).publish();
        var observable = source.doOnNext(x -> upstream.at("map"))
                .doOnSubscribe(d -> upstream.at("sub"))
                .replay();
        subscribeAll(flow(flowable), all);
        subscribeAll(flow(flowable(observable)), all);

        Ambient.where(VALUE, "connector").run(() -> {
            flowable.connect();
            observable.connect();
        });
        source.onNext(1);
        source.onComplete();

        assertThat(upstream.values()).hasSize(3).containsOnly("connector");
        assertEachSawItsOwn(all);
    }

    @Test
    void rule_4_the_upstream_is_cancelled_in_the_context_of_whoever_connected() {
        Seen upstream = new Seen();
        Flowable<Object> shared = Flowable.never()
                .doOnCancel(() -> upstream.at("doOnCancel"))
                .publish()
                .refCount();
        Disposable first = Ambient.where(VALUE, "first").call(() -> shared.subscribe());
        Disposable last = Ambient.where(VALUE, "last").call(() -> shared.subscribe());

        first.dispose();
        Ambient.where(VALUE, "last").run(last::dispose);

        assertThat(upstream.values()).containsExactly("first");
    }

    @RepeatedTest(20)
    void rule_4_a_late_subscriber_sees_its_own_value_in_what_is_replayed() {
        Seen upstream = new Seen();
        List<Seen> all = new ArrayList<>();
        Flowable<Integer> cached =
                Flowable.range(1, 5).map(x -> upstream.at("map", x)).cache();
        Ambient.where(VALUE, "first").run(() -> cached.blockingSubscribe());

        try (Workers workers = new Workers()) {
            subscribeAll(flow(cached), all);
            subscribeAll(flow(cached.subscribeOn(workers.io)), all);
            all.forEach(seen -> seen.awaitCalls("onComplete", "doFinally"));
        }

        assertThat(upstream.values()).hasSize(5).containsOnly("first");
        assertEachSawItsOwn(all);
    }

    /** The operators below the sharing point record into the Seen of their own observer. */
    static Consumer<Seen> flow(Flowable<?> shared) {
        return seen -> shared.map(x -> seen.at("map", x))
                .doFinally(() -> seen.at("doFinally"))
                .subscribe(new RecordingObserver(seen));
    }

    static void subscribeAll(Consumer<Seen> subscription, List<Seen> all) {
        for (int i = 0; i < SUBSCRIBERS; i++) {
            Seen seen = new Seen();
            all.add(seen);
            Ambient.where(VALUE, "subscriber " + i).run(() -> subscription.accept(seen));
        }
    }

    static void assertEachSawItsOwn(List<Seen> all) {
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).names()).contains("onSubscribe", "onComplete", "doFinally");
            assertThat(all.get(i).callsThatDidNotSee("subscriber " + i % SUBSCRIBERS))
                    .isEmpty();
        }
    }

    private static Flowable<Integer> flowable(Observable<Integer> source) {
        return source.toFlowable(BackpressureStrategy.BUFFER);
    }

    private static Arguments row(String name, Sharing sharing, String connector) {
        return Arguments.of(name, sharing, connector);
    }
}
