/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** {@code put} and {@code capture} in {@code compose}, for all five types. */
class TransformerTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    /** Assembles {@code lower(put(VALUE, "above")(upper(source)))} and subscribes it. */
    interface Flow {
        void subscribe(Origin origin, Workers workers, Seen upper, Seen lower, RecordingObserver observer);
    }

    @ParameterizedTest(name = "{0}, installed: {2}")
    @MethodSource("flows")
    void put_changes_what_is_upstream_of_it_and_nothing_else(String name, Flow flow, boolean installed) {
        if (installed) {
            bridge.install();
        }
        for (Origin origin : Origin.values()) {
            for (int times = 0; times < 5; times++) {
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
                                .compose(RxJavaBridge.put(VALUE, "above"))
                                .doOnNext(x -> lower.at("doOnNext"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Observable",
                        (origin, w, upper, lower, observer) -> origin.observable(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnNext(x -> upper.at("doOnNext"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.put(VALUE, "above"))
                                .doOnNext(x -> lower.at("doOnNext"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Single",
                        (origin, w, upper, lower, observer) -> origin.single(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.put(VALUE, "above"))
                                .doOnSuccess(x -> lower.at("doOnSuccess"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Maybe",
                        (origin, w, upper, lower, observer) -> origin.maybe(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.put(VALUE, "above"))
                                .doOnSuccess(x -> lower.at("doOnSuccess"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer),
                "Completable",
                        (origin, w, upper, lower, observer) -> origin.completable(w)
                                .doOnSubscribe(s -> upper.at("doOnSubscribe"))
                                .doOnTerminate(() -> upper.at("doOnTerminate"))
                                .compose(RxJavaBridge.put(VALUE, "above"))
                                .doOnComplete(() -> lower.at("doOnComplete"))
                                .doFinally(() -> lower.at("doFinally"))
                                .subscribe(observer));
        return flows.entrySet().stream()
                .flatMap(entry -> Stream.of(true, false)
                        .map(installed -> Arguments.of(entry.getKey(), entry.getValue(), installed)));
    }

    @ParameterizedTest(name = "{0}, installed: {2}")
    @MethodSource
    void what_goes_up_goes_up_in_the_upper_context(String name, Flowing flow, boolean installed) {
        if (installed) {
            bridge.install();
        }
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
                                "a Flowable of the program's own",
                                (s, o) -> new DirectFlowable(s)
                                        .compose(RxJavaBridge.put(VALUE, "above"))
                                        .subscribe(o)),
                        up(
                                "Flowable",
                                (s, o) -> Flowable.never()
                                        .doOnCancel(() -> s.at("stopped"))
                                        .doOnRequest(n -> s.at("requested"))
                                        .compose(RxJavaBridge.put(VALUE, "above"))
                                        .subscribe(o)),
                        up(
                                "Observable",
                                (s, o) -> Observable.never()
                                        .doOnDispose(() -> s.at("stopped"))
                                        .compose(RxJavaBridge.put(VALUE, "above"))
                                        .subscribe(o)),
                        up(
                                "Single",
                                (s, o) -> Single.never()
                                        .doOnDispose(() -> s.at("stopped"))
                                        .compose(RxJavaBridge.put(VALUE, "above"))
                                        .subscribe(o)),
                        up(
                                "Maybe",
                                (s, o) -> Maybe.never()
                                        .doOnDispose(() -> s.at("stopped"))
                                        .compose(RxJavaBridge.put(VALUE, "above"))
                                        .subscribe(o)),
                        up(
                                "Completable",
                                (s, o) -> Completable.never()
                                        .doOnDispose(() -> s.at("stopped"))
                                        .compose(RxJavaBridge.put(VALUE, "above"))
                                        .subscribe(o)))
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> up(String name, Flowing flow) {
        return Stream.of(Arguments.of(name, flow, true), Arguments.of(name, flow, false));
    }

    /** A class of its own, which RxJava's assembly does not see. */
    private static final class DirectFlowable extends Flowable<Object> implements Subscription {

        private final Seen seen;

        DirectFlowable(Seen seen) {
            this.seen = seen;
        }

        @Override
        protected void subscribeActual(Subscriber<? super Object> subscriber) {
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            seen.at("requested");
        }

        @Override
        public void cancel() {
            seen.at("stopped");
        }
    }
}
