/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rule 2: an item is discarded in its flow's context, also if a thread emits it after cancel. */
class DiscardTest extends Bridged {

    private final List<String> discarded = new CopyOnWriteArrayList<>();

    @RepeatedTest(20)
    void items_that_create_emits_after_cancel_are_discarded_in_the_flows_context() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Flux<Integer> flux = Flux.create(sink ->
                emitters.execute(() -> Ambient.where(REQUEST_ID, "other").run(() -> {
                    sink.next(1);
                    await(cancelled);
                    sink.next(2);
                    sink.next(3);
                    done.countDown();
                })));
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> flux.map(item -> item)
                        .doOnDiscard(Integer.class, item -> discarded.add(item + " " + REQUEST_ID.get()))
                        .take(1)
                        .doFinally(end -> cancelled.countDown())
                        .subscribe());
        done.await();
        assertThat(discarded).containsExactly("2 r-1", "3 r-1");
    }

    @Test
    void an_item_that_Mono_create_emits_after_cancel_is_discarded_in_the_flows_context() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Mono<Integer> mono = Mono.create(sink ->
                emitters.execute(() -> Ambient.where(REQUEST_ID, "other").run(() -> {
                    await(cancelled);
                    sink.success(2);
                    done.countDown();
                })));
        Disposable subscription = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> mono.doOnDiscard(Integer.class, item -> discarded.add(item + " " + REQUEST_ID.get()))
                        .subscribe());
        subscription.dispose();
        cancelled.countDown();
        done.await();
        assertThat(discarded).containsExactly("2 r-1");
    }

    @Test
    void without_a_hook_nothing_is_discarded_anywhere() {
        Flux<Integer> flux = Flux.create(sink -> {
            sink.next(1).next(2).complete();
        });
        assertThat(flux.take(1).collectList().block()).containsExactly(1);
        assertThat(discarded).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
