/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.spring.boot.shop.Shop;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.xml.sax.InputSource;

/** A request can be looked at, in one of the two stacks. */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractDiagnosticsTest {

    private static final String SECRET = "hunter2-of-a-customer";

    private final WebApplicationType type;

    AbstractDiagnosticsTest(WebApplicationType type) {
        this.type = type;
    }

    private Service start(String... properties) {
        String[] all = new String[properties.length + 6];
        all[0] = "ambient.values.request-id.header=X-Request-Id";
        all[1] = "ambient.values.token.header=X-Token";
        all[2] = "ambient.values.token.redacted=true";
        all[3] = "management.endpoints.web.exposure.include=*";
        all[4] = "management.endpoint.health.show-details=always";
        all[5] = "management.health.ambient.enabled=true";
        System.arraycopy(properties, 0, all, 6, properties.length);
        return Service.start(type, Application.class, all);
    }

    @AfterEach
    void nothing_is_left() {
        assertThat(Diagnostics.isInstalled()).isFalse();
    }

    @Test
    void off_by_default_nothing_is_recorded() {
        try (Service service = start("management.endpoint.ambient.timeline=true")) {
            assertThat(service.get("/buy", "X-Request-Id: r-17").body()).isEqualTo("r-17");
            assertThat(Diagnostics.isInstalled()).isFalse();
            assertThat(service.get("/actuator/ambient").body())
                    .contains("\"diagnostics\":{\"mode\":\"OFF\",\"key\":null,\"requests\":[]}");
            assertThat(service.get("/actuator/ambient/explain/r-17").status()).isEqualTo(404);
            assertThat(service.get("/actuator/ambient/timeline/r-17").status()).isEqualTo(404);
        }
    }

    @Test
    void in_full_each_request_is_explained() {
        try (Service service = start("ambient.diagnostics=full")) {
            assertThat(service.get("/buy", "X-Request-Id: r-17").body()).isEqualTo("r-17");
            assertThat(service.get("/lose", "X-Request-Id: r-18").body()).isEqualTo("null");

            assertThat(service.get("/actuator/ambient").body())
                    .contains(
                            "\"diagnostics\":{\"mode\":\"FULL\",\"key\":\"request-id\",\"requests\":[\"r-18\",\"r-17\"]}");

            Http fine = service.get("/actuator/ambient/explain/r-17");
            assertThat(fine.status()).isEqualTo(200);
            assertThat(fine.header("Content-Type")).allMatch(header -> header.startsWith("application/json"));
            assertThat(fine.body())
                    .startsWith("{\"key\":\"request-id\",\"id\":\"r-17\",\"timeline\":[")
                    .contains("parallel-")
                    .endsWith("\"losses\":[]}");

            assertThat(service.get("/actuator/ambient/explain/r-18").body())
                    .contains("\"losses\":[{\"reason\":\"EXECUTOR_NOT_WRAPPED\",\"here\":\"Shop.java:")
                    .contains("thread 'plain-pool'")
                    .contains("AmbientExecutors.wrap(executor)");
            assertThat(service.get("/actuator/ambient/explain/r-19").status()).isEqualTo(404);
            assertThat(service.get("/actuator/ambient/other/r-18").status()).isEqualTo(404);
        }
    }

    @Test
    void its_timeline_is_a_page_of_its_own() throws Exception {
        try (Service service = start("ambient.diagnostics=full", "management.endpoint.ambient.timeline=true")) {
            service.get("/buy", "X-Request-Id: r<script>17");
            service.get("/lose", "X-Request-Id: r-18");

            for (String accept : new String[] {
                "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept: text/html",
                "Accept: */*"
            }) {
                Http page = service.get("/actuator/ambient/timeline/r-18", accept);
                assertThat(page.status()).as(accept).isEqualTo(200);
                assertThat(page.header("Content-Type"))
                        .hasSize(1)
                        .allMatch(header -> header.equalsIgnoreCase("text/html;charset=UTF-8"));
                assertThat(page.body())
                        .startsWith("<!DOCTYPE html>")
                        .contains("LOST EXECUTOR_NOT_WRAPPED", "plain-pool", "Shop.java")
                        .doesNotContain("ApplicationFilterChain")
                        .doesNotContain(" src=", " href=", "@import");
                assertThat(page.body().replace("http://www.w3.org/2000/svg", ""))
                        .doesNotContain("http:", "https:");
                show(page);
            }
            Http hostile = service.get("/actuator/ambient/timeline/r%3Cscript%3E17");
            assertThat(hostile.status()).isEqualTo(200);
            assertThat(hostile.body()).contains("r&lt;script&gt;17").doesNotContain("r<script>");
            String svg = hostile.body()
                    .substring(hostile.body().indexOf("<svg"), hostile.body().indexOf("</svg>") + 6);
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(svg)))
                            .getDocumentElement()
                            .getTagName())
                    .isEqualTo("svg");
        }
    }

    /** Where somebody wants to look at it: -Dambient.page=FILE. */
    private void show(Http page) throws IOException {
        String file = System.getProperty("ambient.page");
        if (file != null) {
            Files.writeString(Path.of(file + "-" + type + ".html"), page.body());
        }
    }

    @Test
    void the_page_is_there_only_if_it_is_switched_on() {
        try (Service service = start("ambient.diagnostics=full")) {
            service.get("/buy", "X-Request-Id: r-17");
            assertThat(service.get("/actuator/ambient/timeline/r-17").status()).isEqualTo(404);
            assertThat(service.get("/actuator/ambient/explain/r-17").status()).isEqualTo(200);
        }
    }

    @Test
    void a_redacted_value_is_nowhere(CapturedOutput output) {
        try (Service service = start(
                "ambient.diagnostics=full",
                "management.endpoint.ambient.timeline=true",
                "logging.level.dev.ambient=trace")) {
            service.get("/buy", "X-Request-Id: r-17", "X-Token: " + SECRET);
            service.get("/lose", "X-Request-Id: r-18", "X-Token: " + SECRET);
            StringBuilder all = new StringBuilder();
            for (String path : new String[] {
                "", "/explain/r-17", "/explain/r-18", "/timeline/r-17", "/timeline/r-18", "/explain/" + SECRET
            }) {
                all.append(service.get("/actuator/ambient" + path).body());
            }
            for (String path :
                    new String[] {"/health", "/metrics/ambient.values", "/metrics", "/configprops", "/beans"}) {
                Http answer = service.get("/actuator" + path);
                assertThat(answer.status()).as(path).isEqualTo(200);
                all.append(answer.body());
            }
            assertThat(all.toString()).contains("r-17", "r-18", "token").doesNotContain(SECRET);
            assertThat(output.getAll()).doesNotContain(SECRET);
        }
    }

    @Test
    void of_a_sample_most_requests_are_not_recorded() {
        try (Service service = start("ambient.diagnostics=sampled")) {
            assertThat(Diagnostics.isInstalled()).isTrue();
            RecordedRequests recorded = service.bean(RecordedRequests.class);
            assertThat(recorded.mode()).isEqualTo(AmbientProperties.Diagnostics.SAMPLED);
            for (int i = 0; i < 20; i++) {
                assertThat(service.get("/buy", "X-Request-Id: r-" + i).body()).isEqualTo("r-" + i);
                service.get("/lose", "X-Request-Id: r-" + i);
            }
            assertThat(recorded.ids()).hasSizeLessThan(10); // one in a thousand, and that is not sure
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({WebApplication.class, Shop.class})
    static class Application {}
}
