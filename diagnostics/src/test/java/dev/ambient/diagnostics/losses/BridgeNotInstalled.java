/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reactor without its bridge. */
final class BridgeNotInstalled implements Loss {

    private final Scheduler scheduler = Schedulers.fromExecutorService(Loss.pool("parallel"));

    @Override
    public Explanation lose() {
        return Ambient.where(REQUEST_ID, "r-17")
                .call(() -> Mono.just("order 4711")
                        .publishOn(scheduler)
                        .map(order -> {
                            return Diagnostics.explain(REQUEST_ID); // null here
                        })
                        .block());
    }
}
