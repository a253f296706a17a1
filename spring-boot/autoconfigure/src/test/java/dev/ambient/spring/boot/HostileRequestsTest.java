/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Requests that try to get by without what is required, and services in which threads are shared more than usual. */
class HostileRequestsTest {

    private static final String[] STRICT = {
        "ambient.values.tenant.header=X-Tenant", "ambient.values.tenant.required=true"
    };

    private static Service start(Class<?> application, String... properties) {
        return Service.start(WebApplicationType.SERVLET, application, properties);
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/../tenant",
        "/actuator/%2e%2e/tenant",
        "/actuator/..;x=y/tenant",
        "/actuator/x/../../tenant",
        "/free/../tenant"
    })
    void a_path_does_not_lead_around_a_required_header(String path) {
        try (Service strict = start(Plain.class, STRICT[0], STRICT[1], "ambient.web.not-required-paths=/free")) {
            Http answer = strict.get(path);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("The header X-Tenant is missing.");
        }
    }

    @Test
    void the_actuator_below_the_path_of_the_dispatcher_needs_no_header() {
        try (Service strict = start(Plain.class, STRICT[0], STRICT[1], "spring.mvc.servlet.path=/api")) {
            assertThat(strict.get("/api/actuator/health").status()).isEqualTo(200);
            assertThat(strict.get("/api/tenant").status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void the_port_of_the_actuator_needs_no_header(WebApplicationType type) {
        try (Service strict = Service.start(
                type,
                WebApplication.class,
                STRICT[0],
                STRICT[1],
                "management.server.port=0",
                "spring.main.allow-bean-definition-overriding=true", // of Boot 4's own beans, with two servers on the
                // class path
                "management.endpoints.web.base-path=/")) {
            int port = strict.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
            assertThat(Http.get(port, "/health").status()).isEqualTo(200);
            assertThat(strict.get("/health").status()).isEqualTo(400);
        }
    }

    @Test
    void a_request_has_no_value_of_the_one_that_completes_it() throws Exception {
        try (Service service = start(
                OnExecutorBean.class, "ambient.values.tenant.header=X-Tenant", "ambient.values.plan.header=X-Plan")) {
            server(service)
                    .getConnector()
                    .getProtocolHandler()
                    .setExecutor(service.context().getBean("requests", ExecutorService.class));
            Waiting waiting = service.bean(Waiting.class);
            CompletableFuture<Http> first = CompletableFuture.supplyAsync(() -> service.get("/wait", "X-Plan: gold"));
            DeferredResult<Waiting.Body> result = waiting.results.poll(1, TimeUnit.MINUTES);
            waiting.next = result;
            service.get("/complete", "X-Tenant: other");
            assertThat(first.get(1, TimeUnit.MINUTES).body()).isEqualTo("{\"seen\":\"null gold\"}");
        }
    }

    /** By name, for Boot 4 has moved the classes. */
    private static Tomcat server(Service service) throws ReflectiveOperationException {
        Object server = service.context().getClass().getMethod("getWebServer").invoke(service.context());
        return (Tomcat) server.getClass().getMethod("getTomcat").invoke(server);
    }

    @Test
    void the_header_that_a_controller_sets_in_a_response_stays_on_a_later_dispatch() {
        try (Service service =
                start(Plain.class, "ambient.values.tenant.header=X-Tenant", "ambient.values.tenant.response=true")) {
            assertThat(service.get("/own", "X-Tenant: acme").header("X-Tenant")).containsExactly("own");
            assertThat(service.get("/own-later", "X-Tenant: acme").header("X-Tenant"))
                    .containsExactly("own");
        }
    }

    @RestController
    static class Waiting {

        final BlockingQueue<DeferredResult<Body>> results = new LinkedBlockingQueue<>();
        volatile DeferredResult<Body> next;
        private final AmbientValues values;

        Waiting(AmbientValues values) {
            this.values = values;
        }

        @GetMapping("/wait")
        DeferredResult<Body> await() {
            DeferredResult<Body> result = new DeferredResult<>();
            results.add(result);
            return result;
        }

        @GetMapping("/complete")
        String complete() {
            next.setResult(new Body(values));
            return "";
        }

        /** Is asked where it is written. */
        public static final class Body {

            private final AmbientValues values;

            Body(AmbientValues values) {
                this.values = values;
            }

            public String getSeen() {
                return values.get("tenant").get() + " " + values.get("plan").get();
            }
        }
    }

    @RestController
    static class Own {

        @GetMapping("/own")
        String own(HttpServletResponse response) {
            response.setHeader("X-Tenant", "own");
            return "";
        }

        @GetMapping("/own-later")
        DeferredResult<String> ownLater(HttpServletResponse response) {
            response.setHeader("X-Tenant", "own");
            DeferredResult<String> result = new DeferredResult<>();
            result.setResult("");
            return result;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({WebApplication.class, Own.class})
    static class Plain {

        /** As without Spring Security, whose own refuses odd paths. */
        @Bean
        HttpFirewall none() {
            return new HttpFirewall() {
                @Override
                public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                    return new FirewalledRequest(request) {
                        @Override
                        public void reset() {}
                    };
                }

                @Override
                public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
                    return response;
                }
            };
        }
    }

    /** The server runs requests on an executor of the program's, as some do for virtual threads. */
    @Configuration(proxyBeanMethods = false)
    @Import({WebApplication.class, Waiting.class})
    static class OnExecutorBean {

        @Bean
        ExecutorService requests() {
            return Executors.newFixedThreadPool(8);
        }
    }
}
