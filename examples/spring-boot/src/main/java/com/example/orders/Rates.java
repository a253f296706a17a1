/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rate of exchange. All orders listen to one feed. */
@Component
class Rates implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Rates.class);

    private final Flux<Double> feed =
            Flux.interval(Duration.ofMillis(2)).map(tick -> 1.0).share();

    /** Keeps the feed open between orders. */
    private final Disposable open = feed.subscribe();

    /** The next rate that comes. */
    Mono<Double> current(Order order) {
        return feed.next().doOnNext(rate -> log.info("{}: rate is {}", order.number(), rate));
    }

    @Override
    public void destroy() {
        open.dispose();
    }
}
