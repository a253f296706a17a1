/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ambient.TestAccessor.Op;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 13: accessors that throw while a scope opens or closes. */
@SuppressWarnings("try")
class FailingAccessorTest extends ThreeAccessors {

    @ParameterizedTest
    @EnumSource
    void rule_13_one_that_throws_on_set_while_a_scope_opens_leaves_nothing_changed(Thrown how) {
        AmbientContext ann = captured("ann");
        put("bob");
        assertNothingChanged(ann, failing.fail(Op.SET, how));
        assertValues("bob", "bob", "bob");
        failing.work();
        ann.run(() -> assertValues("ann", "ann", "ann"));
    }

    @ParameterizedTest
    @EnumSource
    void rule_13_also_if_it_threw_after_it_had_written(Thrown how) {
        AmbientContext ann = captured("ann");
        put("bob");
        assertNothingChanged(ann, failing.failHalfDone(Op.SET, how));
        assertValues("bob", "bob", "bob");
    }

    @ParameterizedTest
    @EnumSource
    void rule_13_one_that_throws_on_set_to_absent_while_a_scope_opens_leaves_nothing_changed(Thrown how) {
        AmbientContext nobody = captured(null);
        put("bob");
        assertNothingChanged(nobody, failing.fail(Op.SET_ABSENT, how));
        assertValues("bob", "bob", "bob");
    }

    @ParameterizedTest
    @EnumSource
    void rule_13_one_that_throws_on_get_while_a_scope_opens_leaves_nothing_changed(Thrown how) {
        AmbientContext ann = captured("ann");
        put("bob");
        // The report is of what binds around it, which is to give back what can be read.
        assertNothingChanged(ann, failing.fail(Op.GET, how), Problem.Kind.ACCESSOR_FAILED);
        assertValues("bob", "bob", "bob");
    }

    private void assertNothingChanged(AmbientContext context, Throwable thrown, Problem.Kind... reported) {
        List<String> told = new ArrayList<>();
        try (Scope around = TENANT.bind("acme")) {
            Registration listener = afterwardsClose(TENANT.onChange((previous, current, cause) -> told.add(current)));
            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        try (Scope scope = context.with(TENANT, "initech").makeCurrent()) {
                            told.add("opened");
                        }
                    })
                    .withCause(thrown)
                    .withMessageContaining("failing");
            assertThat(told).as("there and back").containsExactly("initech", "acme");
            assertThat(TENANT.get()).isEqualTo("acme");
            assertReported(reported);
            listener.close();
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rule_13_one_that_throws_on_restore_does_not_keep_the_rest_from_being_restored(Thrown how) {
        AmbientContext ann = captured("ann");
        put("bob");
        Throwable thrown = failing.fail(Op.RESTORE, how);
        Scope scope = ann.makeCurrent();
        scope.close();
        assertReportedCause(thrown);
        assertValues("bob", "ann", "bob");
        assertThat(TENANT.isBound()).isFalse();
        put("carl");
        scope.close();
        assertValues("carl", "carl", "carl");
        ann.run(() -> {});
        assertReportedCause(thrown);
        assertValues("carl", "ann", "carl");
    }

    @ParameterizedTest
    @EnumSource
    void rule_13_one_that_throws_on_restore_to_absent_does_not_keep_the_rest_from_being_restored(Thrown how) {
        AmbientContext ann = captured("ann");
        Throwable thrown = failing.fail(Op.RESTORE_ABSENT, how);
        ann.makeCurrent().close();
        assertReportedCause(thrown);
        assertValues(null, "ann", null);
        put(null);
        ann.run(() -> {});
        assertReportedCause(thrown);
        assertValues(null, "ann", null);
        assertThat(TENANT.isBound()).isFalse();
    }
}
