/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Headers come in and go out, in one of the two stacks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractWebTest {

    private static final Ambient<String> LOCALE = Ambient.named("locale", String.class);

    private final WebApplicationType type;
    Service service;

    AbstractWebTest(WebApplicationType type) {
        this.type = type;
    }

    @BeforeAll
    void start() {
        service = start(
                "ambient.values.tenant.header=X-Tenant",
                "ambient.values.tenant.response=true",
                "ambient.values.tenant.mdc=true",
                "ambient.values.tenant.max-length=16",
                "ambient.values.plan.header=X-Plan",
                "ambient.values.plan.response=true",
                "ambient.values.plan.default=free",
                "ambient.values.shop.header=X-Shop",
                "ambient.values.shop.response=true",
                "ambient.values.shop.max-length=4",
                "ambient.values.shop.on-invalid=cut",
                "ambient.values.till.header=X-Till",
                "ambient.values.till.response=true",
                "ambient.values.till.default=none",
                "ambient.values.till.on-invalid=ignore");
    }

    private Service start(String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 1);
        all[properties.length] = "test.server=" + server();
        return Service.start(type, application(), all);
    }

    String server() {
        return "tomcat";
    }

    Class<?> application() {
        return Application.class;
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void the_controller_sees_the_header() {
        assertThat(service.get("/tenant", "X-Tenant: acme").body()).isEqualTo("acme");
        assertThat(service.get("/tenant", "x-tenant:  acme ").body()).isEqualTo("acme");
    }

    @Test
    void an_absent_or_blank_header_is_no_value() {
        assertThat(service.get("/tenant").body()).isEqualTo("null");
        assertThat(service.get("/tenant", "X-Tenant: ").body()).isEqualTo("null");
        assertThat(service.get("/tenant").header("X-Tenant")).isEmpty();
    }

    @Test
    void requests_on_the_same_threads_see_their_own() {
        for (int i = 0; i < 50; i++) {
            assertThat(service.get("/mono", "X-Tenant: t" + i).body()).isEqualTo("t" + i);
            assertThat(service.get("/mono").body()).isEqualTo("null");
        }
    }

    /** Some servers begin with the next request of a connection where the one before it ends. */
    @Test
    void a_request_has_nothing_of_the_one_before_it_on_the_connection() throws IOException {
        String with = "GET /mono HTTP/1.1\r\nHost: localhost\r\nX-Tenant: acme\r\n\r\n";
        String without = "GET /mono HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write((with + without + without + with + without).getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answers = new StringBuilder();
            while (bodies(answers).size() < 5) {
                int next = socket.getInputStream().read();
                assertThat(next).as(answers.toString()).isNotNegative();
                answers.append((char) next);
            }
            assertThat(bodies(answers)).containsExactly("acme", "null", "null", "acme", "null");
        }
    }

    /** Each has four characters. */
    private static List<String> bodies(CharSequence answers) {
        return Pattern.compile("\r\n\r\n(\\w{4})")
                .matcher(answers)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void so_does_what_the_program_puts_before_all_else() {
        assertThat(service.get("/tenant", "X-Tenant: acme").header("X-Seen-First"))
                .containsExactly("acme");
    }

    @Test
    void log_lines_show_it() {
        assertThat(service.get("/mdc", "X-Tenant: acme").body()).isEqualTo("acme");
        assertThat(service.get("/mdc").body()).isEqualTo("null");
    }

    @Test
    void the_response_has_it_once() {
        assertThat(service.get("/tenant", "X-Tenant: acme").header("X-Tenant")).containsExactly("acme");
        assertThat(service.get("/mono", "X-Tenant: acme").header("X-Tenant")).containsExactly("acme");
        assertThat(service.get("/tenant", "X-Tenant: acme").header("X-Locale")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/own/entity", "/own/added", "/own/set"})
    void a_header_that_the_program_puts_into_the_response_itself_stays_alone(String path) {
        assertThat(service.get(path, "X-Tenant: acme").header("X-Tenant")).containsExactly("own");
        assertThat(service.get(path + "?twice=yes", "X-Tenant: acme").header("X-Tenant"))
                .containsExactly("own", "two");
    }

    @Test
    void error_handlers_see_it() {
        assertThat(service.get("/handled", "X-Tenant: acme").body()).isEqualTo("acme");
        for (String path : List.of("/unhandled", "/unhandled-later", "/nowhere")) {
            Http answer = service.get(path, "X-Tenant: acme");
            assertThat(answer.status()).as(path).isGreaterThanOrEqualTo(404);
            assertThat(answer.header("X-Seen-In-Error")).as(path).containsExactly("acme");
            assertThat(answer.header("X-Tenant")).as(path).containsExactly("acme");
        }
    }

    @Test
    void security_sees_it() {
        Http answer = service.get("/secret", "X-Tenant: acme");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("X-Seen-By-Security")).containsExactly("acme");
        assertThat(answer.header("X-Tenant")).containsExactly("acme");
    }

    @Test
    void what_cannot_be_taken_is_refused_without_being_repeated() {
        assertRefused(service.get("/tenant", "X-Tenant: 12345678901234567"), "has more than 16 characters");
        assertRefused(service.get("/tenant", "X-Tenant: acm\u00e9"), "has other characters than printable ASCII");
        assertRefused(
                service.get("/tenant", "X-Tenant: acme", "X-Tenant: other"),
                "came several times, with different values");
        assertThat(service.get("/tenant", "X-Tenant: ac\u0001me").status()).isEqualTo(400);
        assertThat(service.get("/tenant", "X-Tenant: acme", "X-Tenant: acme").body())
                .isEqualTo("acme");
        assertThat(service.get("/tenant", "X-Tenant: 1234567890123456").body()).isEqualTo("1234567890123456");
        assertThat(service.get("/tenant", "X-Tenant: 1234567890123456, 7").status())
                .isEqualTo(400);
    }

    private static void assertRefused(Http answer, String why) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"The header X-Tenant "
                                + why + ".\"}");
        assertThat(answer.header("X-Tenant")).isEmpty();
    }

    @Test
    void or_cut() {
        assertThat(service.get("/tenant", "X-Shop: 12345").header("X-Shop")).containsExactly("1234");
        assertThat(service.get("/tenant", "X-Shop: 1\u00e92").header("X-Shop")).containsExactly("12");
        assertThat(service.get("/tenant", "X-Shop: 1", "X-Shop: 2").header("X-Shop"))
                .containsExactly("1");
        assertThat(service.get("/tenant", "X-Shop: \u00e9").header("X-Shop")).isEmpty();
    }

    @Test
    void or_ignored() {
        assertThat(service.get("/tenant", "X-Till: 1\u00e92").header("X-Till")).containsExactly("none");
        assertThat(service.get("/tenant", "X-Till: 1").header("X-Till")).containsExactly("1");
    }

    @Test
    void a_default_is_the_value_of_a_request_without_the_header() {
        assertThat(service.get("/tenant").header("X-Plan")).containsExactly("free");
        assertThat(service.get("/tenant", "X-Plan: gold").header("X-Plan")).containsExactly("gold");
        assertThat(service.bean(AmbientValues.class).get("plan").get()).isNull();
    }

    @Test
    void a_bean_is_a_value_and_a_customizer_configures_it() {
        assertThat(service.bean(AmbientValues.class).get("locale")).isSameAs(LOCALE);
        assertThat(service.get("/locale", "X-Locale: de").body()).isEqualTo("de");
        assertThat(service.get("/locale").body()).isEqualTo("made");
    }

    @Test
    void a_required_header_is_required() {
        try (Service strict = start(
                "ambient.values.tenant.header=X-Tenant",
                "ambient.values.tenant.required=true",
                "ambient.web.not-required-paths=/locale")) {
            assertRefused(strict.get("/tenant"), "is missing");
            assertThat(strict.get("/tenant", "X-Tenant: acme").body()).isEqualTo("acme");
            assertThat(strict.get("/actuator/health").status()).isEqualTo(200);
            assertThat(strict.get("/actuatorx").status()).isEqualTo(400);
            assertThat(strict.get("/locale").status()).isEqualTo(200);
            Http preflight = Http.send(
                    strict.port(),
                    "OPTIONS",
                    "/tenant",
                    "",
                    "Origin: http://elsewhere",
                    "Access-Control-Request-Method: GET");
            assertThat(preflight.body()).doesNotContain("X-Tenant");
        }
    }

    @Test
    void switched_off_a_program_still_finds_its_keys() {
        try (Service off = start("ambient.enabled=false", "ambient.values.tenant.header=X-Tenant")) {
            assertThat(off.get("/tenant", "X-Tenant: acme").body()).isEqualTo("null");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class FirstFilter {

        @Bean
        FilterRegistrationBean<Filter> first(AmbientValues values) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                ((HttpServletResponse) response).setHeader("X-Seen-First", WebApplication.tenant(values));
                chain.doFilter(request, response);
            });
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return registration;
        }
    }

    @Component
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    record FirstHandler(AmbientValues values) implements HttpHandlerDecoratorFactory, Ordered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public HttpHandler apply(HttpHandler handler) {
            return (request, response) -> Mono.defer(() -> {
                response.getHeaders().set("X-Seen-First", WebApplication.tenant(values));
                return handler.handle(request, response);
            });
        }
    }

    /** Sets its own header in the ways that there are. */
    @RestController
    static class OwnHeader {

        @GetMapping("/own/entity")
        ResponseEntity<String> entity(@RequestParam(required = false) String twice) {
            ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header("X-Tenant", "own");
            return (twice == null ? answer : answer.header("X-Tenant", "two")).body("");
        }
    }

    @RestController
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class OwnServletHeader {

        @GetMapping("/own/added")
        String added(@RequestParam(required = false) String twice, HttpServletResponse response) {
            response.addHeader("x-tenant", "own");
            if (twice != null) {
                response.addHeader("X-Tenant", "two");
            }
            return "";
        }

        @GetMapping("/own/set")
        String set(@RequestParam(required = false) String twice, HttpServletResponse response) {
            response.setHeader("x-tenant", "own");
            if (twice != null) {
                response.addHeader("X-Tenant", "two");
            }
            return "";
        }
    }

    @RestController
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class OwnReactiveHeader {

        @GetMapping("/own/{how}")
        String added(
                @PathVariable String how, @RequestParam(required = false) String twice, ServerHttpResponse response) {
            if (how.equals("added")) {
                response.getHeaders().add("x-tenant", "own");
            } else {
                response.getHeaders().set("x-tenant", "own");
            }
            if (twice != null) {
                response.getHeaders().add("X-Tenant", "two");
            }
            return "";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({
        WebApplication.class,
        FirstFilter.class,
        FirstHandler.class,
        LocaleEndpoint.class,
        OwnHeader.class,
        OwnServletHeader.class,
        OwnReactiveHeader.class
    })
    static class Application {

        @Bean
        Ambient<String> locale() {
            return LOCALE;
        }

        @Bean
        AmbientValueCustomizer localeHeader() {
            return value -> {
                if (value.name().equals("locale")) {
                    value.header("X-Locale").defaultValue(() -> "made");
                }
            };
        }
    }

    @RestController
    static class LocaleEndpoint {

        @GetMapping("/locale")
        String locale() {
            return String.valueOf(LOCALE.get());
        }
    }
}
