/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;

final class Tenants {
    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
}

record Order(String tenant) {}

@Service
class Orders {

    private final Ambient<String> tenant;
    private final Repository repository = new Repository(name -> List.of(new Order(name)));

    record Repository(Function<String, List<Order>> orders) {
        List<Order> findByTenant(String name) {
            return orders.apply(name);
        }
    }

    Orders(AmbientValues values) {
        this.tenant = values.get("tenant");
    }

    List<Order> find() {
        return repository.findByTenant(tenant.orElseThrow());
    }
}

/** The code of docs/how-to/spring-boot.md. */
class GuideTest {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AmbientAutoConfiguration.class)
    @Import(Orders.class)
    static class Application {

        @Bean
        Ambient<String> tenant() {
            return Tenants.TENANT;
        }

        @Bean
        AmbientValueCustomizer requestIds() {
            return value -> {
                if (value.name().equals("request-id")) {
                    value.header("X-Request-Id")
                            .response(true)
                            .defaultValue(() -> UUID.randomUUID().toString());
                }
            };
        }

        @Bean
        OutgoingValues outgoingValues() {
            return (value, destination) -> value.name().equals("request-id")
                    || String.valueOf(destination.getHost()).endsWith(".internal");
        }
    }

    @Test
    void the_beans_of_the_guide() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run("--ambient.values.tenant.header=X-Tenant", "--ambient.values.request-id.mdc=true")) {
            Orders orders = context.getBean(Orders.class);
            assertThat(Ambient.where(Tenants.TENANT, "acme").call(orders::find)).containsExactly(new Order("acme"));

            AmbientValue tenant = value(context, "tenant");
            AmbientValue requestId = value(context, "request-id");
            assertThat(requestId.header()).isEqualTo("X-Request-Id");
            OutgoingValues outgoing = context.getBean(OutgoingValues.class);
            assertThat(outgoing.mayLeave(requestId, URI.create("http://elsewhere.example")))
                    .isTrue();
            assertThat(outgoing.mayLeave(tenant, URI.create("http://elsewhere.example")))
                    .isFalse();
            assertThat(outgoing.mayLeave(tenant, URI.create("http://no_host"))).isFalse();
            assertThat(outgoing.mayLeave(tenant, URI.create("http://orders.internal")))
                    .isTrue();
        }
    }

    private static AmbientValue value(ConfigurableApplicationContext context, String name) {
        return context.getBean(AmbientValues.class).all().stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
