/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to/executors.md and docs/how-to/virtual-threads.md. */
@SuppressWarnings("try") // scopes are closed, not used
class ExecutorsPageTest extends Printing {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newFixedThreadPool(4));

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    @Test
    void a_task_sees_the_value_where_it_was_submitted() throws Exception {
        Ambient.where(TENANT, "acme").run(() -> {
            POOL.execute(() -> print(TENANT.get()));
        });
        assertThat(printed()).isEqualTo("acme");
    }

    @Test
    void a_scheduled_task() throws Exception {
        try (var acme = TENANT.bind("acme")) {
            ScheduledExecutorService timer = AmbientExecutors.wrap(Executors.newScheduledThreadPool(1));
            timer.schedule(() -> print(TENANT.get()), 1, TimeUnit.MILLISECONDS);
            assertThat(printed()).isEqualTo("acme");
            timer.shutdown();
        }
    }

    @Test
    void one_task_by_hand() throws Exception {
        Thread thread = Ambient.where(TENANT, "acme").call(() -> {
            AmbientContext context = AmbientContext.capture();
            Runnable task = context.wrap(() -> print(TENANT.get()));
            return new Thread(task);
        });
        thread.start();
        assertThat(printed()).isEqualTo("acme");
        thread.join();
    }

    @Test
    void a_parallel_stream() {
        List<String> items = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        Ambient.where(TENANT, "acme").run(() -> {
            Function<String, String> labelled =
                    AmbientContext.capture().wrapFunction(item -> TENANT.get() + " " + item);
            List<String> labels = items.parallelStream().map(labelled).toList();
            assertThat(labels).hasSize(1000).allMatch(label -> label.startsWith("acme "));
        });
    }

    @Test
    void a_thread_sees_the_value_where_it_was_made() throws Exception {
        ThreadFactory virtual = virtualThreads();
        ThreadFactory factory = AmbientExecutors.threadFactory(virtual);

        Ambient.where(TENANT, "acme").run(() -> {
            factory.newThread(() -> print(TENANT.get())).start();
        });
        assertThat(printed()).isEqualTo("acme");
    }

    /** By reflection, for we compile for JDK 17, which has none. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Executors.defaultThreadFactory();
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }
}
