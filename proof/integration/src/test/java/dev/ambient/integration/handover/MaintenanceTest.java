/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * What libraries do for themselves keeps no request's values, though a request was the first to need it; what they do for a
 * request in such a task has them.
 */
class MaintenanceTest extends Requests {

    private static final Ambient<Object> PAYLOAD = Ambient.named("payload");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ScheduledExecutorService TIMER =
            AmbientExecutors.wrap(Executors.newScheduledThreadPool(1, MaintenanceTest::daemon));

    private final List<Runnable> afterwards = new ArrayList<>();
    private Registration reactor;
    private Registration rxJava;

    @BeforeEach
    void install() {
        reactor = ReactorBridge.install();
        rxJava = RxJavaBridge.install();
    }

    @AfterEach
    void remove() {
        afterwards.forEach(Runnable::run);
        rxJava.close();
        reactor.close();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "timer");
        thread.setDaemon(true);
        return thread;
    }

    /** What is built in a request's scope and kept for longer. */
    static Map<String, Callable<Object>> kept() {
        Map<String, Callable<Object>> kept = new TreeMap<>();
        kept.put(
                "reactor-pool",
                () -> PoolBuilder.from(Mono.just("object"))
                        .evictInBackground(HOUR)
                        .sizeBetween(0, 1)
                        .buildPool());
        kept.put(
                "reactor-pool, which evicts all the time",
                () -> PoolBuilder.from(Mono.just("object"))
                        .evictInBackground(Duration.ofMillis(1))
                        .sizeBetween(0, 1)
                        .buildPool());
        kept.put(
                "reactor-pool, on a wrapped executor",
                () -> PoolBuilder.from(Mono.just("object"))
                        .evictInBackground(HOUR, Schedulers.fromExecutorService(TIMER))
                        .sizeBetween(0, 1)
                        .buildPool());
        kept.put("Caffeine", () -> {
            Cache<String, String> cache = Caffeine.newBuilder()
                    .expireAfterWrite(HOUR)
                    .executor(TIMER)
                    .scheduler(com.github.benmanes.caffeine.cache.Scheduler.forScheduledExecutorService(TIMER))
                    .build();
            cache.put("key", "value");
            return cache;
        });
        kept.put("HikariCP", () -> {
            HikariConfig config = new HikariConfig();
            config.setDataSource(fake(DataSource.class));
            config.setScheduledExecutor(TIMER);
            HikariDataSource source = new HikariDataSource(config);
            source.getConnection().close();
            return source;
        });
        kept.put("Mono.cache(Duration)", () -> {
            Mono<String> cached = Mono.fromCallable(() -> "value").cache(HOUR);
            return List.of(cached, cached.subscribe());
        });
        kept.put("Mono.cache(Function)", () -> {
            Mono<String> cached = Mono.fromCallable(() -> "value").cache(x -> HOUR, x -> HOUR, () -> HOUR);
            return List.of(cached, cached.subscribe());
        });
        return kept;
    }

    /** Answers with fakes, true and zero. */
    private static <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Class<?> result = method.getReturnType();
            if (result == boolean.class) {
                return true;
            }
            return result == int.class ? (Object) 0 : result.isInterface() ? fake(result) : null;
        }));
    }

    static List<String> names() {
        return List.copyOf(kept().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void rule_6_a_request_that_was_the_first_is_let_go(String name) throws Exception {
        Callable<Object> build = kept().get(name);
        Object[] built = new Object[1];
        WeakReference<Object> payload = inPayload(build, built);
        assertCollected(payload);
        Reference.reachabilityFence(built);
    }

    private static WeakReference<Object> inPayload(Callable<Object> build, Object[] built) throws Exception {
        Object payload = new Object();
        built[0] = Ambient.where(PAYLOAD, payload).call(build::call);
        return new WeakReference<>(payload);
    }

    private static void assertCollected(WeakReference<Object> payload) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(payload.get() == null).as("collected").isTrue();
                });
    }

    @Test
    void rule_6_the_connections_of_reactor_netty_let_the_request_go_that_opened_them() throws Exception {
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/", (request, response) -> response.sendString(Mono.just("answer"))))
                .bindNow();
        ConnectionProvider provider = ConnectionProvider.builder("kept")
                .evictInBackground(HOUR)
                .disposeInactivePoolsInBackground(HOUR, HOUR)
                .pendingAcquireTimeout(HOUR)
                .build();
        afterwards.add(() -> provider.disposeLater().block());
        afterwards.add(server::disposeNow);
        Object[] answer = new Object[1];
        WeakReference<Object> payload = inPayload(
                () -> HttpClient.create(provider)
                        .get()
                        .uri(URI.create("http://127.0.0.1:" + server.port() + "/"))
                        .responseContent()
                        .aggregate()
                        .asString()
                        .block(Duration.ofSeconds(60)),
                answer);
        assertThat(answer[0]).isEqualTo("answer");
        assertCollected(payload);
    }

    @Test
    void rule_17_an_event_loop_on_a_wrapped_executor_does_not_show_the_request_that_started_it() {
        DefaultEventExecutor loop = new DefaultEventExecutor(pool);
        List<String> seen = new ArrayList<>();
        in("r-1", () -> seen.add(resultOf(loop.submit(Requests::seen))));
        in("r-2", () -> seen.add(resultOf(loop.submit(Requests::seen))));
        assertThat(loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(60, TimeUnit.SECONDS))
                .isTrue();
        assertThat(seen).containsExactly("none", "none");
    }

    private InstrumentedPool<String> poolOfOne() {
        return PoolBuilder.from(Mono.just("object"))
                .acquisitionScheduler(Schedulers.parallel())
                .evictInBackground(Duration.ofMillis(1))
                .sizeBetween(0, 1)
                .buildPool();
    }

    @Test
    void rule_2_who_waits_too_long_for_an_object_of_a_pool_hears_of_it_in_its_own_context() {
        InstrumentedPool<String> objects = poolOfOne();
        PooledRef<String> held = objects.acquire().block();
        List<CompletableFuture<String>> seen = new ArrayList<>();
        in(
                "r-1",
                () -> seen.add(Mono.defer(() -> objects.acquire(Duration.ofMillis(1)))
                        .map(ref -> "acquired")
                        .onErrorResume(failure -> Mono.fromCallable(Requests::seen))
                        .toFuture()));
        assertThat(resultOf(seen.get(0))).isEqualTo("r-1");
        held.release().block();
        objects.dispose();
    }

    @Test
    void rule_17_what_is_released_goes_to_the_next_in_its_own_context() {
        InstrumentedPool<String> objects = poolOfOne();
        PooledRef<String> held = objects.acquire().block();
        List<CompletableFuture<String>> seen = new ArrayList<>();
        in("r-1", () -> seen.add(Mono.defer(objects::acquire).map(ref -> seen()).toFuture()));
        in(
                "r-1",
                () -> seen.add(Flux.from(objects.withPoolable(object -> Mono.fromCallable(Requests::seen)))
                        .next()
                        .toFuture()));
        in("r-2", () -> held.release().subscribe());
        assertThat(resultOf(seen.get(0))).isEqualTo("r-1");
        objects.dispose();
    }

    @Test
    void rule_4_a_shared_source_that_is_let_go_after_a_while_is_cancelled_in_the_context_of_who_connected_it() {
        List<CompletableFuture<String>> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            seen.add(new CompletableFuture<>());
        }
        Flux<String> flux = Flux.<String>never()
                .doOnCancel(() -> seen.get(0).complete(seen()))
                .publish()
                .refCount(1, Duration.ofMillis(1));
        Flowable<String> flowable = Flowable.<String>never()
                .doOnCancel(() -> seen.get(1).complete(seen()))
                .publish()
                .refCount(1, 1, TimeUnit.MILLISECONDS);
        Observable<String> observable = Observable.<String>never()
                .doOnDispose(() -> seen.get(2).complete(seen()))
                .publish()
                .refCount(1, 1, TimeUnit.MILLISECONDS);
        List<Runnable> subscribed = new ArrayList<>();
        in("r-1", () -> {
            subscribed.add(flux.subscribe()::dispose);
            subscribed.add(flowable.subscribe()::dispose);
            subscribed.add(observable.subscribe()::dispose);
        });
        in("r-2", () -> subscribed.forEach(Runnable::run));
        for (CompletableFuture<String> each : seen) {
            assertThat(resultOf(each)).isEqualTo("r-1");
        }
    }

    /** A program's own, which schedules itself again. */
    private static final class Refresh implements Runnable {
        private final CompletableFuture<String> second = new CompletableFuture<>();
        private boolean again;

        @Override
        public void run() {
            if (again) {
                second.complete(seen());
            } else {
                again = true;
                Schedulers.parallel().schedule(this, 1, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Test
    void what_schedules_itself_again_carries_nothing_if_the_program_says_so() {
        try (Registration registration =
                AmbientRegistry.global().suppressFlowTo(MaintenanceTest.class.getName() + "$Refresh")) {
            assertThat(registration).isNotNull();
            Refresh refresh = new Refresh();
            in("r-1", refresh);
            assertThat(resultOf(refresh.second)).isEqualTo("none");
        }
        Refresh refresh = new Refresh();
        in("r-1", refresh);
        assertThat(resultOf(refresh.second)).isEqualTo("r-1");
    }
}
