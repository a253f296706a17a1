/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task that is handed on sees, by what is known of its class. */
class HandedOnTest extends CleanThread {

    private static final Ambient<String> REQ = Ambient.named("req");

    private ScheduledExecutorService raw;
    private ScheduledExecutorService pool;

    @BeforeEach
    void start_a_pool() {
        raw = shutDownAfterwards(Executors.newScheduledThreadPool(2));
        pool = AmbientExecutors.wrap(raw);
    }

    @Test
    void rule_1_the_jdks_own_tasks_that_a_flow_hands_on_keep_its_value() throws Exception {
        FutureTask<String> task = new FutureTask<>(REQ::get);
        ExecutorCompletionService<String> service = new ExecutorCompletionService<>(pool);
        Ambient.where(REQ, "r-1").run(() -> {
            pool.execute(task);
            service.submit(REQ::get);
        });
        assertThat(resultOf(task)).isEqualTo("r-1");
        assertThat(resultOf(service.take())).isEqualTo("r-1");
    }

    @Test
    void rule_17_what_a_publisher_hands_on_is_not_its_senders() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch two = new CountDownLatch(2);
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(pool, 4)) {
            Ambient.where(REQ, "r-1")
                    .run(() -> publisher.subscribe(new Flow.Subscriber<>() {
                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            subscription.request(2);
                        }

                        @Override
                        public void onNext(String item) {
                            seen.add(REQ.orElse("none"));
                            two.countDown();
                        }

                        @Override
                        public void onError(Throwable failure) {}

                        @Override
                        public void onComplete() {}
                    }));
            Ambient.where(REQ, "r-2").run(() -> publisher.submit("a"));
            Ambient.where(REQ, "r-3").run(() -> publisher.submit("b"));
            assertThat(two.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen).containsExactly("none", "none");
    }

    @Test
    void rule_17_a_pools_thread_that_such_a_factory_made_does_not_keep_the_first_request() {
        ExecutorService own = shutDownAfterwards(
                Executors.newSingleThreadExecutor(AmbientExecutors.threadFactory(Executors.defaultThreadFactory())));
        List<String> seen = new ArrayList<>();
        Ambient.where(REQ, "r-1").run(() -> seen.add(resultOf(own.submit(() -> REQ.orElse("none")))));
        Ambient.where(REQ, "r-2").run(() -> seen.add(resultOf(own.submit(() -> REQ.orElse("none")))));
        assertThat(seen).containsExactly("none", "none");
    }

    @Test
    void rule_1_executors_that_wrap_each_other_wrap_a_task_once() {
        List<Runnable> given = new ArrayList<>();
        var outer = AmbientExecutors.wrap((java.util.concurrent.Executor) given::add);
        Ambient.where(REQ, "r-1").run(() -> outer.execute(() -> REQ.set("seen " + REQ.get())));
        CompletableFuture<Runnable> passed = new CompletableFuture<>();
        var inner = AmbientExecutors.wrap((java.util.concurrent.Executor) passed::complete);
        Ambient.where(REQ, "r-2").run(() -> inner.execute(given.get(0)));
        assertThat(passed.join()).as("as it was handed on first").isSameAs(given.get(0));
    }

    @Test
    void rule_1_what_was_drained_from_a_pool_and_handed_on_again_keeps_its_own() {
        List<Runnable> queued = new ArrayList<>();
        var closing = AmbientExecutors.wrap((java.util.concurrent.Executor) queued::add);
        CompletableFuture<String> seen = new CompletableFuture<>();
        Ambient.where(REQ, "r-1").run(() -> closing.execute(() -> seen.complete(REQ.get())));
        Ambient.where(REQ, "r-2").run(() -> pool.execute(queued.get(0)));
        assertThat(resultOf(seen)).isEqualTo("r-1");
    }
}
