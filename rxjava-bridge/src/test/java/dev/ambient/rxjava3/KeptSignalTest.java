/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.DisposableSingleObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bridge keeps the signal of a callable in a chain until the callable's source has returned. The program cannot see that: the calls,
 * their order and the end of the flow are as without the bridge, and each call sees the flow's value.
 */
class KeptSignalTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    /** Is notified of each call. */
    interface Heard {
        Object at(String what);
    }

    /** Returns the calls of a flow, in their order. */
    interface Flow {
        void run(Heard heard);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_16_all_is_called_as_without_the_bridge_and_sees_the_flows_value(String name, Flow flow) {
        List<String> without = heard(flow, new ArrayList<>());
        bridge.install();
        List<String> values = new ArrayList<>();
        assertThat(heard(flow, values)).isEqualTo(without).isNotEmpty();
        assertThat(values).containsOnly("flow");
    }

    private List<String> heard(Flow flow, List<String> values) {
        List<String> heard = new ArrayList<>();
        Ambient.where(VALUE, "flow").run(() -> {
            try {
                flow.run(what -> {
                    heard.add(what);
                    values.add(VALUE.get());
                    VALUE.set(what); // seen by none that comes after a boundary
                    return what;
                });
            } catch (Throwable thrown) {
                heard.add("thrown " + thrown + " for " + thrown.getCause());
            }
            values.add(VALUE.get());
        });
        bridge.undeliverable().forEach(failure -> heard.add("reported " + failure));
        bridge.undeliverable().clear();
        return heard;
    }

    static Stream<Arguments> flows() {
        return Stream.of(
                flow(
                        "Single",
                        heard -> Single.just(1)
                                .flatMap(x -> Single.fromCallable(() -> heard.at("callable")))
                                .flatMap(x -> Single.fromSupplier(() -> heard.at("supplier")))
                                .flatMap(x -> Single.fromCallable(() -> x))
                                .subscribe(new LastOf(heard))),
                flow(
                        "Single, around it",
                        heard -> Single.just(1)
                                .flatMap(x -> Single.fromCallable(() -> x).doAfterSuccess(y -> heard.at("after it")))
                                .flatMap(x -> Single.fromCallable(() -> x))
                                .flatMap(x -> Single.fromCallable(() -> x).doFinally(() -> heard.at("finally")))
                                .subscribe(new LastOf(heard))),
                flow(
                        "Single that fails",
                        heard -> Single.just(1)
                                .flatMap(x -> Single.fromCallable(() -> fail(heard.at("callable"))))
                                .onErrorResumeNext(
                                        e -> Single.error(() -> new IllegalStateException("" + heard.at("error"))))
                                .subscribe(new LastOf(heard))),
                flow("Single that is disposed by its callable", heard -> {
                    LastOf last = new LastOf(heard);
                    Single.just(1)
                            .flatMap(x -> Single.fromCallable(() -> {
                                last.dispose();
                                return heard.at("callable");
                            }))
                            .subscribe(last);
                }),
                flow("Single that fails, disposed by its callable", heard -> {
                    LastOf last = new LastOf(heard);
                    Single.just(1)
                            .flatMap(x -> Single.fromCallable(() -> {
                                last.dispose();
                                return fail(heard.at("callable"));
                            }))
                            .subscribe(last);
                }),
                flow(
                        "Single whose callable ends the JVM's patience",
                        heard -> Single.just(1)
                                .flatMap(x -> Single.fromCallable(() -> {
                                    heard.at("callable");
                                    throw new InternalError("on purpose");
                                }))
                                .subscribe(new LastOf(heard))),
                flow(
                        "Single whose observer throws",
                        heard -> Single.just(1)
                                .flatMap(x -> Single.fromCallable(() -> heard.at("callable")))
                                .subscribe(new LastOf(what -> fail(heard.at(what))))),
                flow(
                        "Maybe",
                        heard -> Maybe.just(1)
                                .flatMap(x -> Maybe.fromCallable(() -> heard.at("callable")))
                                .flatMap(x -> Maybe.fromRunnable(() -> heard.at("runnable")))
                                .switchIfEmpty(Maybe.fromCallable(() -> heard.at("instead")))
                                .flatMap(x -> Maybe.error(() -> new IllegalStateException("" + heard.at("error"))))
                                .onErrorResumeNext(e -> Maybe.fromSupplier(() -> heard.at("resumed")))
                                .toSingle()
                                .subscribe(new LastOf(heard))),
                flow(
                        "among others",
                        heard -> Flowable.range(1, 2)
                                .flatMapSingle(x -> Single.fromCallable(() -> heard.at("callable " + x)))
                                .flatMapMaybe(x -> Maybe.fromSupplier(() -> heard.at("supplier of " + x)))
                                .toObservable()
                                .flatMapSingle(x -> Single.fromCallable(() -> heard.at("its callable of " + x)))
                                .flatMapMaybe(x ->
                                        Maybe.fromCallable(() -> x.toString().endsWith("2") ? fail(x) : x))
                                .doOnNext(x -> heard.at("doOnNext " + x))
                                .flatMapCompletable(x -> Completable.fromAction(() -> heard.at("action of " + x)))
                                .toSingle(() -> "")
                                .cast(Object.class)
                                .subscribe(new LastOf(heard))),
                flow(
                        "Completable",
                        heard -> Completable.complete()
                                .andThen(Completable.fromAction(() -> heard.at("action")))
                                .andThen(Completable.fromRunnable(() -> heard.at("runnable")))
                                .andThen(Completable.fromCallable(() -> fail(heard.at("callable"))))
                                .onErrorResumeNext(e -> Completable.fromAction(() -> heard.at("resumed")))
                                .andThen(Completable.error(() -> new IllegalStateException("" + heard.at("error"))))
                                .toSingle(() -> "")
                                .cast(Object.class)
                                .subscribe(new LastOf(heard))));
    }

    private static Object fail(Object what) {
        throw new IllegalArgumentException(what.toString());
    }

    private static Arguments flow(String name, Flow flow) {
        return Arguments.of(name, flow);
    }

    private static final class LastOf extends DisposableSingleObserver<Object> {

        private final Heard heard;

        LastOf(Heard heard) {
            this.heard = heard;
        }

        @Override
        public void onSuccess(Object item) {
            heard.at("onSuccess " + item);
        }

        @Override
        public void onError(Throwable failure) {
            heard.at("onError " + failure);
        }
    }
}
