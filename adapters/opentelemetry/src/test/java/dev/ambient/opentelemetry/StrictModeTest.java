/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.AmbientContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** OpenTelemetry's strict mode and a wrapper of the program's, both around our storage. */
@Tag("strict")
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are closed by hand, or not
class StrictModeTest {

    private static int attached;

    static {
        ContextStorage.addWrapper(storage -> new ContextStorage() {
            @Override
            public Scope attach(Context context) {
                attached++;
                return storage.attach(context);
            }

            @Override
            public Context current() {
                return storage.current();
            }
        });
    }

    private final Context one = Context.root().with(ContextKey.named("key"), "one");

    @Test
    void a_scope_that_is_closed_on_another_thread_is_said_and_the_value_still_goes_our_way() {
        Scope scope = one.makeCurrent();
        assertThat(attached).isPositive();
        assertThat(AmbientContext.current().keys()).containsExactly(AmbientContextStorage.CONTEXT);
        assertThatThrownBy(() -> CompletableFuture.runAsync(scope::close).join())
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("opened scope, but thread");
        assertThat(Context.current()).isSameAs(one);
        scope.close();
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void rule_5_a_scope_that_is_left_open_ends_with_its_block() {
        AmbientContext.empty().run(() -> one.makeCurrent());
        assertThat(Context.current()).isSameAs(Context.root());
    }
}
