/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.reactor.ReactorBridge;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A flow that is assembled inside the block, and subscribed outside. */
final class SubscribedOutside implements Loss {

    private final Scheduler scheduler = Schedulers.fromExecutorService(Loss.pool("parallel"));

    @Override
    public Explanation lose() {
        Registration bridge = ReactorBridge.install();
        try {
            Mono<Explanation> page = Ambient.where(REQUEST_ID, "r-17").call(this::page);
            return page.block(); // outside
        } finally {
            bridge.close();
        }
    }

    private Mono<Explanation> page() {
        return Mono.just("order 4711").publishOn(scheduler).map(order -> {
            return Diagnostics.explain(REQUEST_ID); // null here
        });
    }
}
