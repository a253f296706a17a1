/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

    @TempDir
    Path folder;

    private final Figures figures = new Figures();

    @Test
    void the_median_of_the_rounds_is_told_and_half_of_what_lies_between_the_ends() {
        figures.add(Mode.OFF, "cpu", 3);
        figures.add(Mode.OFF, "cpu", 1);
        figures.add(Mode.OFF, "cpu", 2.5);

        assertThat(figures.of(Mode.OFF, "cpu")).isEqualTo(2.5);
        assertThat(figures.error(Mode.OFF, "cpu")).isEqualTo(1);
    }

    @Test
    void what_was_not_measured_has_no_number() {
        assertThatThrownBy(() -> figures.of(Mode.AUTO, "cpu"))
                .hasMessageContaining("AUTO")
                .hasMessageContaining("cpu");
    }

    @Test
    void what_is_written_is_read() throws IOException {
        figures.about("boot", "3.5.16");
        figures.add(Mode.BOTH, "p99", 1.25);
        figures.add(Mode.BOTH, "p99", 1.75);
        figures.write(folder, "3.5");

        Figures read = Figures.read(folder, "3.5");
        assertThat(read.about("boot")).isEqualTo("3.5.16");
        assertThat(read.of(Mode.BOTH, "p99")).isEqualTo(1.5);
        assertThat(Figures.read(folder, "4.0").isEmpty()).isTrue();
    }

    @Test
    void differences_are_of_what_has_gone_up_from_nothing_too() {
        assertThat(Differences.between(Map.of("a", 1L, "b", 2L), Map.of("a", 4L, "b", 2L, "c", 5L)))
                .containsExactly(Map.entry("a", 3L), Map.entry("c", 5L));
    }

    @Test
    void a_percentile_is_the_least_that_so_many_did_not_exceed() {
        long[] nanos = new long[200];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (200 - i) * 1_000_000L;
        }
        Latencies latencies = new Latencies(nanos, 4_000_000_000L);

        assertThat(latencies.percentile(50)).isEqualTo(100);
        assertThat(latencies.percentile(99)).isEqualTo(198);
        assertThat(latencies.perSecond()).isEqualTo(50);
    }

    @Test
    void who_asks_follows_from_the_id() {
        Caller caller = Caller.of(65);

        assertThat(Caller.withId(caller.id())).isEqualTo(caller);
        assertThat(caller.user()).isEqualTo("user-1");
        assertThat(caller.traceparent()).isEqualTo("00-%032x-%016x-01".formatted(66, 66));
    }
}
