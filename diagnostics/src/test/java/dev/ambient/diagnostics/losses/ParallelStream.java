/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The part of a parallel stream that runs on other threads. */
final class ParallelStream implements Loss {

    @Override
    public Explanation lose() {
        CountDownLatch both = new CountDownLatch(2);
        return Ambient.where(REQUEST_ID, "r-17")
                .call(() -> IntStream.range(0, 2)
                        .parallel()
                        .mapToObj(part -> {
                            meet(both); // so that two threads take part
                            return Diagnostics.explain(REQUEST_ID); // null on the other thread
                        })
                        .filter(explanation -> explanation.reason() != Explanation.Reason.PRESENT)
                        .findAny()
                        .orElseThrow());
    }

    private static void meet(CountDownLatch both) {
        both.countDown();
        try {
            both.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
