/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class VerdictTest {

    private static final Request REQUEST = new Request("r-17", "acme", "sku-1");

    @Test
    void what_was_seen_is_right_missing_or_of_another_request() {
        assertThat(Verdict.of("r-17", "r-17")).isEqualTo(Verdict.RIGHT);
        assertThat(Verdict.of("r-17", null)).isEqualTo(Verdict.NONE);
        assertThat(Verdict.of("r-17", "r-18")).isEqualTo(Verdict.ANOTHERS);
    }

    @Test
    void of_two_the_worse_counts() {
        assertThat(Verdict.RIGHT.worse(Verdict.NONE)).isEqualTo(Verdict.NONE);
        assertThat(Verdict.ANOTHERS.worse(Verdict.NONE)).isEqualTo(Verdict.ANOTHERS);
        assertThat(Verdict.RIGHT.worse(Verdict.RIGHT)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    @SuppressWarnings("try") // the MDC only has to follow
    void a_stage_is_right_only_if_both_values_and_both_in_the_log_are() {
        try (Registration mdc = RequestValues.driveMdc()) {
            assertThat(look("r-17", "acme")).isEqualTo(Verdict.RIGHT);
            assertThat(look("r-18", "acme")).isEqualTo(Verdict.ANOTHERS);
            assertThat(look("r-17", "globex")).isEqualTo(Verdict.ANOTHERS);
        }
    }

    @Test
    void values_that_the_log_does_not_show_are_missing() {
        assertThat(look("r-17", "acme")).isEqualTo(Verdict.NONE);
    }

    @Test
    void nothing_anywhere_is_none() {
        assertThat(Probe.look(REQUEST)).isEqualTo(Verdict.NONE);
    }

    @Test
    void another_requests_id_in_the_log_alone_is_anothers() {
        MDC.put("requestId", "r-18");
        try {
            assertThat(look("r-17", "acme")).isEqualTo(Verdict.ANOTHERS);
        } finally {
            MDC.clear();
        }
    }

    @Test
    void all_right_means_one_right_verdict_for_each_request_at_each_stage() {
        Verdicts verdicts = new Verdicts();
        assertThat(verdicts.allRight(1)).isFalse();

        for (Stage stage : Stage.values()) {
            verdicts.add(stage, Verdict.RIGHT);
        }
        assertThat(verdicts.allRight(1)).isTrue();
        assertThat(verdicts.allRight(2)).isFalse();

        verdicts.add(Stage.AUDIT, Verdict.NONE);
        assertThat(verdicts.allRight(1)).isFalse();
    }

    private static Verdict look(String id, String tenant) {
        return Ambient.where(RequestValues.REQUEST_ID, id)
                .where(RequestValues.TENANT, tenant)
                .call(() -> Probe.look(REQUEST));
    }
}
