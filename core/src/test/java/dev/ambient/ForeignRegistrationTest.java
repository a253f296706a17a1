/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Adding and removing accessors, here and in Micrometer's registry, also while they are in use. */
@SuppressWarnings("try")
class ForeignRegistrationTest extends CleanThread {

    private final AmbientRegistry registry = AmbientRegistry.global();
    private final ContextRegistry micrometer = ContextRegistry.getInstance();
    private final TestAccessor user = new TestAccessor("user");
    private final ThreadLocal<String> local = user.threadLocal;

    @AfterEach
    void remove_the_value() {
        local.remove();
    }

    private Registration register() {
        return afterwardsClose(registry.register(user));
    }

    @Test
    void an_accessor_registered_with_micrometer_travels_too() {
        micrometer.registerThreadLocalAccessor(user);
        afterwards(() -> micrometer.removeThreadLocalAccessor("user"));
        local.set("ann");
        AmbientContext captured = AmbientContext.capture();
        elsewhere(() -> captured.run(() -> assertThat(local.get()).isEqualTo("ann")));
    }

    @Test
    void what_is_registered_is_there_for_micrometer_too() {
        register();
        assertThat(micrometer.getThreadLocalAccessors()).contains(user);
    }

    @Test
    void rule_13_an_accessor_removed_while_a_scope_is_open_is_still_restored() {
        Registration registration = register();
        local.set("ann");
        AmbientContext ann = AmbientContext.capture();
        local.set("bob");
        Scope scope = ann.makeCurrent();
        registration.close();
        scope.close();
        assertThat(local.get()).isEqualTo("bob");
    }

    @Test
    void rule_13_an_accessor_removed_while_a_task_runs_is_still_restored() {
        Registration registration = register();
        local.set("ann");
        AmbientContext ann = AmbientContext.capture();
        local.remove();
        ann.run(registration::close);
        assertThat(local.get()).isNull();
    }

    @Test
    void a_captured_context_keeps_to_the_accessors_it_was_captured_with() {
        AmbientContext before = AmbientContext.capture();
        Registration registration = register();
        local.set("ann");
        before.run(() -> assertThat(local.get()).as("registered since").isEqualTo("ann"));
        AmbientContext ann = AmbientContext.capture();
        registration.close();
        local.set("bob");
        ann.run(() -> assertThat(local.get()).as("removed since").isEqualTo("ann"));
        assertThat(local.get()).isEqualTo("bob");
        AmbientContext after = AmbientContext.capture();
        local.set("carl");
        after.run(() -> assertThat(local.get()).isEqualTo("carl"));
    }

    @Test
    void a_key_that_is_taken_is_refused_and_the_first_accessor_stays() {
        Registration first = register();
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.register(new TestAccessor("user")))
                .withMessageContaining("user");
        assertThatIllegalStateException().isThrownBy(() -> registry.register("user", new ThreadLocal<String>()));
        assertThat(micrometer.getThreadLocalAccessors()).contains(user);
        first.close();
        first.close();
        assertThat(micrometer.getThreadLocalAccessors()).doesNotContain(user);
        micrometer.registerThreadLocalAccessor(user);
        afterwards(() -> micrometer.removeThreadLocalAccessor("user"));
        assertThatIllegalStateException().isThrownBy(() -> registry.register(new TestAccessor("user")));
    }

    @Test
    void rule_15_closing_leaves_an_accessor_that_somebody_else_put_there_since() {
        Registration registration = register();
        TestAccessor theirs = new TestAccessor("user");
        micrometer.registerThreadLocalAccessor(theirs);
        afterwards(() -> micrometer.removeThreadLocalAccessor("user"));
        theirs.threadLocal.set("ann");
        AmbientContext captured = AmbientContext.capture();
        elsewhere(() -> captured.run(() -> assertThat(theirs.threadLocal.get()).isEqualTo("ann")));
        registration.close();
        assertThat(micrometer.getThreadLocalAccessors()).contains(theirs);
        theirs.threadLocal.remove();
    }

    @Test
    void a_plain_thread_local_is_absent_when_it_holds_null() {
        ThreadLocal<String> plain = new ThreadLocal<>();
        afterwardsClose(registry.register("plain", plain));
        AmbientContext nothing = AmbientContext.capture();
        plain.set("ann");
        AmbientContext ann = AmbientContext.capture();
        nothing.run(() -> {
            assertThat(plain.get()).isNull();
            ann.run(() -> assertThat(plain.get()).isEqualTo("ann"));
            assertThat(plain.get()).isNull();
        });
        assertThat(plain.get()).isEqualTo("ann");
        plain.remove();
    }

    /** Up to context-propagation 1.1.3, Micrometer's registry takes out nothing but by a text. */
    @Test
    void an_accessor_whose_key_is_not_a_string_goes_too_and_leaves_nothing() {
        List<ThreadLocalAccessor<?>> before = List.copyOf(micrometer.getThreadLocalAccessors());
        ThreadLocal<String> local = new ThreadLocal<>();
        Registration registration = registry.register(new ThreadLocalAccessor<String>() {
            @Override
            public Object key() {
                return PropagationPolicy.PROPAGATE;
            }

            @Override
            public String getValue() {
                return local.get();
            }

            @Override
            public void setValue(String value) {
                local.set(value);
            }

            @Override
            public void setValue() {
                local.remove();
            }
        });
        local.set("ann");
        AmbientContext ann = AmbientContext.capture();
        elsewhere(() -> ann.run(() -> assertThat(local.get()).isEqualTo("ann")));

        registration.close();
        assertThat(micrometer.getThreadLocalAccessors()).containsExactlyElementsOf(before);
        local.set("bob");
        AmbientContext bob = AmbientContext.capture();
        elsewhere(() -> bob.run(() -> assertThat(local.get()).isNull()));
        local.remove();
    }
}
