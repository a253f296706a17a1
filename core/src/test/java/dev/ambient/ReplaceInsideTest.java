/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an adapter does whose own scopes set: a value that ends before a scope inside it does not come back with that scope's end. */
@SuppressWarnings("MustBeClosedChecker") // scopes are closed by hand
class ReplaceInsideTest extends CleanThread {

    private static final Ambient<String> SPAN = Ambient.named("span");
    private static final Ambient<String> USER = Ambient.named("user");

    private long mark;

    @BeforeEach
    void begin() {
        mark = AmbientContext.boundary().mark();
        SPAN.set("one");
    }

    @AfterEach
    void the_value_is_gone() {
        assertThat(SPAN.get()).isNull();
    }

    private void end() {
        SPAN.unset();
        AmbientContext.boundary().replaceInside(mark, SPAN, "one", null);
    }

    @Test
    void rule_13_each_scope_inside_it_restores_what_was_there_but_for_the_value() {
        Scope outer = USER.bind("ann");
        Scope inner = USER.bind("bob");
        end();
        inner.close();
        assertThat(USER.get()).isEqualTo("ann");
        assertThat(SPAN.get()).isNull();
        outer.close();
        assertThat(USER.get()).isNull();
    }

    @Test
    void rule_13_also_a_scope_that_restores_foreign_thread_locals() {
        TestAccessor locale = afterwardsRemoved(new TestAccessor("locale"));
        Scope inner = USER.bind("ann");
        locale.threadLocal.set("de");
        end();
        inner.close();
        assertThat(locale.threadLocal.get()).isNull();
    }

    @Test
    void a_scope_that_restores_another_value_is_left_alone() {
        SPAN.set("two");
        Scope inner = USER.bind("ann");
        SPAN.set("one");
        end();
        inner.close();
        assertThat(SPAN.get()).isEqualTo("two");
        SPAN.unset();
    }

    @Test
    void a_scope_that_opens_in_place_of_one_inside_it_is_left_alone() {
        Scope inner = USER.bind("ann");
        end();
        inner.close();
        SPAN.set("one");
        Scope later = USER.bind("ann");
        later.close();
        assertThat(SPAN.get()).isEqualTo("one");
        SPAN.unset();
    }

    @Test
    void scopes_around_the_task_are_left_alone() {
        Scope around = USER.bind("ann");
        AmbientContext.capture().run(() -> {
            Scope inner = USER.bind("bob");
            end();
            inner.close();
            assertThat(SPAN.get()).isNull();
        });
        around.close();
        assertThat(SPAN.get()).isEqualTo("one");
        SPAN.unset();
    }

    private TestAccessor afterwardsRemoved(TestAccessor accessor) {
        afterwardsClose(AmbientRegistry.global().register(accessor));
        return accessor;
    }
}
