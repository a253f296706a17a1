/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;

/** What must come, at once on a machine that is idle; on one that is busy a minute is given. */
final class Soon {

    private Soon() {}

    /** Looks on the test's own thread, for a thread for each look would cost more than what is looked for. */
    static void holds(ThrowingRunnable assertion) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(assertion);
    }

    /** Collects until nothing is held of these any more. */
    static void isLetGo(Collection<? extends Reference<?>> references) {
        holds(() -> {
            System.gc();
            assertThat(references).filteredOn(held -> held.get() != null).isEmpty();
        });
    }

    static void isLetGo(Reference<?> reference) {
        isLetGo(List.of(reference));
    }
}
