/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/core.md, run. {@link GuideCodeTest} sees to it that both are the same. */
class CoreGuideTest {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private static final ThreadLocal<String> LOCALE = new ThreadLocal<>();

    private final ExecutorService pool = AmbientExecutors.wrap(Executors.newFixedThreadPool(2));
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Client client = () -> CompletableFuture.supplyAsync(() -> " prices");

    /** A library that knows nothing of ambient values. */
    private interface Client {
        CompletableFuture<String> prices();
    }

    private record Cart(List<String> items) {
        Cart(Cart other) {
            this(new ArrayList<>(other.items));
        }
    }

    private static String load(String tenant) {
        return "page of " + tenant;
    }

    private void log(String tenant, String line) {
        lines.add(tenant + ": " + line);
    }

    @AfterEach
    void stop() {
        pool.shutdown();
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void the_idea() throws Exception {
        List<Future<String>> seen = new ArrayList<>();
        Ambient.where(TENANT, "acme").run(() -> {
            TENANT.get();
            pool.submit(() -> TENANT.get());
            seen.add(pool.submit(() -> TENANT.get()));
        });
        TENANT.isBound();
        assertThat(seen.get(0).get()).isEqualTo("acme");
    }

    @Test
    void changes() {
        Ambient.where(TENANT, "acme").run(() -> {
            Ambient.where(TENANT, "initech").run(() -> TENANT.set("globex"));
            TENANT.get();
            assertThat(TENANT.get()).isEqualTo("acme");
        });
    }

    @Test
    void executors() throws Exception {
        ScheduledExecutorService timer = AmbientExecutors.wrap(Executors.newScheduledThreadPool(1));
        assertThat(Ambient.where(TENANT, "acme")
                        .call(() -> timer.schedule(TENANT::get, 1, TimeUnit.MILLISECONDS))
                        .get())
                .isEqualTo("acme");
        timer.shutdown();
    }

    @Test
    void a_thread_for_each_task() throws Exception {
        ThreadFactory factory = AmbientExecutors.threadFactory(Executors.defaultThreadFactory());
        Thread thread = Ambient.where(TENANT, "acme").call(() -> factory.newThread(() -> log(TENANT.get(), "there")));
        thread.start();
        thread.join();
        assertThat(lines).containsExactly("acme: there");
    }

    @Test
    void futures() {
        Ambient.where(TENANT, "acme").run(() -> {
            AmbientFuture.supplyAsync(() -> load(TENANT.get()))
                    .thenCombine(AmbientFuture.from(client.prices()), (page, prices) -> page + prices)
                    .thenAccept(page -> log(TENANT.get(), page))
                    .join();
        });
        assertThat(lines).containsExactly("acme: page of acme prices");
    }

    @Test
    void by_hand() throws Exception {
        Runnable wrapped = Ambient.where(TENANT, "acme").call(() -> {
            AmbientContext context = AmbientContext.capture();
            Runnable task = context.wrap(() -> log(TENANT.get(), "by hand"));
            return task;
        });
        Thread thread = new Thread(wrapped);
        thread.start();
        thread.join();
        assertThat(lines).containsExactly("acme: by hand");
    }

    @Test
    void maintenance() {
        AmbientRegistry.global().suppressFlowTo("com.acme.cache.");
        Runnable task = () -> log(TENANT.orElse("nobody"), "not of com.acme.cache");
        Ambient.where(TENANT, "acme")
                .run(() -> AmbientExecutors.wrap((Executor) Runnable::run).execute(task));
        assertThat(lines).containsExactly("acme: not of com.acme.cache");
    }

    @Test
    void parallel_streams() {
        List<String> items = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        Ambient.where(TENANT, "acme").run(() -> {
            Function<String, String> labelled =
                    AmbientContext.capture().wrapFunction(item -> TENANT.get() + " " + item);
            List<String> labels = items.parallelStream().map(labelled).toList();
            assertThat(labels).hasSize(1000).allMatch(label -> label.startsWith("acme "));
        });
    }

    @Test
    void other_libraries_thread_locals() {
        AmbientRegistry registry = AmbientRegistry.global();
        registry.register("locale", LOCALE);
        registry.policy("somebody.elses", PropagationPolicy.LEAVE);
        registry.copier("cart", (Cart cart) -> new Cart(cart));
        LOCALE.set("de");
        AmbientContext captured = AmbientContext.capture();
        LOCALE.remove();
        captured.run(() -> assertThat(LOCALE.get()).isEqualTo("de"));
        assertThat(LOCALE.get()).isNull();
    }
}
