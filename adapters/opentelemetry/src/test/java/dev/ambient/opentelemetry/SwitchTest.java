/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to know where another Context becomes current is told, and whether it is an ambient value at all. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are there to be closed
class SwitchTest {

    private final Context one = Context.root().with(ContextKey.named("key"), "one");

    @Test
    void the_storage_is_in_use_and_to_ask_leaves_nothing() {
        assertThat(AmbientOpenTelemetry.isInUse()).isTrue();
        try (Scope scope = one.makeCurrent()) {
            assertThat(AmbientOpenTelemetry.isInUse()).isTrue();
            assertThat(Context.current()).isSameAs(one);
        }
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @Test
    void a_switch_is_told_and_a_scope_is_not() {
        List<Object> told = new ArrayList<>();
        try (Registration following =
                AmbientOpenTelemetry.onSwitch(context -> told.add(context == null ? "none" : context))) {
            AmbientContext captured;
            try (Scope scope = one.makeCurrent()) {
                captured = AmbientContext.capture();
            }
            assertThat(told).isEmpty();
            captured.run(() -> assertThat(told).containsExactly(one));
            assertThat(told).containsExactly(one, "none");
        }
        AmbientContext.empty().run(() -> {});
        assertThat(told).hasSize(2);
    }
}
