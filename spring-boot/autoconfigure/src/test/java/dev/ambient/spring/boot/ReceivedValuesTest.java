/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.RestClient;

/** What a request came with, where servers hand on what the usual ones refuse. */
@ExtendWith(OutputCaptureExtension.class)
class ReceivedValuesTest {

    private static Service service(String... properties) {
        return Service.start(WebApplicationType.NONE, WebApplication.class, properties);
    }

    private static ReceivedValues received(AmbientValues values, String... came) {
        return ReceivedValues.of(values, header -> List.of(came), true);
    }

    /** These are white space to Java, and not to HTTP. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\u001facme", "acme\u001c", "acme\n", "\racme", "\u000bacme", "acme\f", "\u2003acme", "\u0000"})
    void a_control_character_at_an_end_is_refused_too(String came) {
        try (Service service = service("ambient.values.tenant.header=X-Tenant")) {
            AmbientValues values = service.bean(AmbientValues.class);
            assertThat(received(values, came).refusal())
                    .isEqualTo("The header X-Tenant has other characters than printable ASCII.");
            assertThat(received(values, " \tacme \t").all().get(0).text()).isEqualTo("acme");
            assertThat(received(values, " \t").all()).isEmpty();
        }
    }

    @Test
    void it_does_not_say_what_came() {
        try (Service service =
                service("ambient.values.tenant.header=X-Tenant", "ambient.values.tenant.redacted=true")) {
            assertThat(received(service.bean(AmbientValues.class), "top-secret").toString())
                    .contains("tenant")
                    .doesNotContain("top-secret");
        }
    }

    @Test
    void a_value_that_no_header_can_carry_is_warned_of_once(CapturedOutput output) {
        try (Service service = service("ambient.values.tenant.header=X-Tenant", "ambient.outgoing.hosts=localhost")) {
            Ambient<String> tenant = service.bean(AmbientValues.class).get("tenant");
            RestClient client = service.bean(RestClient.Builder.class)
                    .requestInterceptor((request, body, execution) -> {
                        throw new IllegalStateException("not sent");
                    })
                    .build();
            for (int i = 0; i < 3; i++) {
                try {
                    Ambient.where(tenant, "umlaut \u00fc")
                            .run(() -> client.get()
                                    .uri("http://localhost/")
                                    .retrieve()
                                    .toBodilessEntity());
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("not sent");
                }
            }
        }
        assertThat(output.getAll().split("was not sent to localhost", -1)).hasSize(2);
        assertThat(output.getAll()).doesNotContain("umlaut");
    }
}
