/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A test of a program has what the program has: no {@code main} is called. */
@SpringBootTest(
        properties = "ambient.values.tenant.header=X-Tenant",
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        classes = SpringBootTestTest.Application.class)
@DirtiesContext // so that the context is closed here, not where the JVM ends
class SpringBootTestTest {

    @Autowired
    private AmbientValues values;

    @Autowired
    private Early early;

    @Test
    void the_bridges_are_in_before_the_first_bean() {
        assertThat(early.isInstalled()).isTrue();
        Ambient<String> tenant = values.get("tenant");
        Mono<String> seen = Mono.just("").publishOn(Schedulers.parallel()).map(nothing -> tenant.orElse("none"));
        String value = Ambient.where(tenant, "acme").call(() -> seen.block());
        assertThat(value).isEqualTo("acme");
    }

    record Early(boolean isInstalled) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Early early() {
            return new Early(ReactorBridge.isInstalled());
        }
    }
}
