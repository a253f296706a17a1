/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_LEFT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Accessors and listeners that use ambient values themselves, in the middle of a switch. */
@SuppressWarnings("try")
class ReentrancyTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<String> USER = Ambient.named("user");

    /** A foreign thread-local that does something more whenever it is set or brought back. */
    private static final class CallingBack implements ThreadLocalAccessor<String> {

        final ThreadLocal<String> threadLocal = new ThreadLocal<>();
        private final Consumer<String> onSet;
        private final Runnable onRestore;

        CallingBack(Consumer<String> onSet, Runnable onRestore) {
            this.onSet = onSet;
            this.onRestore = onRestore;
        }

        @Override
        public Object key() {
            return "callingBack";
        }

        @Override
        public String getValue() {
            return threadLocal.get();
        }

        @Override
        public void setValue(String value) {
            threadLocal.set(value);
            onSet.accept(value);
        }

        @Override
        public void setValue() {
            threadLocal.remove();
        }

        @Override
        public void restore(String previous) {
            threadLocal.set(previous);
            onRestore.run();
        }

        @Override
        public void restore() {
            threadLocal.remove();
            onRestore.run();
        }
    }

    private AmbientContext capturedWith(CallingBack accessor) {
        afterwardsClose(AmbientRegistry.global().register(accessor));
        afterwards(accessor.threadLocal::remove);
        accessor.threadLocal.set("flow");
        AmbientContext captured = AmbientContext.capture().with(TENANT, "acme");
        accessor.threadLocal.remove();
        return captured;
    }

    @Test
    void rule_13_an_accessor_may_hold_a_scope_from_set_to_restore() {
        List<Scope> scopes = new ArrayList<>();
        CallingBack accessor = new CallingBack(
                value -> scopes.add(USER.bind("user of " + value)),
                () -> scopes.remove(scopes.size() - 1).close());
        AmbientContext captured = capturedWith(accessor);
        for (int i = 0; i < 3; i++) {
            captured.run(() -> {
                assertThat(USER.get()).isEqualTo("user of flow");
                assertThat(TENANT.get()).isEqualTo("acme");
            });
            try (Scope scope = captured.makeCurrent()) {
                assertThat(USER.get()).isEqualTo("user of flow");
            }
            assertThat(scopes).isEmpty();
            assertThat(USER.isBound()).isFalse();
            assertThat(accessor.threadLocal.get()).isNull();
        }
    }

    @Test
    void rule_7_what_an_accessor_sets_ends_with_the_scope_that_called_it() {
        AmbientContext captured = capturedWith(new CallingBack(USER::set, () -> {}));
        try (Scope scope = captured.makeCurrent()) {
            assertThat(USER.get()).isEqualTo("flow");
        }
        assertThat(USER.isBound()).isFalse();
        captured.run(() -> assertThat(USER.get()).isEqualTo("flow"));
        assertThat(USER.isBound()).isFalse();
    }

    @Test
    void rule_7_a_scope_that_a_listener_leaves_open_ends_at_once_and_is_reported() {
        CallingBack accessor = new CallingBack(value -> {}, () -> {});
        AmbientContext captured = capturedWith(accessor);
        accessor.threadLocal.set("thread");
        Registration listener = TENANT.onChange((previous, current, cause) -> {
            if (current != null) {
                USER.bind("left");
            }
        });
        captured.run(() -> assertThat(accessor.threadLocal.get()).isEqualTo("flow"));
        listener.close();
        assertThat(accessor.threadLocal.get()).isEqualTo("thread");
        assertThat(USER.isBound()).isFalse();
        assertReported(SCOPE_LEFT_OPEN);
    }

    @Test
    void rule_11_each_listener_hears_of_each_value_once_and_in_order_also_if_another_sets_again() {
        List<String> first = new ArrayList<>();
        List<String> last = new ArrayList<>();
        afterwardsClose(TENANT.onChange((previous, current, cause) -> first.add(previous + ">" + current)));
        afterwardsClose(TENANT.onChange((previous, current, cause) -> {
            if ("acme".equals(current)) {
                TENANT.set("ACME");
            }
        }));
        afterwardsClose(TENANT.onChange((previous, current, cause) -> last.add(previous + ">" + current)));
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(first).containsExactly("null>acme", "acme>ACME");
            assertThat(last).containsExactly("null>ACME");
        }
        assertThat(first).endsWith("ACME>null");
        assertThat(last).containsExactly("null>ACME", "ACME>null");
    }

    @Test
    void rule_7_a_listener_that_sets_while_a_task_ends_leaves_nothing_on_the_thread() {
        afterwardsClose(TENANT.onChange((previous, current, cause) -> {
            if (current == null) {
                TENANT.set("again");
            }
        }));
        AmbientContext.empty().with(TENANT, "acme").run(() -> {});
        assertThat(TENANT.isBound()).isFalse();
    }
}
