/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.junit.AmbientTest;
import dev.ambient.junit.LeakCheck;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@AmbientTest(skip = LeakCheck.DIRTY_THREADS, bridges = false) // that they are dirty is what it shows
class PoolCheckTest {

    private final ExecutorService executor = Executors.newFixedThreadPool(3);
    private final List<Pool> pools = List.of(new Pool("workers", 3, executor));

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    @Test
    void clean_threads_are_all_looked_at() {
        PoolCheck check = PoolCheck.of(pools);

        assertThat(check.threads()).isEqualTo(3);
        assertThat(check.dirty()).isEmpty();
    }

    @Test
    void a_thread_that_kept_an_ambient_value_is_found() throws Exception {
        executor.submit(() -> RequestValues.REQUEST_ID.set("r-17")).get();

        PoolCheck check = PoolCheck.of(pools);

        assertThat(check.threads()).isEqualTo(3);
        assertThat(check.dirty()).singleElement().asString().contains("r-17");
    }

    @Test
    void a_thread_that_kept_a_logging_value_is_found() throws Exception {
        executor.submit(() -> MDC.put("tenant", "acme")).get();

        assertThat(PoolCheck.of(pools).dirty()).singleElement().asString().contains("acme");
    }

    @Test
    void every_thread_that_kept_something_is_counted() {
        new Pool("workers", 3, executor).onEachThread(() -> {
            RequestValues.TENANT.set("acme");
            return true;
        });

        assertThat(PoolCheck.of(pools).dirty()).hasSize(3);
    }
}
