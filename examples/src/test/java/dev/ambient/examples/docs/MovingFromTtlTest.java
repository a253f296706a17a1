/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.ttl.TransmittableThreadLocal;
import com.alibaba.ttl.threadpool.TtlExecutors;
import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The code of docs/moving/ttl.md, and what it says of TTL. */
class MovingFromTtlTest extends Printing {

    static final class Before {
        static final TransmittableThreadLocal<@Nullable String> TENANT = new TransmittableThreadLocal<>();
        static final ExecutorService POOL = TtlExecutors.getTtlExecutorService(Executors.newFixedThreadPool(4));

        private Before() {}
    }

    @AfterAll
    static void stop() {
        Before.POOL.shutdown();
        After.POOL.shutdown();
    }

    static final class After {
        static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
        static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newFixedThreadPool(4));

        private After() {}
    }

    @Nested
    class WithTtl {

        static final TransmittableThreadLocal<@Nullable String> TENANT = Before.TENANT;
        static final ExecutorService POOL = Before.POOL;

        @Test
        void a_task_sees_the_value() throws Exception {
            TENANT.set("acme");
            try {
                POOL.execute(() -> print(TENANT.get()));
            } finally {
                TENANT.remove();
            }
            assertThat(printed()).isEqualTo("acme");
        }

        @Test
        void it_is_inherited_by_a_thread_and_a_pool_keeps_what_it_was_made_with() throws Exception {
            ExecutorService unwrapped = Executors.newSingleThreadExecutor();
            TENANT.set("acme");
            try {
                unwrapped.execute(() -> print(TENANT.get()));
                TENANT.set("initech");
                unwrapped.execute(() -> print(TENANT.get()));
            } finally {
                TENANT.remove();
            }
            assertThat(printed(2)).containsExactly("acme", "acme");
            unwrapped.shutdown();
        }

        @Test
        void null_removes_the_value() {
            TransmittableThreadLocal<@Nullable String> withDefault = new TransmittableThreadLocal<>() {
                @Override
                protected String initialValue() {
                    return "default";
                }
            };
            withDefault.set("acme");
            withDefault.set(null);
            assertThat(withDefault.get()).isEqualTo("default");
            withDefault.remove();
        }

        @Test
        void registered_it_travels_with_ambient_values() throws Exception {
            Registration tenant = AmbientRegistry.global().register("tenant", TENANT);
            takeOutLater(tenant);
            TENANT.set("acme");
            After.POOL.execute(() -> print(TENANT.get()));
            assertThat(printed()).isEqualTo("acme");
            TENANT.remove();
        }
    }

    @Nested
    class WithAmbient {

        static final Ambient<String> TENANT = After.TENANT;
        static final ExecutorService POOL = After.POOL;

        @Test
        void a_task_sees_the_value() throws Exception {
            Ambient.where(TENANT, "acme").run(() -> {
                POOL.execute(() -> print(TENANT.get()));
            });
            assertThat(printed()).isEqualTo("acme");
        }

        @Test
        void null_is_refused() {
            assertThatThrownBy(() -> TENANT.set(null)).isInstanceOf(NullPointerException.class);
        }
    }
}
