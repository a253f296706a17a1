/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.RecentRequests;
import dev.ambient.diagnostics.Timeline;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The last requests can be looked at. */
class RecentRequestsTest {

    private final Ambient<String> key = Ambient.named("requestId");
    private final ExecutorService plain = Executors.newSingleThreadExecutor(task -> new Thread(task, "pool"));
    private final ExecutorService pool = AmbientExecutors.wrap(plain);

    @AfterEach
    void stop() throws InterruptedException {
        plain.shutdown();
        assertThat(plain.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Diagnostics.isInstalled()).isFalse();
    }

    @Nullable
    private String on(ExecutorService executor, String id) throws Exception {
        return Ambient.where(key, id)
                .call(() -> executor.submit(() -> key.get()).get());
    }

    private static String text(@Nullable Timeline timeline) {
        return String.valueOf(timeline);
    }

    @Test
    void each_has_a_timeline_of_its_own() throws Exception {
        try (RecentRequests requests = RecentRequests.record(key, 10)) {
            assertThat(on(pool, "r-1")).isEqualTo("r-1");
            assertThat(on(pool, "r-2")).isEqualTo("r-2");

            assertThat(requests.ids()).containsExactly("r-2", "r-1");
            assertThat(text(requests.timeline("r-1")))
                    .contains("r-1", "pool", "RecentRequestsTest.java")
                    .doesNotContain("r-2");
            assertThat(requests.losses("r-1")).isEmpty();
            assertThat(requests.timeline("r-3")).isNull();
            assertThat(requests.losses("r-3")).isEmpty();
        }
    }

    @Test
    void a_loss_is_explained_for_the_request_that_had_it() throws Exception {
        try (RecentRequests requests = RecentRequests.record(key, 10)) {
            on(pool, "r-1");
            for (int i = 0; i < 100; i++) {
                assertThat(on(plain, "r-2")).isNull();
            }

            assertThat(requests.losses("r-1")).isEmpty();
            assertThat(requests.losses("r-2")).hasSizeBetween(1, 20).allSatisfy(loss -> {
                assertThat(loss.reason()).isEqualTo(Explanation.Reason.EXECUTOR_NOT_WRAPPED);
                assertThat(loss.value()).isEqualTo("r-2");
            });
            assertThat(text(requests.timeline("r-2"))).contains("EXECUTOR_NOT_WRAPPED");
        }
    }

    @Test
    void the_program_may_ask_for_the_explanation_itself() throws Exception {
        Registration registration =
                Diagnostics.install(DiagnosticsOptions.defaults().sample(key, 1));
        try (RecentRequests requests = RecentRequests.record(key, 10)) {
            Ambient.where(key, "r-1")
                    .call(() -> plain.submit(() -> {
                                key.get(); // of a sample no read is explained
                                Diagnostics.explain(key); // nor where nothing is expected
                                assertThat(requests.losses("r-1")).isEmpty();
                                return Diagnostics.explain(key, "r-1");
                            })
                            .get());
            assertThat(requests.losses("r-1")).hasSize(1);
        } finally {
            registration.close();
        }
    }

    @Test
    void the_one_that_was_idle_for_longest_is_dropped() throws Exception {
        try (RecentRequests requests = RecentRequests.record(key, 2)) {
            on(pool, "r-1");
            on(pool, "r-2");
            on(pool, "r-1");
            on(pool, "r-3");
            assertThat(requests.ids()).containsExactly("r-3", "r-1");
        }
    }

    @Test
    void a_request_outside_the_sample_is_not_kept() throws Exception {
        Registration registration =
                Diagnostics.install(DiagnosticsOptions.defaults().sample(key, Integer.MAX_VALUE));
        try (RecentRequests requests = RecentRequests.record(key, 10)) {
            on(pool, "r-1");
            on(plain, "r-1");
            assertThat(requests.ids()).isEmpty();
        } finally {
            registration.close();
        }
    }

    @Test
    void a_redacted_value_is_nowhere() throws Exception {
        Ambient<String> secret =
                Ambient.builder("secret", String.class).redacted().build();
        try (RecentRequests requests = RecentRequests.record(secret, 10)) {
            Ambient.where(secret, "hunter2").call(() -> {
                pool.submit(() -> secret.get()).get();
                return plain.submit(() -> secret.get()).get();
            });
            for (String id : requests.ids()) {
                Timeline timeline = requests.timeline(id);
                assertThat(id + timeline + timeline.toHtml() + requests.losses(id))
                        .doesNotContain("hunter2");
            }
            assertThat(requests.ids()).hasSize(1);
            assertThat(requests.timeline("hunter2")).isNull();
        }
    }

    @Test
    void closed_it_records_nothing_more_and_can_still_be_read() throws Exception {
        RecentRequests requests = RecentRequests.record(key, 10);
        on(pool, "r-1");
        requests.close();
        requests.close();
        on(pool, "r-2");
        assertThat(requests.ids()).containsExactly("r-1");
        assertThat(requests.timeline("r-1")).isNotNull();
    }

    @Test
    void none_cannot_be_kept() {
        assertThatThrownBy(() -> RecentRequests.record(key, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use 1 or more");
    }
}
