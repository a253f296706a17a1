/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is below {@code capture} sees the flow's value without any hook, whichever thread emits. */
class CaptureTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    /** Subscribes a source with {@code capture} and callbacks below it. */
    interface Flow {
        void subscribe(Origin origin, Workers workers, Seen seen, RecordingObserver observer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_2_what_is_below_capture_sees_the_subscribers_value_without_the_bridge(String name, Flow flow) {
        for (Origin origin : Origin.values()) {
            for (int times = 0; times < 5; times++) {
                Seen seen = new Seen();
                try (Workers workers = new Workers()) {
                    RecordingObserver observer = new RecordingObserver(seen);
                    Ambient.where(VALUE, "flow").run(() -> flow.subscribe(origin, workers, seen, observer));
                    seen.awaitCalls("onSubscribe", "below", "doFinally");
                    assertThat(observer.awaitEnd().ends()).isEqualTo(1);
                }
                assertThat(seen.callsThatDidNotSee("flow"))
                        .as("from %s", origin)
                        .isEmpty();
                assertThat(VALUE.get()).isNull();
            }
        }
    }

    static Stream<Arguments> flows() {
        return Stream.of(
                row(
                        "Flowable",
                        (origin, w, s, o) -> origin.flowable(w)
                                .compose(RxJavaBridge.capture())
                                .doOnNext(x -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "Flowable, conditional",
                        (origin, w, s, o) -> origin.flowable(w)
                                .compose(RxJavaBridge.capture())
                                .filter(x -> s.at("below", true))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "Observable",
                        (origin, w, s, o) -> origin.observable(w)
                                .compose(RxJavaBridge.capture())
                                .doOnNext(x -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "Single",
                        (origin, w, s, o) -> origin.single(w)
                                .compose(RxJavaBridge.capture())
                                .doOnSuccess(x -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "Maybe",
                        (origin, w, s, o) -> origin.maybe(w)
                                .compose(RxJavaBridge.capture())
                                .doOnSuccess(x -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "Completable",
                        (origin, w, s, o) -> origin.completable(w)
                                .compose(RxJavaBridge.capture())
                                .doOnComplete(() -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "a Flowable that fails",
                        (origin, w, s, o) -> origin.flowable(w)
                                .concatWith(Flowable.error(new IllegalStateException("on purpose")))
                                .compose(RxJavaBridge.capture())
                                .doOnError(e -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "an Observable that fails",
                        (origin, w, s, o) -> origin.observable(w)
                                .concatWith(Observable.error(new IllegalStateException("on purpose")))
                                .compose(RxJavaBridge.capture())
                                .doOnError(e -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "a Single that fails",
                        (origin, w, s, o) -> origin.single(w)
                                .flatMap(x -> Single.error(new IllegalStateException("on purpose")))
                                .compose(RxJavaBridge.capture())
                                .doOnError(e -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "a Maybe that fails",
                        (origin, w, s, o) -> origin.maybe(w)
                                .flatMap(x -> Maybe.error(new IllegalStateException("on purpose")))
                                .compose(RxJavaBridge.capture())
                                .doOnError(e -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "an empty Maybe",
                        (origin, w, s, o) -> origin.maybe(w)
                                .filter(x -> false)
                                .compose(RxJavaBridge.capture())
                                .doOnComplete(() -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)),
                row(
                        "a Completable that fails",
                        (origin, w, s, o) -> origin.completable(w)
                                .andThen(Completable.error(new IllegalStateException("on purpose")))
                                .compose(RxJavaBridge.capture())
                                .doOnError(e -> s.at("below"))
                                .doFinally(() -> s.at("doFinally"))
                                .subscribe(o)));
    }

    @Test
    void capture_is_made_at_each_subscription() {
        Seen seen = new Seen();
        Flowable<Integer> flow =
                Flowable.range(1, 1).compose(RxJavaBridge.capture()).map(x -> seen.at("map", x));

        AmbientContext.empty().with(VALUE, "a").run(flow::blockingSubscribe);
        AmbientContext.empty().with(VALUE, "b").run(flow::blockingSubscribe);

        assertThat(seen.values()).containsExactly("a", "b");
    }

    private static Arguments row(String name, Flow flow) {
        return Arguments.of(name, flow);
    }
}
