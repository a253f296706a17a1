/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The values of a context. */
class AmbientValuesTest {

    @Test
    void a_key_is_the_same_each_time_and_in_child_contexts() {
        try (ConfigurableApplicationContext parent = start("--ambient.values.tenant.header=X-Tenant");
                ConfigurableApplicationContext child = new SpringApplicationBuilder(Nothing.class)
                        .web(WebApplicationType.NONE)
                        .parent(parent)
                        .run("--ambient.values.tenant.header=X-Tenant", "--ambient.values.user.header=X-User")) {
            AmbientValues values = parent.getBean(AmbientValues.class);
            assertThat(values.get("tenant")).isSameAs(values.get("tenant"));
            assertThat(child.getBean(AmbientValues.class)).isNotSameAs(values);
            assertThat(child.getBean(AmbientValues.class).get("tenant")).isSameAs(values.get("tenant"));
            assertThat(child.getBean(AmbientValues.class).get("user").name()).isEqualTo("user");
            assertThatThrownBy(() -> values.get("user"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "There is no ambient value 'user', but [tenant]. Configure ambient.values.user.header=...,"
                                    + " or define a bean of type Ambient<String>.");
        }
    }

    @Test
    void another_context_has_keys_of_its_own() {
        try (ConfigurableApplicationContext one = start("--ambient.values.tenant.mdc=true");
                ConfigurableApplicationContext other = start("--ambient.values.tenant.mdc=true")) {
            Ambient<String> tenant = one.getBean(AmbientValues.class).get("tenant");
            assertThat(other.getBean(AmbientValues.class).get("tenant")).isNotSameAs(tenant);
            Ambient.where(tenant, "acme")
                    .run(() -> assertThat(MDC.get("tenant")).isEqualTo("acme"));
        }
    }

    @Test
    void the_MDC_shows_a_value_until_its_context_is_closed() {
        Ambient<String> tenant;
        try (ConfigurableApplicationContext context =
                start("--ambient.values.tenant.mdc=true", "--ambient.values.tenant.mdc-key=customer")) {
            tenant = context.getBean(AmbientValues.class).get("tenant");
            Ambient.where(tenant, "acme")
                    .run(() -> assertThat(MDC.get("customer")).isEqualTo("acme"));
            assertThat(MDC.get("customer")).isNull();
        }
        Ambient.where(tenant, "acme").run(() -> assertThat(MDC.get("customer")).isNull());
    }

    @Test
    void a_redacted_value_is_not_described() {
        try (ConfigurableApplicationContext context = start("--ambient.values.tenant.redacted=true")) {
            Ambient<String> tenant = context.getBean(AmbientValues.class).get("tenant");
            Ambient.where(tenant, "acme")
                    .run(() -> assertThat(AmbientContext.current().toString())
                            .contains("tenant")
                            .doesNotContain("acme"));
        }
    }

    @Test
    void a_child_context_does_not_redact_what_its_parent_shows() {
        try (ConfigurableApplicationContext parent = start("--ambient.values.tenant.header=X-Tenant")) {
            assertThatThrownBy(() -> new SpringApplicationBuilder(Nothing.class)
                            .web(WebApplicationType.NONE)
                            .parent(parent)
                            .run("--ambient.values.tenant.redacted=true"))
                    .hasRootCauseInstanceOf(AmbientConfigurationException.class)
                    .rootCause()
                    .hasMessage("ambient.values.tenant.redacted is set, but the value is one of the parent context,"
                            + " which does not redact it.");
        }
        try (ConfigurableApplicationContext parent = start("--ambient.values.tenant.redacted=true");
                ConfigurableApplicationContext child = new SpringApplicationBuilder(Nothing.class)
                        .web(WebApplicationType.NONE)
                        .parent(parent)
                        .run("--ambient.values.tenant.redacted=true")) {
            assertThat(child.getBean(AmbientValues.class).get("tenant"))
                    .isSameAs(parent.getBean(AmbientValues.class).get("tenant"));
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AmbientAutoConfiguration.class)
    static class Nothing {}
}
