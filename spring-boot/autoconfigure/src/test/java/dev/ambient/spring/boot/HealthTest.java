/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.reactor.ReactorBridge;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;

/** The service's health says whether the hooks are in place, if it is to. */
class HealthTest {

    private static final String DETAILS = "management.endpoint.health.show-details=always";
    private static final String ON = "management.health.ambient.enabled=true";

    private static Service start(WebApplicationType type, String... properties) {
        return Service.start(type, WebApplication.class, properties);
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void off_by_default(WebApplicationType type) {
        try (Service service = start(type, DETAILS)) {
            assertThat(service.get("/actuator/health").body())
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("ambient");
            assertThat(service.get("/actuator/health/ambient").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void up_with_all_hooks_down_without_one_and_unknown_where_one_is_displaced(WebApplicationType type) {
        try (Service service = start(type, DETAILS, ON)) {
            assertHealth(service, 200, "UP", "{\"Reactor\":\"IN_PLACE\",\"RxJava\":\"IN_PLACE\"}");

            Hooks.onEachOperator("theirs", Operators.lift((source, subscriber) -> subscriber));
            try {
                assertHealth(
                        service,
                        200,
                        "UNKNOWN",
                        "{\"Reactor\":{\"Hooks.onEachOperator\":\"DISPLACED\"}," + "\"RxJava\":\"IN_PLACE\"}");
            } finally {
                Hooks.resetOnEachOperator("theirs");
            }

            Hooks.resetOnEachOperator();
            try {
                assertHealth(
                        service,
                        503,
                        "DOWN",
                        "{\"Reactor\":{\"Hooks.onEachOperator\":\"MISSING\"}," + "\"RxJava\":\"IN_PLACE\"}");
                assertThat(Flux.just(1).map(i -> i).blockLast()).isEqualTo(1);
            } finally {
                ReactorBridge.install().close();
            }
            assertThat(service.get("/actuator/health/ambient").status()).isEqualTo(200);
        }
    }

    private static void assertHealth(Service service, int code, String status, String details) {
        Http answer = service.get("/actuator/health/ambient");
        assertThat(answer.body()).contains("\"status\":\"" + status + "\"").contains("\"details\":" + details);
        assertThat(answer.status()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void unknown_where_nothing_is_installed(WebApplicationType type) {
        try (Service service = start(type, DETAILS, ON, "ambient.enabled=false")) {
            assertHealth(service, 200, "UNKNOWN", "{\"ambient.enabled\":false}");
        }
    }
}
