/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ambient.TestAccessor.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 14: accessors that throw when something is captured or work runs. The work runs all the same. */
@SuppressWarnings("try")
class FailingAccessorInWorkTest extends ThreeAccessors {

    @ParameterizedTest
    @EnumSource
    void rule_14_one_that_throws_while_it_is_captured_is_reported_and_the_others_are_captured(Thrown how) {
        put("ann");
        Throwable thrown = failing.fail(Op.GET, how);
        AmbientContext captured = AmbientContext.capture();
        assertReportedCause(thrown);
        failing.work();
        put("bob");
        captured.run(() -> {
            assertThat(first.threadLocal.get()).isEqualTo("ann");
            assertThat(last.threadLocal.get()).isEqualTo("ann");
        });
        assertValues("bob", "bob", "bob");
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_one_that_throws_on_set_does_not_keep_the_work_from_running(Thrown how) {
        AmbientContext ann = captured("ann");
        put("bob");
        Throwable thrown = failing.fail(Op.SET, how);
        assertThat(ann.<String, RuntimeException>call(() -> {
                    assertThat(first.threadLocal.get()).isEqualTo("ann");
                    assertThat(last.threadLocal.get()).isEqualTo("ann");
                    return TENANT.get();
                }))
                .isEqualTo("acme");
        assertValues("bob", "bob", "bob");
        assertReportedCause(thrown);
        assertThat(TENANT.isBound()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_one_that_throws_on_set_to_absent_does_not_keep_the_work_from_running(Thrown how) {
        AmbientContext nobody = captured(null);
        put("bob");
        Throwable thrown = failing.fail(Op.SET_ABSENT, how);
        String[] seen = new String[3];
        nobody.wrap(() -> {
                    seen[0] = first.threadLocal.get();
                    seen[1] = TENANT.get();
                    seen[2] = last.threadLocal.get();
                })
                .run();
        assertThat(seen).containsExactly(null, "acme", null);
        assertValues("bob", "bob", "bob");
        assertReportedCause(thrown);
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_one_that_throws_on_get_does_not_keep_the_work_from_running(Thrown how) {
        AmbientContext ann = captured("ann");
        put("bob");
        Throwable thrown = failing.fail(Op.GET, how);
        boolean[] ran = new boolean[1];
        ann.run(() -> {
            assertThat(first.threadLocal.get()).isEqualTo("ann");
            assertThat(last.threadLocal.get()).isEqualTo("ann");
            ran[0] = true;
        });
        assertThat(ran[0]).isTrue();
        assertValues("bob", "bob", "bob");
        assertReportedCause(thrown);
    }

    @ParameterizedTest
    @EnumSource
    void rule_7_one_that_throws_after_it_has_written_is_as_it_was_when_the_work_ends(Thrown how) {
        AmbientContext ann = captured("ann");
        put("bob");
        Throwable thrown = failing.failHalfDone(Op.SET, how);
        ann.run(() -> assertThat(last.threadLocal.get()).isEqualTo("ann"));
        assertValues("bob", "bob", "bob");
        assertReportedCause(thrown);
    }

    @Test
    void rule_7_one_that_could_not_be_read_at_first_does_not_get_the_captured_value_afterwards() {
        AmbientContext ann = captured("ann");
        put("bob");
        Throwable thrown = failing.fail(Op.GET, Thrown.EXCEPTION);
        ann.run(failing::work);
        assertReportedCause(thrown);
        assertValues("bob", "bob", "bob");
    }

    @Test
    void rule_14_an_exception_of_the_work_is_not_hidden_by_one_of_the_accessor() {
        AmbientContext ann = captured("ann");
        Throwable thrown = failing.fail(Op.RESTORE_ABSENT, Thrown.EXCEPTION);
        assertThatIllegalStateException()
                .isThrownBy(() -> ann.run(() -> {
                    throw new IllegalStateException("work");
                }))
                .withMessage("work")
                .withNoCause();
        assertReportedCause(thrown);
    }
}
