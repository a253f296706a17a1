/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What an article costs. The client of that system speaks RxJava. */
@Component
class Prices {

    private static final Logger log = LoggerFactory.getLogger(Prices.class);

    Mono<Long> of(Order order) {
        return Mono.fromDirect(request(order).toFlowable())
                .doOnNext(cents -> log.info("{}: price is there", order.number()));
    }

    private static Single<Long> request(Order order) {
        return Single.fromCallable(() -> {
                    log.info("{}: price asked", order.number());
                    return 1000L * order.quantity();
                })
                .subscribeOn(Schedulers.io())
                .observeOn(Schedulers.computation())
                .doOnSuccess(cents -> log.info("{}: price answered", order.number()));
    }
}
