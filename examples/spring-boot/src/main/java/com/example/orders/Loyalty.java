/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The discount of a loyal customer. That system is slow, and nobody waits for it. */
@Component
class Loyalty {

    private static final Logger log = LoggerFactory.getLogger(Loyalty.class);

    Mono<Integer> percent(Order order) {
        return Mono.<Integer>never().timeout(Duration.ofMillis(5)).onErrorResume(TimeoutException.class, failure -> {
            log.info("{}: no discount", order.number());
            return Mono.just(0);
        });
    }
}
