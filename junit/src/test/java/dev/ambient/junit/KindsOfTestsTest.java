/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.junit.wrong.FaultLine;
import dev.ambient.junit.wrong.Kinds;
import dev.ambient.junit.wrong.Late;
import dev.ambient.junit.wrong.Leaks;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All kinds of tests (nested, parameterised, repeated, dynamic), annotated in each way, with each setting. */
class KindsOfTestsTest {

    @AfterEach
    void cleanThreads() {
        Leaks.cleanPool();
        if (!AmbientContext.current().isEmpty()) {
            AmbientContext.empty().makeCurrent(); // a test that is not checked left its values
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Annotated, 9, 8",
        "OfOneInstance, 3, 1",
        "OfManyInstances, 3, 0",
        "OfMethods, 3, 1",
        "WithAttributes, 6, 2"
    })
    void only_the_wrong_tests_fail(String kind, int right, int wrong) throws Exception {
        EngineRun ran = EngineRun.tests(Class.forName(Kinds.class.getName() + "$" + kind));
        assertThat(ran.failed().keySet()).hasSize(wrong).allMatch(name -> name.contains("wrong"));
        ran.assertNothingElseFailed();
        assertThat(ran.results().testEvents().succeeded().count()).isEqualTo(right);
    }

    @Test
    void a_test_begins_in_the_empty_context_and_restores_that_of_the_thread() {
        Ambient<String> left = Ambient.named("left");
        Ambient.where(left, "by somebody").run(() -> {
            EngineRun.tests(Kinds.Clean.class).assertAllSucceed(1);
            assertThat(left.get()).isEqualTo("by somebody");
        });
    }

    @Test
    void an_expected_problem_that_was_not_reported_is_named() {
        assertThat(EngineRun.test(Kinds.WithAttributes.class, "wrong_in_that_what_was_expected_did_not_come")
                        .message())
                .isEqualTo("The test expects [SCOPE_LEFT_OPEN], which was not reported.");
    }

    @Test
    void JUnit_can_detect_the_extension_by_itself() {
        EngineRun ran = EngineRun.tests(
                Map.of(
                        "junit.jupiter.extensions.autodetection.enabled", "true",
                        "dev.ambient.junit.bridges", "false"),
                Kinds.OfMethods.class);
        assertThat(ran.failed().keySet())
                .hasSize(2)
                .allMatch(name -> name.contains("wrong") || name.contains("not_annotated"));
        ran.assertNothingElseFailed();
    }

    @Test
    void a_leak_after_the_end_of_its_test_fails_the_run_and_no_other_test() {
        EngineRun ran = EngineRun.tests(Late.class);
        assertThat(ran.failed()).isEmpty();
        assertThat(ran.results().containerEvents().failed().stream().map(EngineRun::error))
                .singleElement()
                .satisfies(error -> assertThat(error.getMessage())
                        .contains("Late." + FaultLine.fault() + " on thread 'late'")
                        .contains("It belongs to " + Late.class.getName() + ".starts"));
    }
}
