/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ambient.junit.wrong.FaultLine;
import dev.ambient.junit.wrong.Leaks;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that leaves something behind fails, and the message begins with the line at fault. */
class LeaksAreFoundTest {

    static Stream<Arguments> leaks() {
        return Stream.of(
                Arguments.of("scope_in_a_flatMap_of_Reactor", "parallel-", "SCOPE_LEFT_OPEN"),
                Arguments.of("scope_in_a_flatMap_of_RxJava", "RxComputationThreadPool-", "SCOPE_LEFT_OPEN"),
                Arguments.of("scope_in_a_task_of_a_plain_executor", "pool'", "is still open"),
                Arguments.of(
                        "scope_in_a_task_that_is_still_in_its_method_when_the_test_ends", "pool'", "is still open"),
                Arguments.of("scope_in_a_virtual_thread", "'", "is still open"),
                Arguments.of("scope_in_the_test_itself", "main'", "is still open"),
                Arguments.of("scope_in_a_method_that_the_test_calls", "main'", "is still open"),
                Arguments.of("scope_that_is_closed_on_another_thread", "main'", "SCOPE_ON_OTHER_THREAD"),
                Arguments.of("scope_that_is_closed_twice", "main'", "SCOPE_CLOSED_TWICE"),
                Arguments.of("value_that_is_set_on_the_tests_own_thread", "main'", "'tenant' is acme"),
                Arguments.of("value_that_is_set_on_a_pool_thread", "pool'", "'tenant' is acme"),
                Arguments.of("Reactor_bridge_that_is_left_installed", "main'", "Reactor bridge was installed"),
                Arguments.of("RxJava_bridge_that_is_left_installed_by_a_task", "pool'", "RxJava bridge was installed"),
                Arguments.of("accessor_that_throws", "pool'", "ACCESSOR_FAILED"),
                Arguments.of("listener_that_throws", "main'", "LISTENER_FAILED"));
    }

    @AfterEach
    void cleanPool() {
        Leaks.cleanPool();
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void the_line_at_fault_and_its_thread_come_first(String test, String thread, String what) {
        assumeTrue(!test.contains("virtual") || Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        String[] lines = EngineRun.test(Leaks.class, test).message().split("\n");
        assertThat(lines[0]).isEqualTo("The test left something behind or did something wrong:");
        assertThat(lines[2])
                .startsWith("at " + Leaks.class.getName())
                .contains("." + FaultLine.fault() + " on thread '" + thread);
        assertThat(lines[3]).contains(what);
        assertThat(lines[4]).contains(FaultLine.fault());
    }

    @Test
    void each_leak_is_reported_once() {
        String message = EngineRun.test(Leaks.class, "two_things_at_once").message();
        assertThat(message)
                .startsWith("The test left something behind or did something wrong, in 2 cases:")
                .containsOnlyOnce("is still open.")
                .containsOnlyOnce("was still open");
    }

    @Test
    void the_errors_own_stack_is_that_of_the_line_at_fault() {
        Throwable error = EngineRun.test(Leaks.class, "scope_in_the_test_itself")
                .failed()
                .values()
                .iterator()
                .next();
        assertThat(StackTraces.firstOfProgram(error.getStackTrace()).toString()).contains(FaultLine.fault());
        assertThat(error.getSuppressed()).hasSize(1);
    }
}
