/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The rules of Reactive Streams and of RxJava's other types hold with the bridge as they do without it. */
class ProtocolTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** Records whatever is called on it, as a Subscriber and as an Observer. */
    private static final class Upstream implements Subscription, Disposable {
        final List<Long> requests = new ArrayList<>();
        final AtomicInteger stops = new AtomicInteger();

        @Override
        public void request(long n) {
            requests.add(n);
        }

        @Override
        public void cancel() {
            stops.incrementAndGet();
        }

        @Override
        public void dispose() {
            stops.incrementAndGet();
        }

        @Override
        public boolean isDisposed() {
            return stops.get() > 0;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_second_onSubscribe_is_answered_as_without_the_bridge(String name, SubscribesTwice flow) {
        List<String> with = answersTo(flow);
        RxJavaPlugins.reset();
        RxJavaPlugins.setErrorHandler(bridge.undeliverable()::add);
        assertThat(with).isNotEmpty().isEqualTo(answersTo(flow));
    }

    /** Returns what the first and the second upstream are called with, and what is reported, before the end and after it. */
    private List<String> answersTo(SubscribesTwice flow) {
        List<String> answers = new ArrayList<>();
        for (boolean ended : new boolean[] {false, true}) {
            Upstream first = new Upstream();
            Upstream second = new Upstream();
            flow.subscribe(first, second, ended);
            answers.add("stopped " + first.stops + ", " + second.stops);
            bridge.undeliverable().forEach(failure -> answers.add("reported " + failure));
            bridge.undeliverable().clear();
        }
        return answers;
    }

    interface SubscribesTwice {
        void subscribe(Upstream first, Upstream second, boolean ended);
    }

    static Stream<Arguments> a_second_onSubscribe_is_answered_as_without_the_bridge() {
        List<Arguments> flows = new ArrayList<>();
        for (boolean operator : new boolean[] {false, true}) {
            flows.addAll(List.of(
                    twice("Flowable", operator, (first, second, ended) -> {
                        Flowable<Object> flow = Flowable.fromPublisher(s -> {
                            s.onSubscribe(first);
                            if (ended) {
                                s.onComplete();
                            }
                            s.onSubscribe(second);
                        });
                        (operator ? flow.map(x -> x) : flow).subscribe();
                    }),
                    twice("Observable", operator, (first, second, ended) -> {
                        Observable<Object> flow = Observable.unsafeCreate(s -> {
                            s.onSubscribe(first);
                            if (ended) {
                                s.onComplete();
                            }
                            s.onSubscribe(second);
                        });
                        (operator ? flow.map(x -> x) : flow).subscribe();
                    }),
                    twice("Single", operator, (first, second, ended) -> {
                        Single<Object> flow = Single.unsafeCreate(s -> {
                            s.onSubscribe(first);
                            if (ended) {
                                s.onSuccess(1);
                            }
                            s.onSubscribe(second);
                        });
                        (operator ? flow.map(x -> x) : flow).subscribe();
                    }),
                    twice("Maybe", operator, (first, second, ended) -> {
                        Maybe<Object> flow = Maybe.unsafeCreate(s -> {
                            s.onSubscribe(first);
                            if (ended) {
                                s.onComplete();
                            }
                            s.onSubscribe(second);
                        });
                        (operator ? flow.map(x -> x) : flow).subscribe();
                    }),
                    twice("Completable", operator, (first, second, ended) -> {
                        Completable flow = Completable.unsafeCreate(s -> {
                            s.onSubscribe(first);
                            if (ended) {
                                s.onComplete();
                            }
                            s.onSubscribe(second);
                        });
                        (operator ? flow.doOnComplete(() -> {}) : flow).subscribe();
                    })));
        }
        return flows.stream();
    }

    @Test
    void it_may_be_asked_whether_it_is_disposed_before_it_is_subscribed() {
        List<Boolean> answers = new ArrayList<>();
        Observable.unsafeCreate(s -> answers.add(((Disposable) s).isDisposed())).subscribe();
        Single.unsafeCreate(s -> answers.add(((Disposable) s).isDisposed())).subscribe();
        Maybe.unsafeCreate(s -> answers.add(((Disposable) s).isDisposed())).subscribe();
        Completable.unsafeCreate(s -> answers.add(((Disposable) s).isDisposed()))
                .subscribe();
        assertThat(answers).containsExactly(false, false, false, false);
    }

    @ParameterizedTest(name = "request({0})")
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void a_request_of_nothing_or_less_is_answered_as_without_the_bridge(long n) {
        List<String> with = answersTo(n);
        RxJavaPlugins.reset();
        RxJavaPlugins.setErrorHandler(bridge.undeliverable()::add);
        List<String> without = answersTo(n);
        assertThat(with).isNotEmpty().isEqualTo(without);
    }

    /** Returns what subscribers of both kinds are called with, what is requested of the source, and what is reported. */
    private List<String> answersTo(long n) {
        List<String> answers = new ArrayList<>();
        Upstream upstream = new Upstream();
        for (Flowable<Integer> flow : List.of(
                Flowable.range(1, 3),
                Flowable.range(1, 3).hide(),
                Flowable.range(1, 3).map(x -> x).filter(x -> true),
                Flowable.<Integer>fromPublisher(s -> s.onSubscribe(upstream)))) {
            flow.subscribe(new Requesting(n, answers));
            Subscriber<Integer> plain = new PlainSubscriber(new Requesting(n, answers));
            flow.subscribe(plain);
            answers.add("asked for " + upstream.requests + ", stopped " + upstream.stops);
            bridge.undeliverable().forEach(failure -> answers.add("reported " + failure));
            bridge.undeliverable().clear();
        }
        return answers;
    }

    @Test
    void signals_after_the_end_are_passed_on_as_without_the_bridge() {
        List<String> with = signalsOfABadSource();
        RxJavaPlugins.reset();
        assertThat(with).isNotEmpty().isEqualTo(signalsOfABadSource());
    }

    private static List<String> signalsOfABadSource() {
        List<String> signals = new ArrayList<>();
        Flowable.<Integer>unsafeCreate(s -> {
                    s.onSubscribe(new Upstream());
                    s.onNext(1);
                    s.onComplete();
                    s.onNext(2);
                    s.onComplete();
                })
                .subscribe(new Requesting(5, signals));
        return signals;
    }

    @Test
    void disposed_is_told_by_the_source() {
        Upstream upstream = new Upstream();
        Disposable[] given = new Disposable[1];
        Observable.unsafeCreate(s -> s.onSubscribe(upstream))
                .subscribe(new io.reactivex.rxjava3.core.Observer<Object>() {
                    @Override
                    public void onSubscribe(Disposable disposable) {
                        given[0] = disposable;
                    }

                    @Override
                    public void onNext(Object item) {}

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onComplete() {}
                });
        assertThat(given[0].isDisposed()).isFalse();
        given[0].dispose();
        assertThat(given[0].isDisposed()).isTrue();
        assertThat(upstream.stops).hasValue(1);
    }

    private static Arguments twice(String name, boolean operator, SubscribesTwice flow) {
        return Arguments.of(name + (operator ? " with an operator" : ""), flow);
    }

    /** Requests at once and records what comes. */
    private record Requesting(long n, List<String> signals) implements FlowableSubscriber<Integer> {
        @Override
        public void onSubscribe(Subscription subscription) {
            signals.add("onSubscribe");
            subscription.request(n);
        }

        @Override
        public void onNext(Integer item) {
            signals.add("onNext " + item);
        }

        @Override
        public void onError(Throwable failure) {
            signals.add("onError " + failure);
        }

        @Override
        public void onComplete() {
            signals.add("onComplete");
        }
    }

    /** Is no FlowableSubscriber, so RxJava follows Reactive Streams strictly with it. */
    private record PlainSubscriber(Requesting requesting) implements Subscriber<Integer> {
        @Override
        public void onSubscribe(Subscription subscription) {
            requesting.onSubscribe(subscription);
        }

        @Override
        public void onNext(Integer item) {
            requesting.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            requesting.onError(failure);
        }

        @Override
        public void onComplete() {
            requesting.onComplete();
        }
    }
}
