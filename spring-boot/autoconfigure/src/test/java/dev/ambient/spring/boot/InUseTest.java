/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What is in use can be looked at. */
@ExtendWith(OutputCaptureExtension.class)
class InUseTest {

    private static final String[] PROPERTIES = {
        "ambient.values.tenant.header=X-Tenant",
        "ambient.values.tenant.mdc=true",
        "logging.level.dev.ambient=info",
        "management.endpoints.web.exposure.include=ambient,health"
    };

    @Test
    void by_the_endpoint_and_in_one_line(CapturedOutput output) {
        try (Service service = Service.start(WebApplicationType.SERVLET, Application.class, PROPERTIES)) {
            Http answer = service.get("/actuator/ambient", "X-Tenant: secret-of-a-request");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"bridges\":[\"Reactor\",\"RxJava\"]")
                    .contains("{\"name\":\"tenant\",\"header\":\"X-Tenant\",\"response\":false,\"required\":false,"
                            + "\"maxLength\":256,\"onInvalid\":\"REJECT\",\"mdcKey\":\"tenant\"}")
                    .contains("\"leftAlone\":{\"pool\":\"java.util.concurrent.ForkJoinPool\"}")
                    .doesNotContain("secret");
            assertThat(output).contains("Ambient: bridges [Reactor, RxJava], values [tenant (X-Tenant)], executors [");
        }
    }

    @Test
    void the_endpoint_is_there_only_if_it_is_exposed() {
        try (Service service = Service.start(WebApplicationType.SERVLET, Application.class, PROPERTIES[0])) {
            assertThat(service.context().getBeansOfType(AmbientEndpoint.class)).isEmpty();
            assertThat(service.get("/actuator/ambient").status()).isEqualTo(404);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WebApplication.class)
    static class Application {

        @Bean
        ForkJoinPool pool() {
            return new ForkJoinPool(1);
        }
    }
}
