/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the tests of slices are given. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SliceApplication.Endpoint.class)
class SliceApplication {

    @RestController
    static class Endpoint {

        private final AmbientValues values;

        Endpoint(AmbientValues values) {
            this.values = values;
        }

        @GetMapping("/seen")
        String seen() {
            return WebApplication.tenant(values);
        }

        @GetMapping("/seen-later")
        Mono<String> later() {
            return Mono.just("").publishOn(Schedulers.parallel()).map(nothing -> WebApplication.tenant(values));
        }
    }

    static class Client {

        private final RestClient client;

        Client(RestClient.Builder builder) {
            this.client = builder.baseUrl("http://orders.internal").build();
        }

        void ask() {
            client.get().uri("/").retrieve().toBodilessEntity();
        }
    }
}
