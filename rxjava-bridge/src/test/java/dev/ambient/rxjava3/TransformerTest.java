/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code with} and {@code capture} in {@code compose}, for all five types. */
class TransformerTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private static final Ambient<String> OTHER_KEY = Ambient.named("other key");

    /** Assembles {@code lower(with(VALUE, "above")(upper(source)))} and subscribes it. */
    interface Flow {
        void subscribe(Origin origin, Workers workers, Seen upper, Seen lower, RecordingObserver observer);
    }

    @ParameterizedTest(name = "{0}, installed: {2}")
    @MethodSource("flows")
    void with_changes_what_is_upstream_of_it_and_nothing_else(String name, Flow flow, boolean installed) {
        if (installed) {
            bridge.install();
        }
        for (Origin origin : Origin.values()) {
            for (int times = 0; times < 10; times++) {
                Seen upper = new Seen();
                Seen lower = new Seen();
                try (Workers workers = new Workers()) {
                    RecordingObserver observer = new RecordingObserver(lower);
                    Ambient.where(VALUE, "below").run(() -> flow.subscribe(origin, workers, upper, lower, observer));
                    lower.awaitCalls("onSubscribe", "doFinally");
                    assertThat(observer.awaitEnd().ends()).isEqualTo(1);
                }
                assertThat(lower.callsThatDidNotSee("below"))
                        .as("below, from %s", origin)
                        .isEmpty();
                // Without the bridge only the boundary is right: above it, a foreign thread has what it has.
                if (installed || origin == Origin.CALLER) {
                    upper.awaitCalls("doOnSubscribe", "doOnTerminate");
                    assertThat(upper.callsThatDidNotSee("above"))
                            .as("above, from %s", origin)
                            .isEmpty();
                }
                assertThat(VALUE.get()).isNull();
            }
        }
    }

    static Stream<Arguments> flows() {
        Map<String, Flow> flows = Map.of(
                "Flowable",
                        (origin, w, upper, lower, observer) -> origin.flowable(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnRequest(n -> upper.at("doOnRequest"))
                                .doOnNext(x -> upper.at("doOnNext"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .doOnNext(x -> lower.at("doOnNext"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Observable",
                        (origin, w, upper, lower, observer) -> origin.observable(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnNext(x -> upper.at("doOnNext"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .doOnNext(x -> lower.at("doOnNext"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Single",
                        (origin, w, upper, lower, observer) -> origin.single(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .doOnSuccess(x -> lower.at("doOnSuccess"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Maybe",
                        (origin, w, upper, lower, observer) -> origin.maybe(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .doOnSuccess(x -> lower.at("doOnSuccess"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Completable",
                        (origin, w, upper, lower, observer) -> origin.completable(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .doOnComplete(() -> lower.at("doOnComplete"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer));
        return flows.entrySet().stream()
                .flatMap(entry -> Stream.of(true, false)
                        .map(installed -> Arguments.of(entry.getKey(), entry.getValue(), installed)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void what_goes_up_goes_up_in_the_upper_context(String name, Flowing flow) {
        for (Origin origin : new Origin[] {Origin.CALLER, Origin.BARE_THREAD, Origin.OTHERS_THREAD}) {
            Seen upper = new Seen();
            try (Workers workers = new Workers()) {
                RecordingObserver observer = new RecordingObserver(new Seen());
                Ambient.where(VALUE, "below").run(() -> flow.subscribe(upper, observer));
                origin.thread(workers).execute(observer::stop);
                upper.awaitCalls("stopped");
            }
            assertThat(upper.callsThatDidNotSee("above")).isEmpty();
        }
    }

    interface Flowing {
        void subscribe(Seen upper, RecordingObserver observer);
    }

    static Stream<Arguments> what_goes_up_goes_up_in_the_upper_context() {
        return Stream.of(
                up(
                        "Flowable",
                        (s, o) -> Flowable.never()
                                .doOnCancel(() -> s.at("stopped"))
                                .doOnRequest(n -> s.at("requested"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .subscribe(o)),
                up(
                        "Observable",
                        (s, o) -> Observable.never()
                                .doOnDispose(() -> s.at("stopped"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .subscribe(o)),
                up(
                        "Single",
                        (s, o) -> Single.never()
                                .doOnDispose(() -> s.at("stopped"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .subscribe(o)),
                up(
                        "Maybe",
                        (s, o) -> Maybe.never()
                                .doOnDispose(() -> s.at("stopped"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .subscribe(o)),
                up(
                        "Completable",
                        (s, o) -> Completable.never()
                                .doOnDispose(() -> s.at("stopped"))
                                .compose(RxJavaBridge.with(VALUE, "above"))
                                .subscribe(o)));
    }

    @Test
    void the_nearest_with_wins_and_others_add_up() {
        Seen seen = new Seen();
        Seen otherKey = new Seen();
        Flowable.range(1, 1)
                .doOnNext(x -> seen.at("top"))
                .doOnNext(x -> assertThat(OTHER_KEY.get()).isEqualTo("kept"))
                .compose(RxJavaBridge.with(VALUE, "nearest"))
                .doOnNext(x -> seen.at("middle"))
                .compose(RxJavaBridge.with(OTHER_KEY, "kept"))
                .compose(RxJavaBridge.with(VALUE, "farther"))
                .doOnNext(x -> otherKey.at(String.valueOf(OTHER_KEY.get())))
                .blockingSubscribe();

        assertThat(seen.values("top")).containsExactly("nearest");
        assertThat(seen.values("middle")).containsExactly("farther");
        assertThat(otherKey.names()).containsExactly("null");
        assertThat(otherKey.values()).containsOnlyNulls();
    }

    @Test
    void with_stands_between_two_filters() {
        Seen seen = new Seen();
        Ambient.where(VALUE, "below")
                .run(() -> Flowable.range(1, 3)
                        .filter(x -> seen.at("upper", true))
                        .compose(RxJavaBridge.with(VALUE, "above"))
                        .filter(x -> seen.at("lower", true))
                        .blockingSubscribe());

        assertThat(seen.values("upper")).containsExactly("above", "above", "above");
        assertThat(seen.values("lower")).containsExactly("below", "below", "below");
    }

    @Test
    void one_transformer_serves_many_flows() {
        ContextTransformer<Integer> transformer = RxJavaBridge.with(VALUE, "above");
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
    void rule_9_a_null_value_is_refused_with_the_keys_name() {
        assertThatThrownBy(() -> RxJavaBridge.with(VALUE, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("'value'");
        assertThatThrownBy(() -> RxJavaBridge.with(null, "value")).isInstanceOf(NullPointerException.class);
    }

    private static Arguments up(String name, Flowing flow) {
        return Arguments.of(name, flow);
    }
}
