/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.junit.AmbientTest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The first test starts work that leaks a scope while the second test runs. */
@AmbientTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class Late {

    static final Ambient<String> TENANT = Ambient.named("tenant");

    private static final CountDownLatch SECOND = new CountDownLatch(1);
    private static final CountDownLatch WRONG = new CountDownLatch(1);

    @Test
    @Order(1)
    void starts() {
        Thread thread = new Thread(AmbientContext.empty().with(TENANT, "acme").wrap(() -> {
            await(SECOND);
            AmbientContext.empty().run(() -> {
                FaultLine.next();
                TENANT.bind("initech");
            });
            WRONG.countDown();
        }));
        thread.setName("late");
        thread.start();
    }

    @Test
    @Order(2)
    void is_right() {
        SECOND.countDown();
        await(WRONG);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
