/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What OpenTelemetry documents of a storage. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are closed by hand, or not
class ContractTest {

    private static final ContextKey<String> KEY = ContextKey.named("key");
    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private final Context one = Context.root().with(KEY, "one");
    private final Context two = Context.root().with(KEY, "two");

    @AfterEach
    void theThreadIsClean() {
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @Test
    void ServiceLoader_finds_it() {
        assertThat(ContextStorage.get()).isSameAs(AmbientContextStorage.INSTANCE);
    }

    @Test
    void nothing_attached_is_the_root() {
        assertThat(ContextStorage.get().current()).isNull();
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void scopes_restore_in_order_and_the_root_hides_what_is_around() {
        try (Scope outer = one.makeCurrent()) {
            try (Scope inner = Context.root().makeCurrent()) {
                assertThat(Context.current()).isSameAs(Context.root());
            }
            assertThat(Context.current()).isSameAs(one);
        }
    }

    @Test
    void attaching_the_current_one_or_null_does_nothing() {
        try (Scope outer = one.makeCurrent()) {
            assertThat(one.makeCurrent()).isSameAs(Scope.noop());
            assertThat(ContextStorage.get().attach(null)).isSameAs(Scope.noop());
        }
    }

    @Test
    void closing_twice_does_nothing() {
        Scope first = one.makeCurrent();
        first.close();
        Scope again = one.makeCurrent();
        first.close();
        assertThat(Context.current()).isSameAs(one);
        again.close();
    }

    @Test
    void closing_out_of_order_does_nothing_until_the_inner_one_is_closed() {
        Scope outer = one.makeCurrent();
        Scope inner = two.makeCurrent();
        outer.close();
        assertThat(Context.current()).isSameAs(two);
        inner.close();
        assertThat(Context.current()).isSameAs(one);
        outer.close();
    }

    @Test
    void closing_on_another_thread_changes_neither_thread() throws Exception {
        Scope scope = one.makeCurrent();
        Thread other = new Thread(AmbientContext.capture().wrap(() -> {
            scope.close();
            assertThat(Context.current()).isSameAs(one);
        }));
        Throwable[] failure = new Throwable[1];
        other.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
        other.start();
        other.join();
        assertThat(failure[0]).isNull();
        assertThat(Context.current()).isSameAs(one);
        scope.close();
    }

    @Test
    void closing_keeps_other_ambient_values_that_were_set_meanwhile() {
        AmbientContext.empty().run(() -> {
            Scope scope = one.makeCurrent();
            REQUEST_ID.set("r-17");
            scope.close();
            assertThat(REQUEST_ID.get()).isEqualTo("r-17");
        });
    }

    @Test
    void rule_13_a_scope_that_is_closed_before_an_ambient_scope_inside_it_does_not_come_back() {
        Scope outer = two.makeCurrent();
        Scope span = one.makeCurrent();
        dev.ambient.Scope first = REQUEST_ID.bind("r-17");
        dev.ambient.Scope second = REQUEST_ID.bind("r-18");
        span.close();
        assertThat(Context.current()).isSameAs(two);
        assertThat(REQUEST_ID.get()).isEqualTo("r-18");
        second.close();
        assertThat(Context.current()).isSameAs(two);
        assertThat(REQUEST_ID.get()).isEqualTo("r-17");
        first.close();
        assertThat(Context.current()).isSameAs(two);
        outer.close(); // theThreadIsClean
    }

    @Test
    void rule_13_nor_does_one_come_back_where_both_are_closed_so() {
        Scope outer = two.makeCurrent();
        Scope span = one.makeCurrent();
        dev.ambient.Scope inner = REQUEST_ID.bind("r-17");
        span.close();
        outer.close();
        assertThat(Context.current()).isSameAs(Context.root());
        inner.close(); // theThreadIsClean
    }

    @Test
    void rule_7_in_a_task_it_does_not_come_back_either_and_what_was_around_the_task_stays() {
        Scope span = one.makeCurrent();
        dev.ambient.Scope around = REQUEST_ID.bind("r-16");
        AmbientContext.capture().run(() -> {
            Scope own = two.makeCurrent();
            dev.ambient.Scope inner = REQUEST_ID.bind("r-17");
            own.close();
            assertThat(Context.current()).isSameAs(one);
            inner.close();
            assertThat(Context.current()).isSameAs(one);
        });
        assertThat(Context.current()).isSameAs(one);
        around.close();
        assertThat(Context.current()).isSameAs(one);
        span.close();
    }

    @Test
    void rule_6_work_that_began_inside_keeps_it() {
        Scope span = one.makeCurrent();
        AmbientContext captured = AmbientContext.capture();
        dev.ambient.Scope inner = REQUEST_ID.bind("r-17");
        span.close();
        captured.run(() -> assertThat(Context.current()).isSameAs(one));
        try (dev.ambient.Scope again = captured.makeCurrent()) {
            assertThat(Context.current()).isSameAs(one);
        }
        inner.close();
    }

    @Test
    void beside_the_agent_it_is_OpenTelemetrys_own_storage() {
        assertThat(AmbientContextStorageProvider.storage(true)).isSameAs(ContextStorage.defaultStorage());
        assertThat(AmbientContextStorageProvider.isOnBootClassPath("java.lang.Object"))
                .isTrue();
        assertThat(AmbientContextStorageProvider.isOnBootClassPath(ContractTest.class.getName()))
                .isFalse();
    }
}
