/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The way of an order: it is priced, taken from the stock, invoiced and packed. */
@Service
class OrderService {

    private static final Logger log = LoggerFactory.getLogger(OrderService.class);

    private final Catalogue catalogue;
    private final Prices prices;
    private final Rates rates;
    private final Delivery delivery;
    private final Loyalty loyalty;
    private final Stock stock;
    private final Invoices invoices;
    private final Warehouse warehouse;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    OrderService(
            Catalogue catalogue,
            Prices prices,
            Rates rates,
            Delivery delivery,
            Loyalty loyalty,
            Stock stock,
            Invoices invoices,
            Warehouse warehouse,
            Audit audit,
            ApplicationEventPublisher events) {
        this.catalogue = catalogue;
        this.prices = prices;
        this.rates = rates;
        this.delivery = delivery;
        this.loyalty = loyalty;
        this.stock = stock;
        this.invoices = invoices;
        this.warehouse = warehouse;
        this.audit = audit;
        this.events = events;
    }

    Mono<Receipt> place(Order order) {
        return Mono.just(order)
                .publishOn(Schedulers.parallel())
                .doOnNext(taken -> log.info("{}: begun", taken.number()))
                .then(catalogue.knows(order))
                .then(price(order))
                .flatMap(cents -> stock.take(order)
                        .then(invoices.write(order, cents))
                        .map(invoice -> new Receipt(order.number(), cents, invoice)))
                .doOnNext(receipt -> events.publishEvent(new OrderPlaced(order)))
                .delayUntil(receipt -> warehouse.packed(order))
                .doOnNext(receipt -> audit.note(order))
                .doFinally(signal -> log.info("{}: ended with {}", order.number(), signal));
    }

    private Mono<Long> price(Order order) {
        return Mono.zip(prices.of(order), delivery.cents(order), rates.current(order), loyalty.percent(order))
                .doOnNext(all -> log.info("{}: priced", order.number()))
                .map(all -> Math.round(all.getT1() * all.getT3() * (100 - all.getT4()) / 100) + all.getT2());
    }
}
