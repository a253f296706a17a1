/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.ACCESSOR_FAILED;
import static dev.ambient.Problem.Kind.SCOPE_CLOSED_LATE;
import static dev.ambient.Problem.Kind.SCOPE_ON_OTHER_THREAD;
import static dev.ambient.Problem.Kind.SCOPE_OUT_OF_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.TestAccessor.Op;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong with snapshots of Micrometer Context Propagation 1.2, each first shown there and then right here. If
 * a new version of Micrometer mends one, the first half of its test fails and can go.
 */
@SuppressWarnings("try")
class MicrometerFaultsTest extends CleanThread {

    private final TestAccessor user = new TestAccessor("user");
    private final TestAccessor role = new TestAccessor("role");
    private final ContextRegistry theirRegistry =
            new ContextRegistry().registerThreadLocalAccessor(user).registerThreadLocalAccessor(role);
    private final ContextSnapshotFactory theirs = ContextSnapshotFactory.builder()
            .contextRegistry(theirRegistry)
            .clearMissing(false)
            .build();
    private Registration ours;

    @BeforeEach
    void register() {
        ours = afterwardsClose(AmbientRegistry.global().register(user));
        afterwardsClose(AmbientRegistry.global().register(role));
    }

    @AfterEach
    void remove_the_values() {
        put(null, null);
    }

    private void put(String userValue, String roleValue) {
        user.work();
        role.work();
        user.threadLocal.set(userValue);
        role.threadLocal.set(roleValue);
    }

    private void assertValues(String userValue, String roleValue) {
        assertThat(user.threadLocal.get()).as("user").isEqualTo(userValue);
        assertThat(role.threadLocal.get()).as("role").isEqualTo(roleValue);
    }

    /** Captures with ann and admin in the thread-locals, and then empties them. */
    private <C> C captured(Supplier<C> capture) {
        put("ann", "admin");
        C captured = capture.get();
        put(null, null);
        return captured;
    }

    private ContextSnapshot snapshot() {
        return captured(theirs::captureAll);
    }

    private AmbientContext context() {
        return captured(AmbientContext::capture);
    }

    @Test
    void rule_13_an_accessor_that_throws_while_a_scope_opens_leaves_the_earlier_ones_set() {
        ContextSnapshot snapshot = snapshot();
        role.fail(Op.SET, () -> new IllegalArgumentException("boom"));
        assertThatThrownBy(snapshot::setThreadLocals).hasMessage("boom");
        assertValues("ann", null);

        AmbientContext context = context();
        role.fail(Op.SET, () -> new IllegalArgumentException("boom"));
        assertThatIllegalStateException().isThrownBy(() -> context.makeCurrent().close());
        assertValues(null, null);
    }

    @Test
    void rule_13_an_accessor_that_throws_while_a_scope_closes_skips_the_rest() {
        ContextSnapshot snapshot = snapshot();
        ContextSnapshot.Scope theirScope = snapshot.setThreadLocals();
        user.fail(Op.RESTORE_ABSENT, () -> new IllegalArgumentException("boom"));
        role.fail(Op.RESTORE_ABSENT, () -> new IllegalArgumentException("boom"));
        assertThatThrownBy(theirScope::close).hasMessage("boom");
        assertValues("ann", "admin");

        Scope scope = context().makeCurrent();
        role.fail(Op.RESTORE_ABSENT, () -> new IllegalArgumentException("boom"));
        scope.close();
        assertValues(null, "admin");
        assertReported(ACCESSOR_FAILED);
        put(null, null);

        Scope other = context().makeCurrent();
        user.fail(Op.RESTORE_ABSENT, () -> new IllegalArgumentException("boom"));
        other.close();
        assertValues("ann", null);
        assertReported(ACCESSOR_FAILED);
    }

    @Test
    void rule_13_an_accessor_removed_while_a_scope_is_open_is_never_restored() {
        ContextSnapshot.Scope theirScope = snapshot().setThreadLocals();
        theirRegistry.removeThreadLocalAccessor("user");
        theirScope.close();
        assertValues("ann", null);

        Scope scope = context().makeCurrent();
        ours.close();
        scope.close();
        assertValues(null, null);
    }

    @Test
    void rule_13_a_second_close_overwrites_later_values() {
        ContextSnapshot.Scope theirScope = snapshot().setThreadLocals();
        theirScope.close();
        put("bob", "guest");
        theirScope.close();
        assertValues(null, null);

        Scope scope = context().makeCurrent();
        scope.close();
        put("bob", "guest");
        scope.close();
        assertValues("bob", "guest");
    }

    @Test
    void rule_13_a_close_on_another_thread_writes_there_and_leaves_the_opener_dirty() {
        put(null, null);
        ContextSnapshot.Scope theirScope = snapshot().setThreadLocals();
        elsewhere(() -> {
            put("bob", "guest");
            theirScope.close();
            assertValues(null, null);
        });
        assertValues("ann", "admin");

        Scope scope = context().makeCurrent();
        elsewhere(() -> {
            put("bob", "guest");
            scope.close();
            assertValues("bob", "guest");
        });
        assertReported(SCOPE_ON_OTHER_THREAD);
        assertValues("ann", "admin");
        scope.close();
        assertValues(null, null);
    }

    @Test
    void rule_13_an_out_of_order_close_leaves_the_wrong_value() {
        ContextSnapshot snapshot = snapshot();
        put("bob", "guest");
        ContextSnapshot other = theirs.captureAll();
        put(null, null);
        ContextSnapshot.Scope theirOuter = snapshot.setThreadLocals();
        ContextSnapshot.Scope theirInner = other.setThreadLocals();
        theirOuter.close();
        assertValues(null, null);
        theirInner.close();
        assertValues("ann", "admin");

        AmbientContext ann = context();
        put("bob", "guest");
        AmbientContext bob = AmbientContext.capture();
        put(null, null);
        Scope outer = ann.makeCurrent();
        Scope inner = bob.makeCurrent();
        outer.close();
        assertValues(null, null);
        inner.close();
        assertValues(null, null);
        assertReported(SCOPE_OUT_OF_ORDER, SCOPE_CLOSED_LATE);
    }

    @Test
    void rule_7_a_value_that_is_missing_leaves_the_pool_threads_stale_one_visible() {
        put("ann", null);
        ContextSnapshot snapshot = theirs.captureAll();
        AmbientContext context = AmbientContext.capture();
        put("stale", "stale");
        snapshot.wrap(() -> assertValues("ann", "stale")).run();
        context.run(() -> assertValues("ann", null));
        assertValues("stale", "stale");
    }

    @Test
    void where_nothing_differs_it_writes_all_the_same() {
        put("ann", "admin");
        theirs.captureAll().setThreadLocals().close();
        assertThat(user.writes()).containsExactly("user SET ann", "user RESTORE ann");

        AmbientContext.capture().makeCurrent().close();
        assertThat(user.writes()).isEmpty();
    }
}
