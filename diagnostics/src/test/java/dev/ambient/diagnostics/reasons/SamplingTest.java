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
import dev.ambient.diagnostics.Explanation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sample of the requests is recorded, each as a whole or not at all. */
class SamplingTest {

    private static final int ONE_IN = 8;
    private static final int REQUESTS = 4_000;

    private final Ambient<String> request = Ambient.named("request");
    private final ExecutorService plain = Executors.newSingleThreadExecutor();
    private final ExecutorService wrapped = AmbientExecutors.wrap(plain);
    private Registration diagnostics = () -> {};

    @AfterEach
    void close() {
        diagnostics.close();
        plain.shutdown();
    }

    private Explanation handle(String id) throws Exception {
        return Ambient.where(request, id)
                .call(() -> wrapped.submit(() -> Diagnostics.explain(request)))
                .get();
    }

    private static boolean isRecorded(Explanation explanation) {
        return explanation.set() != null;
    }

    @Test
    void about_one_request_in_eight_is_recorded_as_a_whole() throws Exception {
        // A value's identity decides, so each request needs an object of its own, as it has in a real service.
        diagnostics = Diagnostics.install(DiagnosticsOptions.defaults().sample(request, ONE_IN));
        List<Explanation> all = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            all.add(handle("r-" + i));
        }
        assertThat(all).allSatisfy(explanation -> {
            assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.PRESENT);
            assertThat(explanation.captured() != null)
                    .as("captured on one thread, entered on the other: %s", explanation)
                    .isEqualTo(isRecorded(explanation));
            assertThat(explanation.last() != null).isEqualTo(isRecorded(explanation));
        });
        // 500 are expected; fewer than 350 or more than 650 come less than once in a trillion runs.
        assertThat(all.stream().filter(SamplingTest::isRecorded).count()).isBetween(350L, 650L);
    }

    @Test
    void one_in_one_records_all_requests_with_a_value() throws Exception {
        diagnostics = Diagnostics.install(DiagnosticsOptions.defaults().sample(request, 1));
        for (int i = 0; i < 100; i++) {
            assertThat(isRecorded(handle("r-" + i))).isTrue();
        }
    }

    @Test
    void a_request_outside_the_sample_is_never_explained_as_never_set() throws Exception {
        diagnostics = Diagnostics.install(DiagnosticsOptions.defaults().sample(request, Integer.MAX_VALUE));
        Explanation explanation = Ambient.where(request, "r-1")
                .call(() -> plain.submit(() -> Diagnostics.explain(request)))
                .get();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.EXECUTOR_NOT_WRAPPED);
        assertThat(explanation.why()).contains("only a sample of the requests is recorded");
        assertThat(explanation.fix()).startsWith("AmbientExecutors.wrap");
    }

    @Test
    void its_options_are_checked() {
        assertThatThrownBy(() -> DiagnosticsOptions.defaults().sample(request, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one request in 0");
    }
}
