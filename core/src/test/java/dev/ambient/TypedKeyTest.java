/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Keys that know the type of their value: one of another type is noticed where it is put, not where it is read. */
class TypedKeyTest extends CleanThread {

    private static final Ambient<String> TENANT =
            Ambient.builder("typedTenant", String.class).mirrored().build();

    private final Ambient<CharSequence> title = Ambient.named("title", CharSequence.class);

    @Test
    void a_value_of_the_type_or_below_it_is_taken() {
        Ambient.where(title, "text").run(() -> assertThat(title.get()).isEqualTo("text"));
        Ambient.where(title, new StringBuilder("text"))
                .run(() -> assertThat(title.get()).hasToString("text"));
    }

    @Test
    void the_type_of_a_primitive_stands_for_its_box() {
        Ambient<Integer> attempt = Ambient.named("attempt", int.class);
        Ambient.where(attempt, 3).run(() -> assertThat(attempt.get()).isEqualTo(3));
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void one_of_another_type_is_refused_where_it_is_put_and_changes_nothing() {
        Ambient raw = title;
        for (ThrowingCallable put : List.<ThrowingCallable>of(
                () -> raw.set(42),
                () -> raw.bind(42),
                () -> raw.bindNonNull(42),
                () -> Ambient.where(raw, 42),
                () -> Ambient.whereNonNull(raw, 42),
                () -> Ambient.where(TENANT, "acme").where(raw, 42),
                () -> Ambient.where(TENANT, "acme").whereNonNull(raw, 42),
                () -> AmbientContext.empty().with(raw, 42))) {
            assertThatExceptionOfType(ClassCastException.class)
                    .isThrownBy(put)
                    .withMessageContainingAll("'title'", "java.lang.CharSequence", "java.lang.Integer");
            assertThat(title.isBound()).isFalse();
        }
    }

    @Test
    void one_of_another_type_under_the_plain_key_is_unset_and_reported_once_by_name() {
        AmbientContext before = AmbientContext.empty().with(TENANT, "acme").with(title, "text");
        for (int round = 0; round < 3; round++) {
            AmbientContext read = before.readFrom(Map.<Object, Object>of("typedTenant", 42L)::get);
            assertThat(read.get(TENANT)).isNull();
            assertThat(read.get(title)).isEqualTo("text");
        }
        assertThat(reported()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.WRONG_TYPE);
            assertThat(problem.message()).contains("'typedTenant'", "java.lang.String", "java.lang.Long");
        });
        assertThat(before.readFrom(Map.<Object, Object>of("typedTenant", "initech")::get)
                        .get(TENANT))
                .isEqualTo("initech");
    }

    @Test
    @SuppressWarnings("try")
    void so_is_what_a_snapshot_of_micrometer_has() {
        afterwardsClose(Carrier.register());
        ContextSnapshot snapshot =
                ContextSnapshotFactory.builder().build().captureFrom(Carrier.of("typedTenant", List.of()));
        Ambient.where(TENANT, "acme").run(() -> {
            try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                String tenant = TENANT.get(); // a String: nothing else gets this far
                assertThat(tenant).isNull();
            }
            assertThat(TENANT.get()).isEqualTo("acme");
        });
        assertReported(Problem.Kind.WRONG_TYPE);
    }

    @Test
    void it_needs_a_name_and_a_type() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ambient.named(" ", String.class));
        assertThatNullPointerException()
                .isThrownBy(() -> Ambient.named("tenant", null))
                .withMessage("type");
    }
}
