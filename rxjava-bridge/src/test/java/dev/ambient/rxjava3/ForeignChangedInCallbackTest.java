/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A callback subscribes to a flow, then changes a foreign thread-local, then emits to the flow. The flow sees the value from where it was
 * subscribed.
 */
class ForeignChangedInCallbackTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private static final ThreadLocal<String> FOREIGN = new ThreadLocal<>();

    private final List<String> saw = new ArrayList<>();
    private Registration registration;

    @BeforeEach
    void register() {
        registration = AmbientRegistry.global().register("foreign", FOREIGN);
    }

    @AfterEach
    void remove() {
        registration.close();
        FOREIGN.remove();
    }

    private static void note(List<String> saw) {
        saw.add(String.valueOf(FOREIGN.get()));
    }

    /** A flow of one type, by itself or below an operator. */
    private record Inner(String name, Function<List<String>, Runnable> subscribe) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Inner> inners() {
        return Stream.of(false, true)
                .flatMap(isDeferred -> Stream.of(
                        flowable(
                                isDeferred,
                                flow -> isDeferred ? Flowable.defer(() -> flow) : flow.compose(RxJavaBridge.capture())),
                        observable(
                                isDeferred,
                                flow -> isDeferred
                                        ? Observable.defer(() -> flow)
                                        : flow.compose(RxJavaBridge.capture())),
                        single(
                                isDeferred,
                                flow -> isDeferred ? Single.defer(() -> flow) : flow.compose(RxJavaBridge.capture())),
                        maybe(
                                isDeferred,
                                flow -> isDeferred ? Maybe.defer(() -> flow) : flow.compose(RxJavaBridge.capture())),
                        completable(
                                isDeferred,
                                flow -> isDeferred
                                        ? Completable.defer(() -> flow)
                                        : flow.compose(RxJavaBridge.<Object>capture()))));
    }

    private static String name(String type, boolean isDeferred) {
        return type + (isDeferred ? ".defer" : ".compose(capture())");
    }

    private static Inner flowable(boolean isDeferred, UnaryOperator<Flowable<Integer>> operator) {
        return new Inner(name("Flowable", isDeferred), saw -> {
            PublishProcessor<Integer> source = PublishProcessor.create();
            Disposable unused = operator.apply(source).subscribe(item -> note(saw));
            return () -> source.onNext(1);
        });
    }

    private static Inner observable(boolean isDeferred, UnaryOperator<Observable<Integer>> operator) {
        return new Inner(name("Observable", isDeferred), saw -> {
            PublishSubject<Integer> source = PublishSubject.create();
            Disposable unused = operator.apply(source).subscribe(item -> note(saw));
            return () -> source.onNext(1);
        });
    }

    private static Inner single(boolean isDeferred, UnaryOperator<Single<Integer>> operator) {
        return new Inner(name("Single", isDeferred), saw -> {
            SingleSubject<Integer> source = SingleSubject.create();
            Disposable unused = operator.apply(source).subscribe(item -> note(saw));
            return () -> source.onSuccess(1);
        });
    }

    private static Inner maybe(boolean isDeferred, UnaryOperator<Maybe<Integer>> operator) {
        return new Inner(name("Maybe", isDeferred), saw -> {
            MaybeSubject<Integer> source = MaybeSubject.create();
            Disposable unused = operator.apply(source).subscribe(item -> note(saw));
            return () -> source.onSuccess(1);
        });
    }

    private static Inner completable(boolean isDeferred, UnaryOperator<Completable> operator) {
        return new Inner(name("Completable", isDeferred), saw -> {
            CompletableSubject source = CompletableSubject.create();
            Disposable unused = operator.apply(source).subscribe(() -> note(saw));
            return source::onComplete;
        });
    }

    @ParameterizedTest
    @MethodSource("inners")
    void rule_1_what_is_written_after_the_subscription_is_not_seen(Inner inner) {
        FOREIGN.set("outer");
        PublishProcessor<Integer> outer = PublishProcessor.create();
        Disposable unused = outer.compose(RxJavaBridge.<Integer>capture()).subscribe(item -> {
            FOREIGN.set("subscribed");
            Runnable emit = inner.subscribe.apply(saw);
            FOREIGN.set("later");
            emit.run();
            note(saw);
        });
        FOREIGN.set("emitter");
        outer.onNext(1);
        assertThat(saw).containsExactly("subscribed", "later");
        assertThat(FOREIGN.get()).isEqualTo("emitter");
    }

    static Stream<Function<Runnable, Disposable>> sourcesThatHaveTheirItem() {
        return Stream.of(
                callback -> Flowable.just(1).subscribe(item -> callback.run()),
                callback -> Observable.just(1).subscribe(item -> callback.run()),
                callback -> Single.just(1).subscribe(item -> callback.run()),
                callback -> Maybe.just(1).subscribe(item -> callback.run()),
                callback -> Completable.complete().subscribe(callback::run));
    }

    @ParameterizedTest
    @MethodSource("sourcesThatHaveTheirItem")
    void rule_1_nor_where_the_flow_was_subscribed_in_a_callback_inside(Function<Runnable, Disposable> source) {
        FOREIGN.set("outer");
        PublishProcessor<Integer> outer = PublishProcessor.create();
        PublishProcessor<Integer> inner = PublishProcessor.create();
        List<Disposable> flows = new ArrayList<>();
        flows.add(outer.compose(RxJavaBridge.<Integer>capture()).subscribe(item -> {
            FOREIGN.set("subscribed");
            flows.add(source.apply(() -> flows.add(inner.subscribe(x -> note(saw)))));
            FOREIGN.set("later");
            inner.onNext(1);
        }));
        FOREIGN.set("emitter");
        outer.onNext(1);
        assertThat(saw).containsExactly("subscribed");
        assertThat(FOREIGN.get()).isEqualTo("emitter");
    }
}
