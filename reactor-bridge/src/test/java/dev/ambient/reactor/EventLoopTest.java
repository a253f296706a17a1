/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** One thread serves thousands of flows in turn, as a network library's event loop does. */
class EventLoopTest extends Bridged {

    private static final int FLOWS = 4_000;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(FLOWS);

    @RepeatedTest(5)
    void rule_2_and_7_interleaved_flows_on_one_thread_do_not_see_each_others_values() throws InterruptedException {
        for (int i = 0; i < FLOWS; i++) {
            String id = "r-" + i;
            if (i % 10 == 0) {
                request(null).subscribe(); // belongs to nobody
            } else {
                Ambient.where(REQUEST_ID, id).run(() -> request(id).subscribe());
            }
        }
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
    }

    @RepeatedTest(5)
    void rule_2_and_7_flows_that_write_their_own_values_do_not_see_each_others() throws InterruptedException {
        for (int i = 0; i < FLOWS; i++) {
            String id = "r-" + i;
            request(id).contextWrite(ReactorBridge.put(REQUEST_ID, id)).subscribe();
        }
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
    }

    @RepeatedTest(5)
    void rule_2_one_reply_for_many_flows_is_seen_by_each_with_its_own_value() throws InterruptedException {
        List<MonoSink<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            String id = "r-" + i;
            Ambient.where(REQUEST_ID, id)
                    .run(() -> Mono.<Integer>create(waiting::add)
                            .doOnNext(item -> check(id))
                            .doFinally(signal -> {
                                check(id);
                                ended.countDown();
                            })
                            .subscribe(item -> check(id)));
        }
        emitters.execute(() -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(() -> {
            for (MonoSink<Integer> sink : waiting) {
                sink.success(1);
                check(Elsewhere.OTHER);
            }
        }));
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
    }

    /** A flow as a server has it: it reads, calls another server, waits, and writes. */
    private Mono<Void> request(String id) {
        return Mono.from(new Elsewhere(emitters::execute, 1))
                .doOnNext(item -> check(id))
                .flatMap(item -> call(item).doOnNext(reply -> check(id)))
                .publishOn(workers.scheduler())
                .doOnNext(item -> check(id))
                .flatMapMany(item -> Flux.from(new Elsewhere(emitters::execute, 3)))
                .map(item -> {
                    check(id);
                    REQUEST_ID.set("left behind");
                    return item;
                })
                .doOnNext(item -> REQUEST_ID.set("left behind"))
                .then(Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextInt(500_000)), workers.scheduler()))
                .doOnNext(item -> check(id))
                .then()
                .doFinally(signal -> {
                    check(id);
                    ended.countDown();
                });
    }

    private Mono<Integer> call(int item) {
        return Mono.create(sink -> emitters.execute(
                () -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(() -> sink.success(item))));
    }

    private void check(String expected) {
        String seen = REQUEST_ID.get();
        if (!java.util.Objects.equals(seen, expected)) {
            wrong.add(seen + " instead of " + expected);
        }
    }
}
