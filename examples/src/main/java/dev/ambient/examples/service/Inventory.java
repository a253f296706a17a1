/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.Executor;

/**
 * The client of an inventory, as another team might have written it years ago: RxJava 3 throughout, on schedulers of
 * its own, and without an idea of Reactor.
 */
final class Inventory {

    private final Scheduler lookups;
    private final Scheduler results;
    private final Probe probe;

    Inventory(Executor lookups, Executor results, Probe probe) {
        this.lookups = Schedulers.from(lookups);
        this.results = Schedulers.from(results);
        this.probe = probe;
    }

    Single<Integer> inStock(Request request) {
        return Single.fromCallable(() -> {
                    probe.at(Stage.RXJAVA_LOOKUP, request);
                    return stock(request.sku());
                })
                .subscribeOn(lookups)
                .observeOn(results)
                .doOnSuccess(stock -> probe.at(Stage.RXJAVA_OBSERVE_ON, request));
    }

    static int stock(String sku) {
        return Math.floorMod(sku.hashCode(), 1_000);
    }
}
