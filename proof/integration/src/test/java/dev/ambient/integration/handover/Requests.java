/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Two requests and a carrying executor, to which one of them hands what the other waits for. */
abstract class Requests {

    static final Ambient<String> REQ = Ambient.named("req");

    private final ScheduledExecutorService raw = Executors.newScheduledThreadPool(2);
    final ScheduledExecutorService pool = AmbientExecutors.wrap(raw);

    static void in(String request, Runnable block) {
        Ambient.where(REQ, request).run(block);
    }

    static String seen() {
        return REQ.orElse("none");
    }

    static <V> V resultOf(Future<V> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    final void leave_the_threads_clean() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(resultOf(raw.submit(() -> AmbientContext.current().isEmpty())))
                    .isTrue();
        }
        raw.shutdownNow();
        assertThat(raw.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }
}
