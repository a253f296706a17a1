/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The adapter for OpenTelemetry is on the class path, and OpenTelemetry was told to use its own storage. */
@Tag("other-storage")
@EnabledIfSystemProperty(named = "io.opentelemetry.context.contextStorageProvider", matches = "default")
@ExtendWith(OutputCaptureExtension.class)
class OtherStorageTest {

    @Test
    void another_storage_is_reported_and_spans_travel_without_the_adapter(CapturedOutput log) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(TracingTest.Application.class)
                .web(WebApplicationType.NONE)
                .run()) {
            assertThat(context.getBeanNamesForType(TracingAccessors.class)).hasSize(1);
            assertThat(log)
                    .containsOnlyOnce("ambient-opentelemetry is on the class path, but OpenTelemetry keeps its Context"
                            + " elsewhere");
            assertThat(TracingTest.accessors())
                    .hasAtLeastOneElementOfType(OpenTelemetryContexts.class)
                    .hasAtLeastOneElementOfType(CleanObservations.class);
        }
    }
}
