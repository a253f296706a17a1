/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The application: asks the database, the inventory and the price endpoint at the same time, applies the discount and
 * has the offer audited. Nothing in it deals with ids; the {@link Probe} only looks.
 */
final class Offers {

    private final Scheduler scheduler;
    private final Catalog catalog;
    private final Inventory inventory;
    private final Prices prices;
    private final Settings settings;
    private final Audit audit;
    private final Probe probe;

    Offers(
            Scheduler scheduler,
            Catalog catalog,
            Inventory inventory,
            Prices prices,
            Settings settings,
            Audit audit,
            Probe probe) {
        this.scheduler = scheduler;
        this.catalog = catalog;
        this.inventory = inventory;
        this.prices = prices;
        this.settings = settings;
        this.audit = audit;
        this.probe = probe;
    }

    /** An offer, or nothing if there is no such product. */
    Mono<Offer> make(Request request) {
        return Mono.just(request)
                .doOnNext(begun -> probe.at(Stage.HANDLER, request))
                .publishOn(scheduler)
                .doOnNext(begun -> probe.at(Stage.PUBLISH_ON, request))
                .flatMap(begun -> Mono.zip(catalog.name(request), inStock(request), prices.cents(request)))
                .doOnNext(all -> probe.at(Stage.JOINED, request))
                .flatMap(all -> discountPercent(request)
                        .map(percent -> new Offer(
                                request.sku(), all.getT1(), all.getT2(), all.getT3() * (100 - percent) / 100)))
                .doOnNext(offer -> audit.note(request));
    }

    private Mono<Integer> inStock(Request request) {
        return Mono.from(inventory.inStock(request).toFlowable())
                .doOnNext(stock -> probe.at(Stage.BACK_IN_REACTOR, request));
    }

    private Mono<Integer> discountPercent(Request request) {
        return settings.nextDiscountPercent().doOnNext(percent -> probe.at(Stage.SHARED_SETTINGS, request));
    }
}
