/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** What the clients send that Boot builds. */
class OutgoingTest {

    private static final String[] VALUES = {"ambient.values.tenant.header=X-Tenant", "ambient.values.plan.header=X-Plan"
    };

    private static Service service;

    @BeforeAll
    static void start() {
        service = start("ambient.outgoing.hosts=localhost");
    }

    private static Service start(String outgoing) {
        return Service.start(WebApplicationType.SERVLET, Application.class, VALUES[0], VALUES[1], outgoing);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Each sends a request with a body, and with a header of its own if there is one. */
    enum Client {
        WEB_CLIENT((service, own) -> service.bean(WebClient.Builder.class)
                .build()
                .post()
                .uri(url(service))
                .headers(headers -> add(own, headers))
                .bodyValue("body")
                .retrieve()
                .bodyToMono(String.class)
                .block(Duration.ofMinutes(1))),
        WEB_CLIENT_WITH_FILTER((service, own) -> service.bean(WebClient.Builder.class)
                .filter((request, next) -> next.exchange(
                        own.isEmpty()
                                ? request
                                : ClientRequest.from(request)
                                        .header("X-Tenant", own)
                                        .build()))
                .build()
                .post()
                .uri(url(service))
                .bodyValue("body")
                .retrieve()
                .bodyToMono(String.class)
                .block(Duration.ofMinutes(1))),
        REST_CLIENT_WITH_INTERCEPTOR((service, own) -> service.bean(RestClient.Builder.class)
                .requestInterceptor((request, body, execution) -> {
                    add(own, request.getHeaders());
                    return execution.execute(request, body);
                })
                .build()
                .post()
                .uri(url(service))
                .body("body")
                .retrieve()
                .body(String.class)),
        REST_CLIENT((service, own) -> service.bean(RestClient.Builder.class)
                .build()
                .post()
                .uri(url(service))
                .headers(headers -> add(own, headers))
                .body("body")
                .retrieve()
                .body(String.class)),
        REST_TEMPLATE((service, own) -> {
            HttpHeaders headers = new HttpHeaders();
            add(own, headers);
            return restTemplate(service)
                    .exchange(url(service), HttpMethod.POST, new HttpEntity<>("body", headers), String.class)
                    .getBody();
        }),
        HTTP_INTERFACE((service, own) -> HttpServiceProxyFactory.builderFor(
                        RestClientAdapter.create(service.bean(RestClient.Builder.class)
                                .baseUrl("http://localhost:" + service.port())
                                .build()))
                .build()
                .createClient(Called.class)
                .called(own.isEmpty() ? null : own, "body"));

        final BiFunction<Service, String, String> call;

        Client(BiFunction<Service, String, String> call) {
            this.call = call;
        }

        private static void add(String own, HttpHeaders headers) {
            if (!own.isEmpty()) {
                headers.add("X-Tenant", own);
            }
        }

        /** Boot's builder has moved with Boot 4. */
        private static RestTemplate restTemplate(Service service) {
            try {
                Object builder = service.context().getBean("restTemplateBuilder");
                return (RestTemplate) builder.getClass().getMethod("build").invoke(builder);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("restTemplateBuilder", e);
            }
        }

        private static String url(Service service) {
            return "http://localhost:" + service.port() + "/called";
        }

        String call(Service service, String own) {
            return call.apply(service, own);
        }
    }

    @HttpExchange
    interface Called {

        @PostExchange("/called")
        String called(@RequestHeader(name = "X-Tenant", required = false) String tenant, @RequestBody String body);
    }

    @ParameterizedTest
    @EnumSource
    void a_client_sends_what_the_flow_has(Client client) throws Exception {
        assertThat(in("acme", () -> client.call(service, ""))).isEqualTo("[acme] null body");
        assertThat(in("umlaut \u00fc", () -> client.call(service, ""))).isEqualTo("null null body");
        assertThat(in("two\r\nX-Plan: lines", () -> client.call(service, ""))).isEqualTo("null null body");
        assertThat(client.call(service, "")).isEqualTo("null null body");
    }

    @ParameterizedTest
    @EnumSource
    void a_header_of_the_programs_own_wins(Client client) throws Exception {
        assertThat(in("acme", () -> client.call(service, "own"))).isEqualTo("[own] null body");
        assertThat(client.call(service, "own")).isEqualTo("[own] null body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ambient.outgoing.hosts=*.localhost,127.0.0.1", "ambient.outgoing.hosts="})
    void nothing_leaves_to_a_host_that_is_not_named(String hosts) {
        try (Service strict = start(hosts)) {
            Ambient<String> tenant = strict.bean(AmbientValues.class).get("tenant");
            for (Client client : Client.values()) {
                assertThat(Ambient.where(tenant, "acme").call(() -> client.call(strict, "")))
                        .isEqualTo("null null body");
            }
        }
    }

    @Test
    void a_bean_decides_in_place_of_the_hosts() {
        try (Service deciding = Service.start(
                WebApplicationType.SERVLET, Deciding.class, VALUES[0], VALUES[1], "ambient.outgoing.hosts=localhost")) {
            AmbientValues values = deciding.bean(AmbientValues.class);
            assertThat(Ambient.where(values.get("tenant"), "acme")
                            .where(values.get("plan"), "gold")
                            .call(() -> Client.REST_CLIENT.call(deciding, "")))
                    .isEqualTo("null gold body");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.internal", "ORDERS.internal", "a.orders.internal", "b.a.orders.internal"})
    void hosts_match_by_name_and_below(String host) {
        ConfiguredHosts hosts = new ConfiguredHosts(List.of("orders.internal", "*.Orders.internal"));
        assertThat(hosts.mayLeave(tenant(), URI.create("https://" + host + ":8443/path")))
                .isTrue();
    }

    /** {@code URI} has no host with an underscore, but some networks have, and clients call them. */
    @ParameterizedTest
    @ValueSource(strings = {"http://order_db/", "http://order_db:8080/x", "http://ORDER_DB/", "http://a.order_db"})
    void a_host_with_an_underscore_is_a_host(String uri) {
        ConfiguredHosts hosts = new ConfiguredHosts(List.of("order_db", "*.order_db"));
        assertThat(hosts.mayLeave(tenant(), URI.create(uri))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://order_db@evil_host/",
                "http://order_db:80@evil_host/",
                "http://evil_host@order_db/",
                "http://order_db:80:90/",
                "http://evil_host/order_db",
                "http://evil_host?order_db",
                "http://evil_host#order_db",
                "//order_db@evil.com/",
                "http://order_db%2eevil_host/"
            })
    void and_only_where_nothing_else_can_be_meant(String uri) {
        ConfiguredHosts hosts = new ConfiguredHosts(List.of("order_db", "*.order_db"));
        assertThat(hosts.mayLeave(tenant(), URI.create(uri))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://internal/",
                "http://orders.internal./",
                "http://[::1]/",
                "http://orders.internal:80@evil.com/",
                "http://orders.internal%00.evil.com/",
                "http://orders.internal\uff0eevil.com/",
                "http://orders.internal\u3002evil.com/",
                "http://orders.\u0130nternal/",
                "http://evilorders.internal/",
                "http://orders.internal.evil.com/",
                "http://orders.internal@evil.com/",
                "http:///path",
                "mailto:orders.internal"
            })
    void and_not_otherwise(String uri) {
        ConfiguredHosts hosts = new ConfiguredHosts(List.of("orders.internal", "*.orders.internal"));
        assertThat(hosts.mayLeave(tenant(), URI.create(uri))).isFalse();
        assertThat(new ConfiguredHosts(List.of("*")).mayLeave(tenant(), URI.create(uri)))
                .isTrue();
    }

    private static AmbientValue tenant() {
        return service.bean(AmbientValues.class).all().get(1);
    }

    private static String in(String tenant, Callable<String> call) throws Exception {
        return Ambient.where(service.bean(AmbientValues.class).get("tenant"), tenant)
                .call(call::call);
    }

    @Configuration(proxyBeanMethods = false)
    @Import({WebApplication.class, Endpoint.class})
    static class Application {

        /** Not those of the JVM, which the first context that is closed would end. */
        @Bean
        ReactorResourceFactory resources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Application.class)
    static class Deciding {

        @Bean
        OutgoingValues outgoingValues() {
            return (value, destination) -> value.name().equals("plan") && "localhost".equals(destination.getHost());
        }
    }

    @RestController
    static class Endpoint {

        @PostMapping("/called")
        String called(
                @RequestHeader(name = "X-Tenant", required = false) List<String> tenant,
                @RequestHeader(name = "X-Plan", required = false) String plan,
                @RequestBody String body) {
            return tenant + " " + plan + " " + body;
        }
    }
}
