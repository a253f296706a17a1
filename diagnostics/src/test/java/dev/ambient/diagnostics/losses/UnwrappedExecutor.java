/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import java.util.concurrent.ExecutorService;

/** A task on a pool that is not wrapped. */
final class UnwrappedExecutor implements Loss {

    private final ExecutorService pool = Loss.pool("orders");

    @Override
    public Explanation lose() throws Exception {
        return Ambient.where(REQUEST_ID, "r-17")
                .call(() -> pool.submit(() -> {
                            return Diagnostics.explain(REQUEST_ID); // null here
                        })
                        .get());
    }
}
