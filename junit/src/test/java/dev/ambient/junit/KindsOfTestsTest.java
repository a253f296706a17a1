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

/** Nested, parameterised, repeated and dynamic tests, annotated in each way, and what the annotation says. */
class KindsOfTestsTest {

    @AfterEach
    void cleanThreads() {
        Leaks.cleanPool();
        if (!AmbientContext.current().isEmpty()) {
            AmbientContext.empty().makeCurrent(); // what a test left that is not looked at
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
    void those_fail_that_are_wrong(String kind, int right, int wrong) throws Exception {
        EngineRun ran = EngineRun.tests(Class.forName(Kinds.class.getName() + "$" + kind));
        assertThat(ran.failed().keySet()).hasSize(wrong).allMatch(name -> name.contains("wrong"));
        ran.assertNothingBesides();
        assertThat(ran.results().testEvents().succeeded().count()).isEqualTo(right);
    }

    @Test
    void a_test_begins_in_the_empty_context_whatever_is_on_the_thread_and_leaves_that_there() {
        Ambient<String> left = Ambient.named("left");
        Ambient.where(left, "by somebody").run(() -> {
            EngineRun.tests(Kinds.Clean.class).assertAllSucceed(1);
            assertThat(left.get()).isEqualTo("by somebody");
        });
    }

    @Test
    void what_was_expected_and_did_not_come_is_named() {
        assertThat(EngineRun.test(Kinds.WithAttributes.class, "wrong_in_that_what_was_expected_did_not_come")
                        .message())
                .isEqualTo("The test expects [SCOPE_LEFT_OPEN], which was not reported.");
    }

    @Test
    void JUnit_finds_the_extension_by_itself_where_it_is_told_to() {
        EngineRun ran = EngineRun.tests(
                Map.of(
                        "junit.jupiter.extensions.autodetection.enabled", "true",
                        "dev.ambient.junit.bridges", "false"),
                Kinds.OfMethods.class);
        assertThat(ran.failed().keySet())
                .hasSize(2)
                .allMatch(name -> name.contains("wrong") || name.contains("not_annotated"));
        ran.assertNothingBesides();
    }

    @Test
    void what_goes_wrong_when_its_test_has_ended_fails_the_run_and_no_other_test() {
        EngineRun ran = EngineRun.tests(Late.class);
        assertThat(ran.failed()).isEmpty();
        assertThat(ran.results().containerEvents().failed().stream().map(EngineRun::error))
                .singleElement()
                .satisfies(error -> assertThat(error.getMessage())
                        .contains("Late." + FaultLine.fault() + " on thread 'late'")
                        .contains("It belongs to " + Late.class.getName() + ".starts"));
    }
}
