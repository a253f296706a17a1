/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vert.x's schedulers for RxJava: its event loops and worker threads. They pass RxJava's hook, so the bridge is enough. */
class VertxTest {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private final Vertx vertx = Vertx.vertx();
    private Registration bridge;

    @BeforeEach
    void install() {
        RxJavaPlugins.reset();
        bridge = RxJavaBridge.install();
    }

    @AfterEach
    void remove() throws Exception {
        RxJavaPlugins.setIoSchedulerHandler(null);
        RxJavaPlugins.setComputationSchedulerHandler(null);
        bridge.close();
        for (int i = 0; i < 20; i++) {
            assertThat(onEventLoop(() -> AmbientContext.current().isEmpty())).isTrue();
            assertThat(onWorker(() -> AmbientContext.current().isEmpty())).isTrue();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private <V> V onEventLoop(Callable<V> look) throws Exception {
        return Single.fromCallable(look)
                .subscribeOn(RxHelper.scheduler(vertx))
                .toFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private <V> V onWorker(Callable<V> look) throws Exception {
        return vertx.executeBlocking(look)
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** Its schedulers, and how a program gets them. */
    enum Given {
        EVENT_LOOP(RxHelper::scheduler),
        ONE_EVENT_LOOP(vertx -> RxHelper.scheduler(vertx.getOrCreateContext())),
        WORKER(RxHelper::blockingScheduler),
        UNORDERED_WORKER(vertx -> RxHelper.blockingScheduler(vertx, false)),
        OWN_WORKER(vertx -> RxHelper.blockingScheduler(vertx.createSharedWorkerExecutor("own"))),
        IN_PLACE_OF_COMPUTATION(vertx -> {
            RxJavaPlugins.setComputationSchedulerHandler(given -> RxHelper.scheduler(vertx));
            return Schedulers.computation();
        }),
        IN_PLACE_OF_IO(vertx -> {
            RxJavaPlugins.setIoSchedulerHandler(given -> RxHelper.blockingScheduler(vertx));
            return Schedulers.io();
        }),
        WRAPPED(vertx -> RxJavaBridge.wrap(RxHelper.scheduler(vertx))),
        WRAPPED_WORKER(vertx -> RxJavaBridge.wrap(RxHelper.blockingScheduler(vertx)));

        private final Function<Vertx, Scheduler> scheduler;

        Given(Function<Vertx, Scheduler> scheduler) {
            this.scheduler = scheduler;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_each_callback_sees_its_flows_value(Given given) throws Exception {
        Scheduler scheduler = given.scheduler.apply(vertx);
        for (String id : List.of("a", "b", "c")) {
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            Ambient.where(REQUEST_ID, id).call(() -> all(scheduler, seen)).get(60, TimeUnit.SECONDS);
            assertThat(seen).hasSizeGreaterThan(10).containsOnly(id);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_7_a_flow_without_a_value_sees_none(Given given) throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        all(given.scheduler.apply(vertx), seen).get(60, TimeUnit.SECONDS);
        assertThat(seen).hasSizeGreaterThan(10).containsOnly("none");
    }

    @RepeatedTest(10)
    void rule_2_each_of_many_flows_on_the_same_event_loops_sees_its_own() throws Exception {
        Scheduler loop = RxHelper.scheduler(vertx);
        Scheduler worker = RxHelper.blockingScheduler(vertx, false);
        List<Future<Long>> flows = IntStream.range(0, 200)
                .mapToObj(flow -> {
                    String id = "flow " + flow;
                    return Ambient.where(REQUEST_ID, id)
                            .call(() -> Flowable.range(1, 3)
                                    .subscribeOn(loop)
                                    .flatMapSingle(x ->
                                            Single.fromCallable(REQUEST_ID::get).subscribeOn(worker))
                                    .observeOn(loop)
                                    .filter(value -> value.equals(id) && value.equals(REQUEST_ID.get()))
                                    .count()
                                    .toFuture());
                })
                .<Future<Long>>map(future -> future)
                .toList();
        for (Future<Long> flow : flows) {
            assertThat(flow.get(60, TimeUnit.SECONDS)).isEqualTo(3);
        }
    }

    @Test
    void wrapped_they_carry_tasks_also_when_the_bridge_is_not_installed() throws Exception {
        bridge.close();
        Scheduler wrapped = RxJavaBridge.wrap(RxHelper.scheduler(vertx));
        assertThat(Ambient.where(REQUEST_ID, "a")
                        .call(() -> Single.fromCallable(() -> REQUEST_ID.orElse("none"))
                                .subscribeOn(wrapped)
                                .toFuture())
                        .get(60, TimeUnit.SECONDS))
                .isEqualTo("a");
        assertThat(Ambient.where(REQUEST_ID, "a")
                        .call(() -> Single.fromCallable(() -> REQUEST_ID.orElse("none"))
                                .subscribeOn(RxHelper.scheduler(vertx))
                                .toFuture())
                        .get(60, TimeUnit.SECONDS))
                .isEqualTo("none");
    }

    /** Everything that goes to a scheduler, and what Vert.x itself emits on an event loop that works for another request. */
    private Future<?> all(Scheduler scheduler, Queue<String> seen) {
        Observable<Integer> busy = Observable.create(emitter ->
                vertx.runOnContext(nothing -> Ambient.where(REQUEST_ID, "other").run(() -> {
                    emitter.onNext(1);
                    emitter.onComplete();
                })));
        return Completable.mergeArray(
                        busy.map(x -> look(seen, x))
                                .observeOn(scheduler)
                                .map(x -> look(seen, x))
                                .ignoreElements(),
                        Flowable.defer(() -> Flowable.just(look(seen, 1)))
                                .subscribeOn(scheduler)
                                .map(x -> look(seen, x))
                                .ignoreElements(),
                        Single.just(1)
                                .delay(1, TimeUnit.MILLISECONDS, scheduler)
                                .map(x -> look(seen, x))
                                .ignoreElement(),
                        Observable.interval(1, TimeUnit.MILLISECONDS, scheduler)
                                .take(3)
                                .map(x -> look(seen, x))
                                .ignoreElements(),
                        Maybe.never()
                                .doOnDispose(() -> look(seen, 1))
                                .timeout(1, TimeUnit.MILLISECONDS, scheduler, Maybe.fromCallable(() -> look(seen, 1)))
                                .ignoreElement(),
                        Completable.fromCallable(() -> look(seen, 1)).subscribeOn(scheduler),
                        Flowable.range(1, 3)
                                .parallel(2)
                                .runOn(scheduler)
                                .map(x -> look(seen, x))
                                .sequential()
                                .ignoreElements())
                .doFinally(() -> look(seen, 1))
                .toSingleDefault(1)
                .toFuture();
    }

    private static <T> T look(Queue<String> seen, T item) {
        seen.add(REQUEST_ID.orElse("none"));
        return item;
    }
}
