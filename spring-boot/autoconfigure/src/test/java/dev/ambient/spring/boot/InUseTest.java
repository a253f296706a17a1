/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
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
                    .contains("\"hooks\":{\"Reactor\":{\"Hooks.onEachOperator\":\"IN_PLACE\",")
                    .contains("\"RxJavaPlugins.setScheduleHandler\":\"IN_PLACE\"")
                    .contains("\"threadLocals\":{")
                    .contains("\"kind\":\"PARTLY_INSTALLED\",\"message\":\"Tasks on the beans {pool=")
                    .doesNotContain("secret");
            assertThat(output).contains("Ambient: bridges [Reactor, RxJava], values [tenant (X-Tenant)], executors [");
        }
    }

    @Test
    void what_was_reported_lately_is_bounded_and_many_of_one_kind_leave_the_few_of_another() {
        try (Service service = Service.start(WebApplicationType.SERVLET, Application.class, PROPERTIES)) {
            AmbientRegistry.global().report(new Problem(Problem.Kind.WRONG_TYPE, "the only one", null));
            for (int i = 0; i < 100; i++) {
                Throwable secret = new IllegalStateException("secret-of-a-request");
                AmbientRegistry.global()
                        .report(new Problem(
                                Problem.Kind.LISTENER_FAILED, "number " + i + " " + "x".repeat(5_000), secret));
            }
            String body = service.get("/actuator/ambient").body();
            assertThat(body)
                    .contains(
                            "\"LISTENER_FAILED\":100", "\"WRONG_TYPE\":1", "the only one", "number 99 x", "number 90 x")
                    .doesNotContain("number 89 x", "secret");
            assertThat(body.indexOf("number 99")).isLessThan(body.indexOf("number 90"));
            assertThat(body.length()).isLessThan(30_000);
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
