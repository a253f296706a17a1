/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what must come: at once on an idle machine, within a minute on a busy one. */
final class Soon {

    private Soon() {}

    /** Checks on the test's own thread: a thread for each check would cost more than the check. */
    static void holds(ThrowingRunnable assertion) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(assertion);
    }

    /** Runs the garbage collector until none of these is held any more. */
    static void isReleased(Collection<? extends Reference<?>> references) {
        holds(() -> {
            System.gc();
            assertThat(references).filteredOn(held -> held.get() != null).isEmpty();
        });
    }

    static void isReleased(Reference<?> reference) {
        isReleased(List.of(reference));
    }
}
