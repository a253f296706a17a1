/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Reports come at a limited rate, and what is left out is counted. */
class RateLimitedReporterTest {

    private final List<Problem> passed = new ArrayList<>();
    private long now;
    private final RateLimitedReporter reporter = new RateLimitedReporter(passed::add, 2, () -> now);

    private void report(Problem.Kind kind) {
        reporter.accept(new Problem(kind, "message", null));
    }

    @Test
    void after_a_minute_reports_come_again_and_say_how_many_were_left_out() {
        for (int i = 0; i < 10; i++) {
            report(Problem.Kind.SCOPE_LEFT_OPEN);
        }
        assertThat(passed).hasSize(2);
        now += TimeUnit.SECONDS.toNanos(59);
        report(Problem.Kind.SCOPE_LEFT_OPEN);
        assertThat(passed).hasSize(2);
        now += TimeUnit.SECONDS.toNanos(1);
        report(Problem.Kind.SCOPE_LEFT_OPEN);
        report(Problem.Kind.SCOPE_LEFT_OPEN);
        assertThat(passed)
                .extracting(Problem::message)
                .endsWith("message (9 reports like this one were left out before it.)", "message");
    }

    @Test
    void each_kind_has_its_own_count() {
        for (Problem.Kind kind : Problem.Kind.values()) {
            report(kind);
        }
        assertThat(passed).hasSize(Problem.Kind.values().length);
    }
}
