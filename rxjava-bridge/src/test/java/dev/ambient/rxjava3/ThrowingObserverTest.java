/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;

/** Rules 5 and 7 where an observer or a source breaks the protocol and throws: the exception passes, and the thread is clean. */
class ThrowingObserverTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** Changes the value and throws at each signal. As an upstream, it does so at each request and cancel. */
    private static final class Thrower
            implements FlowableSubscriber<Object>,
                    Observer<Object>,
                    SingleObserver<Object>,
                    MaybeObserver<Object>,
                    CompletableObserver,
                    Subscription,
                    Disposable {

        private boolean throwing;

        private void signal(String name) {
            if (throwing) {
                assertThat(VALUE.get()).isEqualTo("flow");
                VALUE.set("changed");
                throw new IllegalStateException("from " + name);
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(1);
            throwing = true;
        }

        @Override
        public void onSubscribe(Disposable disposable) {
            throwing = true;
        }

        @Override
        public void onNext(Object item) {
            signal("onNext");
        }

        @Override
        public void onSuccess(Object item) {
            signal("onSuccess");
        }

        @Override
        public void onError(Throwable failure) {
            signal("onError");
        }

        @Override
        public void onComplete() {
            signal("onComplete");
        }

        @Override
        public void request(long n) {
            throw new IllegalStateException("from request");
        }

        @Override
        public void cancel() {
            throw new IllegalStateException("from cancel");
        }

        @Override
        public void dispose() {
            throw new IllegalStateException("from dispose");
        }

        @Override
        public boolean isDisposed() {
            return false;
        }
    }

    /** Records what reaches the end of a flow of any type. */
    private static final class Ends {
        FlowableSubscriber<Object> subscriber;
        Observer<Object> observer;
        SingleObserver<Object> single;
        MaybeObserver<Object> maybe;
        CompletableObserver completable;
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource
    void rule_7_the_thread_is_clean_after_a_signal_that_threw(String signal, String type, Consumer<Ends> emit) {
        Ends ends = new Ends();
        Ambient.where(VALUE, "flow").run(() -> subscribe(type, new Thrower(), ends));

        assertThatThrownBy(() -> emit.accept(ends)).hasMessage("from " + signal);

        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @SuppressWarnings("unchecked") // they take anything
    private static void subscribe(String type, Thrower end, Ends ends) {
        switch (type) {
            case "Flowable" ->
                Flowable.unsafeCreate(s -> {
                            ends.subscriber = (FlowableSubscriber<Object>) s;
                            s.onSubscribe(new Upstream());
                        })
                        .subscribe(end);
            case "Observable" ->
                Observable.unsafeCreate(o -> {
                            ends.observer = o;
                            o.onSubscribe(Disposable.empty());
                        })
                        .subscribe(end);
            case "Single" ->
                Single.unsafeCreate(o -> {
                            ends.single = o;
                            o.onSubscribe(Disposable.empty());
                        })
                        .subscribe(end);
            case "Maybe" ->
                Maybe.unsafeCreate(o -> {
                            ends.maybe = o;
                            o.onSubscribe(Disposable.empty());
                        })
                        .subscribe(end);
            default ->
                Completable.unsafeCreate(o -> {
                            ends.completable = o;
                            o.onSubscribe(Disposable.empty());
                        })
                        .subscribe(end);
        }
    }

    static Stream<Arguments> rule_7_the_thread_is_clean_after_a_signal_that_threw() {
        IllegalStateException failure = new IllegalStateException("on purpose");
        return Stream.of(
                row("onNext", "Flowable", ends -> ends.subscriber.onNext(1)),
                row("onError", "Flowable", ends -> ends.subscriber.onError(failure)),
                row("onComplete", "Flowable", ends -> ends.subscriber.onComplete()),
                row("onNext", "Observable", ends -> ends.observer.onNext(1)),
                row("onError", "Observable", ends -> ends.observer.onError(failure)),
                row("onComplete", "Observable", ends -> ends.observer.onComplete()),
                row("onSuccess", "Single", ends -> ends.single.onSuccess(1)),
                row("onError", "Single", ends -> ends.single.onError(failure)),
                row("onSuccess", "Maybe", ends -> ends.maybe.onSuccess(1)),
                row("onError", "Maybe", ends -> ends.maybe.onError(failure)),
                row("onComplete", "Maybe", ends -> ends.maybe.onComplete()),
                row("onError", "Completable", ends -> ends.completable.onError(failure)),
                row("onComplete", "Completable", ends -> ends.completable.onComplete()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_7_the_thread_is_clean_after_a_source_that_threw(
            String signal, Consumer<RecordingObserver> subscribe, Consumer<RecordingObserver> up) {
        RecordingObserver observer = new RecordingObserver(new Seen(), 0);
        Ambient.where(VALUE, "flow").run(() -> subscribe.accept(observer));

        assertThatThrownBy(() -> up.accept(observer)).hasMessage("from " + signal);

        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    static Stream<Arguments> rule_7_the_thread_is_clean_after_a_source_that_threw() {
        Consumer<RecordingObserver> flowable =
                o -> Flowable.unsafeCreate(s -> s.onSubscribe((Subscription) new Thrower()))
                        .subscribe(o);
        Consumer<RecordingObserver> observable =
                o -> Observable.unsafeCreate(s -> s.onSubscribe((Disposable) new Thrower()))
                        .subscribe(o);
        Consumer<RecordingObserver> request = o -> o.request(1);
        Consumer<RecordingObserver> stop = RecordingObserver::stop;
        return Stream.of(
                Arguments.of("request", flowable, request),
                Arguments.of("cancel", flowable, stop),
                Arguments.of("dispose", observable, stop));
    }

    private static Arguments row(String signal, String type, Consumer<Ends> emit) {
        return Arguments.of(signal, type, emit);
    }

    private static final class Upstream implements Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
