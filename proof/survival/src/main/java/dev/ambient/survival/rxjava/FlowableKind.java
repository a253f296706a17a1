/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Elsewhere;
import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Flowable, asked for its items. */
final class FlowableKind extends Kind<Flowable<Object>> {

    FlowableKind() {
        super(Flowable.class, Publisher.class);
    }

    @Override
    @SuppressWarnings("unchecked") // nobody puts anything in
    Flowable<Object> fused(int items) {
        return (Flowable<Object>) (Flowable<?>) Flowable.range(1, items);
    }

    @Override
    Flowable<Object> scalar() {
        return Flowable.just(1);
    }

    @Override
    Flowable<Object> supplier(Probe p) {
        return Flowable.fromCallable(() -> p.at("inner: callable", 1));
    }

    @Override
    Flowable<Object> conditional(Probe p) {
        return fused(2).filter(item -> p.at("inner: filter", true));
    }

    @Override
    Flowable<Object> created(Probe p, String where, Emission emission) {
        return Flowable.create(
                emitter -> {
                    p.at(where + ": create");
                    if (p.setsDisposable()) {
                        emitter.setDisposable(Disposable.fromAction(() -> p.at(where + ": setDisposable")));
                    } else {
                        emitter.setCancellable(() -> p.at(where + ": setCancellable"));
                    }
                    emission.into(emitter);
                },
                p.overflows() ? BackpressureStrategy.MISSING : BackpressureStrategy.BUFFER);
    }

    @Override
    Flowable<Object> subject(Emission emission) {
        ReplayProcessor<Object> subject = ReplayProcessor.create();
        emission.into(new Feed(subject::onNext, subject::onError, subject::onComplete));
        return subject;
    }

    @Override
    Flowable<Object> subject(Cell.Source flavour, Emission emission) {
        FlowableProcessor<Object> subject = switch (flavour) {
            case PUBLISH -> PublishProcessor.create();
            case BEHAVIOR -> BehaviorProcessor.create();
            case UNICAST -> UnicastProcessor.create();
            case ASYNC -> AsyncProcessor.create();
            default -> multicast();
        };
        emission.into(new Feed(subject::onNext, subject::onError, subject::onComplete));
        return subject;
    }

    @Override
    Flowable<Object> shared(Flowable<Object> flow, boolean cached) {
        return cached ? flow.cache() : flow.share();
    }

    private static MulticastProcessor<Object> multicast() {
        MulticastProcessor<Object> processor = MulticastProcessor.create();
        processor.startUnbounded();
        return processor;
    }

    @Override
    @SuppressWarnings("unchecked") // of the method below
    Flowable<Object> programs(Object foreign) {
        return new Flowable<>() {
            @Override
            protected void subscribeActual(Subscriber<? super Object> subscriber) {
                ((Publisher<Object>) foreign).subscribe(subscriber);
            }
        };
    }

    @Override
    Flowable<Object> late(LateSource late, boolean emitter) {
        if (emitter) {
            return Flowable.create(late::into, BackpressureStrategy.BUFFER);
        }
        return Flowable.fromPublisher(subscriber -> {
            late.into(new Feed(subscriber::onNext, subscriber::onError, subscriber::onComplete));
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
        });
    }

    @Override
    Object foreign(Probe p, String where, Emission emission) {
        return (Publisher<Object>) subscriber -> new Elsewhere(
                        emission.thread()::accept,
                        emission.items(),
                        emission.outcome().get())
                .subscribe(new Watched(p, where, subscriber));
    }

    @Override
    @SuppressWarnings("unchecked") // of the method above
    Flowable<Object> wrapped(Object foreign) {
        return Flowable.fromPublisher((Publisher<Object>) foreign);
    }

    /** The other library looks what it is asked with. */
    private record Watched(Probe p, String where, Subscriber<? super Object> actual) implements Subscriber<Integer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            actual.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    p.at(where + ": request");
                    subscription.request(n);
                }

                @Override
                public void cancel() {
                    p.at(where + ": cancel");
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onNext(Integer item) {
            actual.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            actual.onError(failure);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }
    }

    @Override
    Flowable<Object> askedForFusion(Consumer<String> log) {
        return FusionSource.flowable(log);
    }

    @Override
    Flowable<Object> map(Flowable<Object> flow, Function<Object, Object> mapper) {
        return flow.map(mapper);
    }

    @Override
    Flowable<Object> observeOn(Flowable<Object> flow, Scheduler scheduler) {
        return flow.observeOn(scheduler);
    }

    @Override
    Flowable<Object> subscribeOn(Flowable<Object> flow, Scheduler scheduler) {
        return flow.subscribeOn(scheduler);
    }

    @Override
    Flowable<Object> unsubscribeOn(Flowable<Object> flow, Scheduler scheduler) {
        return flow.unsubscribeOn(scheduler);
    }

    @Override
    Flowable<Object> delay(Flowable<Object> flow, Scheduler scheduler) {
        return flow.delay(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler);
    }

    @Override
    Flowable<Object> retried(Flowable<Object> flow) {
        return flow.retry(1);
    }

    @Override
    Flowable<Object> timedOut(Flowable<Object> flow, Scheduler scheduler, Flowable<Object> fallback) {
        return flow.timeout(Probe.LONGER, TimeUnit.NANOSECONDS, scheduler, fallback);
    }

    @Override
    Flowable<Object> watched(Flowable<Object> flow, Seen seen, String where) {
        return flow.doOnSubscribe(upstream -> seen.at(where + ": doOnSubscribe"))
                .doOnRequest(n -> seen.at(where + ": doOnRequest"))
                .doOnCancel(() -> seen.at(where + ": doOnCancel"))
                .map(item -> seen.at(where + ": map", item))
                .doOnEach(signal -> seen.at(where + ": doOnEach"))
                .doFinally(() -> seen.at(where + ": doFinally"));
    }

    @Override
    Flowable<Object> limited(Flowable<Object> flow, Scheduler scheduler) {
        return flow.take(6).takeUntil(Flowable.timer(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler));
    }

    @Override
    @SuppressWarnings("unchecked") // items of any type
    Flowable<Object> flattened(Flowable<Object> flow, Seen seen) {
        return flow.flatMap(item -> item instanceof Flowable
                ? ((Flowable<Object>) item).map(each -> seen.at("in the inner flow", each))
                : Flowable.just(item));
    }

    @Override
    void subscribe(Flowable<Object> flow, End end, boolean strange) {
        if (strange) {
            flow.subscribe((Subscriber<Object>) new Strange(end));
        } else {
            flow.subscribe(end);
        }
    }

    private record Strange(End end) implements Subscriber<Object> {

        @Override
        public void onSubscribe(Subscription subscription) {
            end.onSubscribe(subscription);
        }

        @Override
        public void onNext(Object item) {
            end.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            end.onError(failure);
        }

        @Override
        public void onComplete() {
            end.onComplete();
        }
    }
}
