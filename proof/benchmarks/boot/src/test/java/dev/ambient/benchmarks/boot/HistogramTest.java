/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

class HistogramTest {

    /** As the JVM writes it. */
    private static final String TEXT = """
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         98912        9130592  [B (java.base@17.0.15)
               2:           133           3192  dev.ambient.AmbientContext
               3:             7            168  dev.ambient.FlowContext$$Lambda$45/0x00007fc9910ad0e8
               4:             5            120  dev.ambient.FlowContext$$Lambda/0x00007fc9910ad0e9
               5:             2             64  [Ldev.ambient.Ambient; (dev.ambient.core@0.1.0)
               6:            11            264  dev.ambient.benchmarks.boot.Caller
               7:             3             72  dev.ambienting.Other
            Total         99070        9134408
            """;

    @Test
    void our_classes_are_taken_and_no_others() {
        assertThat(Histogram.parse(TEXT).rows())
                .extracting(Histogram.Row::type)
                .containsExactly(
                        "dev.ambient.AmbientContext",
                        "dev.ambient.FlowContext$$Lambda",
                        "dev.ambient.FlowContext$$Lambda",
                        "[Ldev.ambient.Ambient;");
    }

    @Test
    void the_lambdas_of_a_class_are_counted_together_however_the_jvm_numbers_them() {
        assertThat(Histogram.parse(TEXT).counts()).containsEntry("dev.ambient.FlowContext$$Lambda", 12L);
    }

    @Test
    void all_bytes_are_ours() {
        assertThat(Histogram.parse(TEXT).counts()).containsEntry("OUR_BYTES", 3192L + 168 + 120 + 64);
    }

    @Test
    void a_new_object_is_one_more() throws JMException {
        System.gc();
        Map<String, Long> before = Histogram.now().counts();
        List<Ambient<?>> kept = List.of(Ambient.named("one"), Ambient.named("two"), Ambient.named("three"));
        Map<String, Long> made = Differences.between(before, Histogram.now().counts());
        Reference.reachabilityFence(kept);

        assertThat(made).containsEntry(Ambient.class.getName(), 3L);
    }
}
