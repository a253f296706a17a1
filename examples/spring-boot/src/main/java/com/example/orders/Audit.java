/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Keeps a record of what was done. Nobody waits for it. */
@Component
class Audit {

    private static final Logger log = LoggerFactory.getLogger(Audit.class);

    void note(Order order) {
        Mono.fromRunnable(() -> log.info("{}: recorded", order.number()))
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe();
    }
}
