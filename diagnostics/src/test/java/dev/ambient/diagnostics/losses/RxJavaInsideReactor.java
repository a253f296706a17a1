/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.reactor.ReactorBridge;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import reactor.core.publisher.Mono;

/** An RxJava client that is called from Reactor, with only Reactor's bridge installed. */
final class RxJavaInsideReactor implements Loss {

    private final Scheduler io = Schedulers.from(Loss.pool("inventory"));

    @Override
    public Explanation lose() {
        Registration bridge = ReactorBridge.install();
        try {
            return Ambient.where(REQUEST_ID, "r-17")
                    .call(() -> Mono.just("order 4711")
                            .flatMap(order -> Mono.from(find(order)))
                            .block());
        } finally {
            bridge.close();
        }
    }

    private Flowable<Explanation> find(String order) {
        return Flowable.just(order).observeOn(io).map(found -> {
            return Diagnostics.explain(REQUEST_ID); // null here
        });
    }
}
