/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Cancel, request and discard, called by a thread that works for another request. */
class CancelTest extends Bridged {

    private final Seen seen = new Seen();

    @Test
    void rule_2_cancel_callbacks_see_the_flows_value_when_another_thread_disposes() {
        Flux<Object> flux = Flux.never()
                .doOnCancel(seen.run("doOnCancel"))
                .doFinally(seen.take("doFinally"))
                .hide()
                .doOnCancel(seen.run("lower doOnCancel"));
        disposeElsewhere(subscribe(flux));
        seen.allSaw("r-1");
    }

    @Test
    void rule_2_cancel_callbacks_above_contextWrite_see_what_is_written() {
        Flux<Object> flux = Flux.never()
                .doOnCancel(seen.run("doOnCancel"))
                .doOnRequest(seen.<Long>take("doOnRequest")::accept)
                .doFinally(seen.take("doFinally"))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"));
        disposeElsewhere(subscribe(flux));
        seen.allSaw("r-2");
    }

    @Test
    void rule_2_cancel_crosses_publishOn_subscribeOn_and_flatMap() {
        Flux<Object> flux = Flux.just(1)
                .flatMap(item -> Flux.never().doOnCancel(seen.run("in flatMap")))
                .doOnCancel(seen.run("above the hops"))
                .subscribeOn(workers.scheduler())
                .publishOn(workers.scheduler())
                .doOnCancel(seen.run("below the hops"));
        CountDownLatch subscribed = new CountDownLatch(1);
        Flux<Object> observed = flux.doOnSubscribe(subscription -> subscribed.countDown());
        Disposable disposable = subscribe(observed);
        workers.onEachThread(() -> null); // subscribed by now
        disposeElsewhere(disposable);
        seen.allSaw("r-1");
    }

    @Test
    void rule_2_cancel_of_create_and_generate_sees_the_flows_value() {
        Flux<Object> flux = Flux.create(sink -> sink.onCancel(seen.run("onCancel")::run));
        disposeElsewhere(subscribe(flux));
        seen.allSaw("r-1");
    }

    @Test
    void rule_2_resources_of_a_cancelled_flow_are_released_in_its_context() {
        Flux<Object> flux = Flux.using(() -> 1, one -> Flux.never(), seen.take("using"))
                .mergeWith(Flux.usingWhen(
                        Mono.just(1),
                        one -> Flux.never(),
                        one -> Mono.empty(),
                        (one, failure) -> Mono.empty(),
                        one -> Mono.fromRunnable(seen.run("usingWhen"))));
        disposeElsewhere(subscribe(flux));
        seen.allSaw("r-1");
    }

    @Test
    void rule_2_requests_from_another_thread_are_seen_with_the_flows_value() {
        Flux<Integer> flux = Flux.range(1, 10)
                .doOnRequest(seen.<Long>take("upper")::accept)
                .map(seen.same("map"))
                .doOnRequest(seen.<Long>take("lower")::accept);
        BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // requested from another thread
            }

            @Override
            protected void hookOnNext(Integer item) {
                seen.at("hookOnNext");
            }
        };
        Ambient.where(REQUEST_ID, "r-1").run(() -> flux.subscribe(subscriber));
        emitters.execute(() -> Ambient.where(REQUEST_ID, "other").run(() -> subscriber.request(4)));
        seen.allSaw("r-1");
        assertThat(seen.values("map")).hasSize(4);
    }

    @Test
    void rule_2_items_that_a_cancelled_queue_discards_are_seen_with_the_flows_value() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Flux<Integer> flux = Flux.range(1, 10)
                .hide()
                .publishOn(workers.scheduler())
                .doOnNext(item -> {
                    first.countDown();
                    await(goOn);
                })
                .doOnDiscard(Integer.class, seen.take("doOnDiscard"));
        Disposable disposable = subscribe(flux);
        await(first);
        disposeElsewhere(disposable);
        emitters.onEachThread(() -> null); // disposed by now
        goOn.countDown();
        seen.allSaw("r-1");
    }

    @Test
    void rule_2_a_bridged_sink_is_cancelled_in_the_subscribers_context() {
        Sinks.Many<Integer> sink = Sinks.many().multicast().onBackpressureBuffer();
        Flux<Integer> flux = ReactorBridge.bridge(sink.asFlux()).doOnCancel(seen.run("doOnCancel"));
        disposeElsewhere(subscribe(flux));
        seen.allSaw("r-1");
    }

    @Test
    void rule_2_what_a_timeout_cancels_sees_the_flows_value() {
        End end = new End();
        Flux<Object> flux = Flux.never()
                .doOnCancel(seen.run("doOnCancel"))
                .timeout(Duration.ofMillis(1), Mono.empty(), workers.scheduler());
        Ambient.where(REQUEST_ID, "r-1").run(() -> flux.subscribe(end));
        end.awaitCompleted();
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    private static Disposable subscribe(Flux<?> flux) {
        return Ambient.where(REQUEST_ID, "r-1").call(flux::subscribe);
    }

    private void disposeElsewhere(Disposable disposable) {
        emitters.execute(() -> Ambient.where(REQUEST_ID, "other").run(disposable::dispose));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
