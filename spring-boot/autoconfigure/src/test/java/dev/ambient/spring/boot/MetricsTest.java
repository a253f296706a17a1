/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What comes and what is reported is counted, where there is a registry. */
class MetricsTest {

    private static final String[] PROPERTIES = {
        "ambient.values.tenant.header=X-Tenant",
        "ambient.values.tenant.max-length=8",
        "ambient.values.shop.header=X-Shop",
        "ambient.values.shop.max-length=4",
        "ambient.values.shop.on-invalid=cut",
        "ambient.values.till.header=X-Till",
        "ambient.values.till.default=none",
        "ambient.values.till.on-invalid=ignore",
        "ambient.values.user.required=true",
        "ambient.values.user.header=X-User",
        "management.endpoints.web.exposure.include=*"
    };

    private static TreeMap<String, Double> counts(MeterRegistry registry, String name) {
        TreeMap<String, Double> counts = new TreeMap<>();
        for (FunctionCounter counter : registry.find(name).functionCounters()) {
            if (counter.count() != 0) {
                List<String> tags = counter.getId().getTags().stream()
                        .sorted((a, b) -> b.getKey().compareTo(a.getKey()))
                        .map(Tag::getValue)
                        .toList();
                counts.put(String.join(" ", tags), counter.count());
            }
        }
        return counts;
    }

    private static void send(Service service) {
        service.get("/tenant", "X-User: u", "X-Tenant: acme", "X-Shop: 1", "X-Till: 1");
        service.get("/tenant", "X-User: u", "X-Tenant: acme", "X-Shop: 12345", "X-Till: \u00e9");
        service.get("/tenant", "X-User: u", "X-Shop: \u00e9");
        assertThat(service.get("/tenant", "X-User: u", "X-Tenant: much-too-long")
                        .status())
                .isEqualTo(400);
        assertThat(service.get("/tenant").status()).isEqualTo(400);
        assertThat(service.get("/unhandled", "X-User: u").status()).isEqualTo(500); // one request, two dispatches
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void by_what_became_of_each(WebApplicationType type) {
        try (Service service = Service.start(type, Application.class, PROPERTIES)) {
            send(service);
            MeterRegistry registry = service.bean(MeterRegistry.class);
            TreeMap<String, Double> expected = new TreeMap<>();
            expected.put("tenant CAME", 2.0);
            expected.put("tenant MISSING", 3.0);
            expected.put("tenant REFUSED", 1.0);
            expected.put("shop CAME", 1.0);
            expected.put("shop CUT", 1.0);
            expected.put("shop IGNORED", 1.0);
            // Values are read in the order of their names: of the request that the tenant refused, the shop and no
            // more.
            expected.put("shop MISSING", 3.0);
            expected.put("till CAME", 1.0);
            expected.put("till IGNORED", 1.0);
            expected.put("till MISSING", 3.0);
            expected.put("user CAME", 4.0);
            expected.put("user REFUSED", 1.0);
            assertThat(counts(registry, "ambient.values")).isEqualTo(expected);

            AmbientRegistry.global().report(new Problem(Problem.Kind.WRONG_ENTRY, "on purpose", null));
            assertThat(counts(registry, "ambient.reports").get("WRONG_ENTRY")).isEqualTo(1.0);

            for (String name : List.of("ambient.values", "ambient.reports")) {
                assertThat(service.get("/actuator/metrics/" + name).body())
                        .contains("\"name\":\"" + name + "\"")
                        .contains("\"baseUnit\":\"" + name.substring(8) + "\"");
            }
            assertThat(registry.getMeters())
                    .filteredOn(meter -> meter.getId().getName().startsWith("ambient."))
                    .hasSize(Problem.Kind.values().length + 4 * 5)
                    .extracting(Meter::getId)
                    .noneMatch(id -> id.toString().contains("acme"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void without_a_registry_nothing_is_counted(WebApplicationType type) {
        String[] properties = Arrays.copyOf(PROPERTIES, PROPERTIES.length + 1);
        properties[PROPERTIES.length] = "spring.autoconfigure.exclude="
                + "org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration,"
                + "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration";
        try (Service service = Service.start(type, WebApplication.class, properties)) {
            send(service);
            SimpleMeterRegistry late = new SimpleMeterRegistry();
            service.bean(AmbientMeters.class).bindTo(late);
            assertThat(counts(late, "ambient.values")).isEmpty();
            service.get("/tenant", "X-User: u");
            assertThat(counts(late, "ambient.values").get("user CAME")).isEqualTo(1.0);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WebApplication.class)
    static class Application {

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
