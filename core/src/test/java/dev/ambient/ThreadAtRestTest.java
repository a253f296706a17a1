/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A thread holds on to what it works with for as long as it does, and to nothing of ours when it is at rest. */
@SuppressWarnings("try")
class ThreadAtRestTest extends CleanThread {

    private final Ambient<String> key = Ambient.named("key");

    /** Until it has surely run. */
    private static void collectGarbage() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return garbage.refersTo(null);
        });
    }

    @Test
    void at_rest_it_holds_nothing() {
        Ambient.where(key, "r-17").run(() -> {});
        key.bind("r-17").close();
        key.set("r-17");
        key.unset();
        WeakReference<Boundary> boundary = new WeakReference<>(Boundary.here());
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return boundary.refersTo(null);
        });
    }

    @Test
    void a_value_that_was_set_with_nothing_around_it_stays() {
        elsewhere(() -> {
            key.set("r-17");
            collectGarbage();
            assertThat(key.get()).isEqualTo("r-17");
        });
    }

    @Test
    void a_scope_that_nobody_keeps_stays_open() {
        elsewhere(() -> {
            key.bind("r-17");
            collectGarbage();
            assertThat(key.get()).isEqualTo("r-17");
        });
    }

    @Test
    void a_scope_of_the_empty_context_is_still_known_when_it_is_closed() {
        elsewhere(() -> {
            Scope scope = AmbientContext.empty().makeCurrent();
            collectGarbage();
            key.set("r-17");
            scope.close();
            assertThat(key.get()).isNull();
        });
    }

    @Test
    void what_micrometer_makes_current_stays() {
        ContextSnapshot snapshot = Ambient.where(key, "r-17")
                .call(() -> ContextSnapshotFactory.builder().build().captureAll());
        elsewhere(() -> {
            try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                collectGarbage();
                assertThat(key.get()).isEqualTo("r-17");
            }
            assertThat(key.get()).isNull();
        });
    }

    @Test
    void a_block_keeps_its_values_and_those_that_are_set_in_it() {
        elsewhere(() -> Ambient.where(key, "r-17").run(() -> {
            collectGarbage();
            assertThat(key.get()).isEqualTo("r-17");
            key.set("r-18");
            Scope scope = key.bind("r-19");
            collectGarbage();
            assertThat(key.get()).isEqualTo("r-19");
            scope.close();
            assertThat(key.get()).isEqualTo("r-18");
        }));
    }
}
