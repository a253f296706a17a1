/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/** What is left of each article. */
@Component
class Stock {

    private static final Logger log = LoggerFactory.getLogger(Stock.class);

    private final DatabaseClient database;

    Stock(DatabaseClient database) {
        this.database = database;
    }

    /** Takes the articles of an order, or fails if there are not enough. */
    @Transactional
    public Mono<Integer> take(Order order) {
        return left(order)
                .filter(left -> left >= order.quantity())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("Not enough of " + order.article())))
                .flatMap(left -> update(order))
                .doOnNext(rows -> log.info("{}: taken", order.number()));
    }

    private Mono<Integer> left(Order order) {
        return database.sql("select quantity from stock where article = :article")
                .bind("article", order.article())
                .map(row -> {
                    log.info("{}: row read", order.number());
                    return row.get("quantity", Integer.class);
                })
                .one();
    }

    private Mono<Integer> update(Order order) {
        return database.sql("update stock set quantity = quantity - :quantity where article = :article")
                .bind("quantity", order.quantity())
                .bind("article", order.article())
                .fetch()
                .rowsUpdated()
                .map(Long::intValue);
    }
}
