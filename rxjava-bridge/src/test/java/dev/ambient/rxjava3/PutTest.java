/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code put} and {@code putNonNull}: several in one flow, and null. */
class PutTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private static final Ambient<String> OTHER_KEY = Ambient.named("other key");

    @Test
    void the_nearest_put_wins_and_others_add_up() {
        Seen seen = new Seen();
        Seen otherKey = new Seen();
        Flowable.range(1, 1)
                .doOnNext(x -> seen.at("top"))
                .doOnNext(x -> assertThat(OTHER_KEY.get()).isEqualTo("kept"))
                .compose(RxJavaBridge.put(VALUE, "nearest"))
                .doOnNext(x -> seen.at("middle"))
                .compose(RxJavaBridge.put(OTHER_KEY, "kept"))
                .compose(RxJavaBridge.put(VALUE, "farther"))
                .doOnNext(x -> otherKey.at(String.valueOf(OTHER_KEY.get())))
                .blockingSubscribe();

        assertThat(seen.values("top")).containsExactly("nearest");
        assertThat(seen.values("middle")).containsExactly("farther");
        assertThat(otherKey.names()).containsExactly("null");
        assertThat(otherKey.values()).containsOnlyNulls();
    }

    @Test
    void put_stands_between_two_filters() {
        Seen seen = new Seen();
        Ambient.where(VALUE, "below")
                .run(() -> Flowable.range(1, 3)
                        .filter(x -> seen.at("upper", true))
                        .compose(RxJavaBridge.put(VALUE, "above"))
                        .filter(x -> seen.at("lower", true))
                        .blockingSubscribe());

        assertThat(seen.values("upper")).containsExactly("above", "above", "above");
        assertThat(seen.values("lower")).containsExactly("below", "below", "below");
    }

    /** The flows are assembled before the bridge is installed, so their emitters have no boundary of their own. */
    @Test
    void what_an_emitter_disposes_of_after_the_last_signal_runs_in_the_context_above_a_put_below_it() throws Exception {
        Seen seen = new Seen();
        List<Runnable> ends = new ArrayList<>();
        Flowable<Integer> flowable = Flowable.<Integer>create(
                        emitter -> {
                            emitter.setCancellable(() -> seen.at("Flowable"));
                            ends.add(emitter::onComplete);
                        },
                        BackpressureStrategy.BUFFER)
                .compose(RxJavaBridge.put(VALUE, "above"));
        Observable<Integer> observable = Observable.<Integer>create(emitter -> {
                    emitter.setCancellable(() -> seen.at("Observable"));
                    ends.add(emitter::onComplete);
                })
                .compose(RxJavaBridge.put(VALUE, "above"));
        Single<Integer> single = Single.<Integer>create(emitter -> {
                    emitter.setCancellable(() -> seen.at("Single"));
                    ends.add(() -> emitter.onSuccess(1));
                })
                .compose(RxJavaBridge.put(VALUE, "above"));
        bridge.install();

        List<Disposable> subscribed = Ambient.where(VALUE, "below")
                .call(() -> List.of(flowable.subscribe(), observable.subscribe(), single.subscribe()));
        Thread bare = new Thread(() -> ends.forEach(Runnable::run));
        bare.start();
        bare.join();

        assertThat(subscribed).hasSize(3);
        assertThat(seen.names()).containsExactly("Flowable", "Observable", "Single");
        assertThat(seen.values()).containsOnly("above");
    }

    @Test
    void one_transformer_serves_many_flows() {
        ContextTransformer<Integer> transformer = RxJavaBridge.put(VALUE, "above");
        Seen seen = new Seen();
        Flowable.range(1, 3).map(x -> seen.at("1", x)).compose(transformer).blockingSubscribe();
        Observable.range(1, 3).map(x -> seen.at("2", x)).compose(transformer).blockingSubscribe();
        assertThat(Single.just(1).map(x -> seen.at("3", x)).compose(transformer).blockingGet())
                .isEqualTo(1);
        assertThat(Maybe.just(1).map(x -> seen.at("4", x)).compose(transformer).blockingGet())
                .isEqualTo(1);
        Completable.fromAction(() -> seen.at("5")).compose(transformer).blockingAwait();

        assertThat(seen.values()).hasSize(9).containsOnly("above");
    }

    @Test
    void putNonNull_of_null_leaves_the_value_as_it_is() {
        assertThat(valuesUpstream(null)).hasSize(5).containsOnly("before");
    }

    @Test
    void putNonNull_of_a_value_sets_it_for_what_is_upstream() {
        assertThat(valuesUpstream("set")).hasSize(5).containsOnly("set");
    }

    /** Returns what is seen upstream of {@code putNonNull(VALUE, valueOrNull)} in a flow of each of the five types. */
    private static List<String> valuesUpstream(String valueOrNull) {
        Seen seen = new Seen();
        Ambient.where(VALUE, "before").run(() -> {
            Flowable.just(1)
                    .doOnNext(x -> seen.at("Flowable"))
                    .compose(RxJavaBridge.putNonNull(VALUE, valueOrNull))
                    .blockingSubscribe(x -> assertThat(VALUE.get()).isEqualTo("before"));
            Observable.just(1)
                    .doOnNext(x -> seen.at("Observable"))
                    .compose(RxJavaBridge.putNonNull(VALUE, valueOrNull))
                    .blockingSubscribe(x -> assertThat(VALUE.get()).isEqualTo("before"));
            Single.just(1)
                    .doOnSuccess(x -> seen.at("Single"))
                    .compose(RxJavaBridge.putNonNull(VALUE, valueOrNull))
                    .blockingSubscribe(x -> assertThat(VALUE.get()).isEqualTo("before"));
            Maybe.just(1)
                    .doOnSuccess(x -> seen.at("Maybe"))
                    .compose(RxJavaBridge.putNonNull(VALUE, valueOrNull))
                    .blockingSubscribe(x -> assertThat(VALUE.get()).isEqualTo("before"));
            Completable.fromAction(() -> seen.at("Completable"))
                    .compose(RxJavaBridge.putNonNull(VALUE, valueOrNull))
                    .blockingSubscribe(() -> assertThat(VALUE.get()).isEqualTo("before"));
        });
        return seen.values();
    }

    @Test
    void putNonNull_refuses_no_key() {
        assertThatThrownBy(() -> RxJavaBridge.putNonNull(null, "value")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> RxJavaBridge.putNonNull(null, null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void rule_9_a_null_value_is_refused_with_the_keys_name() {
        assertThatThrownBy(() -> RxJavaBridge.put(VALUE, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("'value'");
        assertThatThrownBy(() -> RxJavaBridge.put(null, "value")).isInstanceOf(NullPointerException.class);
    }
}
