/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Tells customers. The order does not wait for it. */
@Component
class Mails {

    private static final Logger log = LoggerFactory.getLogger(Mails.class);

    @Async
    @EventListener
    void send(OrderPlaced placed) {
        log.info("{}: mail sent", placed.order().number());
    }
}
