/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** A boundary passes signals and requests on unchanged, also those that break the contract. */
class DemandTest extends Bridged {

    @Test
    void requests_reach_the_source_as_they_were_made() {
        List<Long> requests = new CopyOnWriteArrayList<>();
        StepVerifier.create(Flux.range(1, 10).doOnRequest(requests::add).map(item -> item), 0)
                .thenRequest(2)
                .expectNext(1, 2)
                .thenRequest(3)
                .expectNext(3, 4, 5)
                .thenCancel()
                .verify(Duration.ofSeconds(60));
        assertThat(requests).containsExactly(2L, 3L);
    }

    @Test
    void a_bad_request_is_answered_with_an_error() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Flux.range(1, 10).hide().map(item -> item).subscribe(new Subscriber<Integer>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(0);
            }

            @Override
            public void onNext(Integer item) {
                throw new AssertionError("nothing was asked for");
            }

            @Override
            public void onError(Throwable e) {
                failure.set(e);
            }

            @Override
            public void onComplete() {
                throw new AssertionError("nothing was asked for");
            }
        });
        assertThat(failure.get()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_second_subscription_is_cancelled_and_the_first_goes_on() {
        List<String> calls = new CopyOnWriteArrayList<>();
        AtomicReference<Subscriber<? super Integer>> source = new AtomicReference<>();
        BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }
        };
        Flux.<Integer>from(source::set).subscribe(subscriber);
        source.get().onSubscribe(subscription("first", calls));
        source.get().onSubscribe(subscription("second", calls));
        subscriber.request(1);
        subscriber.cancel();
        assertThat(calls).containsExactly("first request", "second cancel", "first request", "first cancel");
    }

    @Test
    void signals_after_the_end_change_nothing() {
        TestPublisher<Integer> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        StepVerifier.create(source.flux().map(item -> item))
                .then(() -> source.next(1).complete().complete())
                .expectNext(1)
                .verifyComplete();
    }

    private static Subscription subscription(String name, List<String> calls) {
        return new Subscription() {
            @Override
            public void request(long n) {
                calls.add(name + " request");
            }

            @Override
            public void cancel() {
                calls.add(name + " cancel");
            }
        };
    }
}
