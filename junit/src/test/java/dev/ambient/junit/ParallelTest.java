/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.junit.wrong.InParallel;
import dev.ambient.junit.wrong.Leaks;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** When tests run in parallel, a leak fails the test that caused it, and no other. */
class ParallelTest {

    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

    @AfterEach
    void cleanPool() {
        Leaks.cleanPool();
    }

    @RepeatedTest(5)
    void only_the_wrong_tests_fail() {
        EngineRun ran = EngineRun.tests(PARALLEL, InParallel.class);
        assertThat(ran.failed().keySet()).hasSize(4 * 6 + 1).allMatch(name -> name.contains("wrong"));
        assertThat(ran.results().testEvents().succeeded().count()).isEqualTo(20);
        ran.assertNothingElseFailed();
        assertThat(InParallel.MOST).hasValueGreaterThan(1);
    }
}
