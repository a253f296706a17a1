/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A service is observed, and answers, as it does without. */
class TransparencyTest {

    @Test
    void as_many_observation_scopes_are_opened() {
        assertThat(scopes("ambient.enabled=true")).isEqualTo(scopes("ambient.enabled=false"));
    }

    private static Map<String, Integer> scopes(String property) {
        try (Service service = Service.start(
                WebApplicationType.SERVLET, Application.class, property, "ambient.values.tenant.header=X-Tenant")) {
            Scopes scopes = service.bean(Scopes.class);
            for (String path : List.of("/tenant", "/handled", "/unhandled", "/secret", "/nowhere")) {
                service.get(path, "X-Tenant: acme");
            }
            synchronized (scopes.opened) {
                assertThat(scopes.opened).isNotEmpty();
                return new TreeMap<>(scopes.opened);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void the_answers_are_the_same(WebApplicationType type) {
        assertThat(answers(type, "ambient.enabled=true")).isEqualTo(answers(type, "ambient.enabled=false"));
    }

    private static List<String> answers(WebApplicationType type, String property) {
        try (Service service =
                Service.start(type, Application.class, property, "ambient.values.tenant.header=X-Tenant")) {
            return List.of("/tenant", "/mono", "/handled", "/unhandled", "/unhandled-later", "/secret", "/nowhere")
                    .stream()
                    .map(service::get)
                    .map(answer -> answer.status() + " "
                            + answer.headers().stream()
                                    .map(TransparencyTest::withoutWhatIsNewEachTime)
                                    .sorted()
                                    .toList()
                            + " " + answer.body().replaceAll("\"(timestamp|requestId)\":\"[^\"]*\"", ""))
                    .toList();
        }
    }

    private static String withoutWhatIsNewEachTime(String header) {
        return header.replaceAll("(?i)^(date|set-cookie|content-length):.*", "$1");
    }

    static final class Scopes implements ObservationHandler<Observation.Context> {

        private final Map<String, Integer> opened = new TreeMap<>();

        @Override
        public void onScopeOpened(Observation.Context context) {
            synchronized (opened) {
                opened.merge(String.valueOf(context.getName()), 1, Integer::sum);
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WebApplication.class)
    static class Application {

        @Bean
        Scopes scopes() {
            return new Scopes();
        }
    }
}
