/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A short soak; the class comment of {@link Soak} has the command for a long one. */
class SoakTest {

    @Test
    void no_callback_sees_anothers_value_the_heap_stays_flat_and_the_threads_are_clean() throws Exception {
        SoakReport report = new Soak(Long.getLong("requests", 200_000)).run();
        System.out.println(report);
        assertThat(report.examples()).as("wrong").isEmpty();
        assertThat(report.wrong()).isZero();
        assertThat(report.right()).isGreaterThan(report.requests());
        assertThat(report.isHeapFlat()).as("flat heap: %s", report.heap()).isTrue();
        assertThat(report.cleanThreads()).isEqualTo(report.threads());
    }
}
