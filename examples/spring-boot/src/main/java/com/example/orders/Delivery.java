/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** What the carrier takes, asked over HTTP. */
@Component
class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final WebClient client;
    private final Environment environment;

    Delivery(WebClient.Builder clients, Environment environment) {
        this.client = clients.build();
        this.environment = environment;
    }

    Mono<Long> cents(Order order) {
        // Asked for each time: the port is known once the service listens.
        return client.get()
                .uri(environment.getRequiredProperty("delivery.url") + "/delivery/{number}", order.number())
                .retrieve()
                .bodyToMono(Long.class)
                .doOnNext(cents -> log.info("{}: delivery answered", order.number()));
    }
}
