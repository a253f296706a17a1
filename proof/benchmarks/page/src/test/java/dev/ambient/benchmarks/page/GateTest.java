/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.benchmarks.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {

    @TempDir
    Path folder;

    private final Fixture run = new Fixture()
            .core("capture", "ambient", 16, 4, 0)
            .core("capture", "ambient", 64, 4, 0)
            .core("capture", "micrometer", 16, 240, 816)
            .core("restoreOther", "ambient", 16, 7, 0)
            .core("restoreOther", "ambient", 64, 7, 0)
            .core("restoreOther", "micrometer", 16, 345, 808)
            .core("get", "ambient", 16, 5, 0)
            .core("get", "ambient", 64, 5, 0)
            .core("set", "ambient", 16, 19, 144)
            .core("set", "ambient", 64, 31, 144)
            .flow("ReactorBenchmark", "floor", "HOP", 55_000, 72_000)
            .flow("ReactorBenchmark", "ambient", "HOP", 63_000, 96_000)
            .flow("ReactorBenchmark", "automatic", "HOP", 323_000, 714_000)
            .flow("RxJavaBenchmark", "floor", "FLOWABLE_HOP", 47_000, 63_000)
            .flow("RxJavaBenchmark", "ambient", "FLOWABLE_HOP", 65_000, 87_000)
            .flow("RxJavaBenchmark", "opentelemetry", "FLOWABLE_HOP", 58_000, 87_000)
            .flow("RxJavaBenchmark", "floor", "FLOWABLE_FUSED", 3_000, 14_000)
            .flow("RxJavaBenchmark", "ambient", "FLOWABLE_FUSED", 4_000, 14_100)
            .flow("RxJavaBenchmark", "opentelemetry", "FLOWABLE_FUSED", 14_600, 14_200);

    @Test
    void a_run_within_its_limits_passes() throws IOException {
        assertThat(broken()).isEmpty();
    }

    @Test
    void one_object_more_for_a_capture_is_refused() throws IOException {
        run.core("capture", "ambient", 16, 4, 16);

        assertThat(broken()).singleElement().asString().contains("CoreBenchmark.capture", "16.0 B, at most 0");
    }

    @Test
    void two_objects_for_a_hop_are_refused_whatever_the_flow_itself_allocates() throws IOException {
        run.flow("RxJavaBenchmark", "ambient", "FLOWABLE_HOP", 65_000, 111_000);

        assertThat(broken()).singleElement().asString().contains("FLOWABLE_HOP", "48.0 B, at most 32");
    }

    @Test
    void a_hop_that_takes_three_times_as_long_is_refused_beside_the_floor() throws IOException {
        run.flow("ReactorBenchmark", "ambient", "HOP", 3 * 55_000, 96_000);

        assertThat(broken()).singleElement().asString().contains("HOP", "3.00 × ReactorBenchmark", "at most 2.70");
    }

    @Test
    void a_capture_that_takes_snapshots_as_the_peer_does_is_refused() throws IOException {
        run.core("capture", "ambient", 16, 100, 0);

        assertThat(broken()).singleElement().asString().contains("candidate=micrometer");
    }

    @Test
    void noise_of_half_as_much_again_is_let_pass() throws IOException {
        run.flow("ReactorBenchmark", "ambient", "HOP", 1.5 * 63_000, 96_000)
                .flow("RxJavaBenchmark", "ambient", "FLOWABLE_HOP", 1.5 * 65_000, 87_000)
                .core("capture", "ambient", 16, 6, 0.1);

        assertThat(broken()).isEmpty();
    }

    @Test
    void a_run_in_which_nothing_was_timed_does_not_pass() throws IOException {
        List<Gate.Verdict> verdicts = Gate.check(new Fixture().read(folder, Group.CORE));

        assertThat(verdicts).isNotEmpty().noneMatch(Gate.Verdict::holds);
    }

    private List<String> broken() throws IOException {
        return Gate.check(run.read(folder, Group.CORE)).stream()
                .filter(verdict -> !verdict.holds())
                .map(Gate.Verdict::text)
                .toList();
    }
}
