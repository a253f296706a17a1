/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@RestController
class OrderController {

    private static final Logger log = LoggerFactory.getLogger(OrderController.class);

    private final OrderService orders;

    OrderController(OrderService orders) {
        this.orders = orders;
    }

    @PostMapping("/orders")
    Mono<Receipt> place(@RequestBody Order order) {
        log.info("{}: received", order.number());
        return orders.place(order);
    }

    /** What delivery costs. The service asks itself, as it would ask another one. */
    @GetMapping("/delivery/{number}")
    Mono<Long> delivery(@PathVariable("number") String number) {
        return Mono.just(490L)
                .publishOn(Schedulers.parallel())
                .doOnNext(cents -> log.info("{}: delivery asked", number));
    }
}
