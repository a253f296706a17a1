/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;

/** A test of a part of a program has the values too. */
class Boot4SlicesTest {

    @Nested
    @WebMvcTest(
            properties = {"ambient.values.tenant.header=X-Tenant", "ambient.values.tenant.response=true"},
            excludeAutoConfiguration = SecurityAutoConfiguration.class)
    @ContextConfiguration(classes = SliceApplication.class)
    @DirtiesContext
    class OfWebMvc {

        @Autowired
        private MockMvc mvc;

        @Test
        void the_controller_sees_the_header() throws Exception {
            MockHttpServletResponse answer = mvc.perform(get("/seen").header("X-Tenant", "acme"))
                    .andReturn()
                    .getResponse();
            assertThat(answer.getContentAsString()).isEqualTo("acme");
            assertThat(answer.getHeader("X-Tenant")).isEqualTo("acme");
            assertThat(mvc.perform(get("/seen")).andReturn().getResponse().getContentAsString())
                    .isEqualTo("null");
        }

        @Test
        void so_does_an_asynchronous_one() throws Exception {
            MvcResult started =
                    mvc.perform(get("/seen-later").header("X-Tenant", "acme")).andReturn();
            assertThat(started.getAsyncResult()).isEqualTo("acme");
            assertThat(mvc.perform(asyncDispatch(started))
                            .andReturn()
                            .getResponse()
                            .getContentAsString())
                    .isEqualTo("acme");
        }
    }

    @Nested
    @WebFluxTest(
            properties = "ambient.values.tenant.header=X-Tenant",
            excludeAutoConfiguration = ReactiveWebSecurityAutoConfiguration.class)
    @ContextConfiguration(classes = SliceApplication.class)
    @DirtiesContext
    class OfWebFlux {

        @Autowired
        private WebTestClient client;

        @Test
        void the_controller_sees_the_header() {
            for (String path : new String[] {"/seen", "/seen-later"}) {
                client.get()
                        .uri(path)
                        .header("X-Tenant", "acme")
                        .exchange()
                        .expectBody(String.class)
                        .isEqualTo("acme");
                client.get().uri(path).exchange().expectBody(String.class).isEqualTo("null");
            }
        }
    }

    @Nested
    @RestClientTest(properties = {"ambient.values.tenant.header=X-Tenant", "ambient.outgoing.hosts=orders.internal"})
    @ContextConfiguration(classes = {SliceApplication.class, SliceApplication.Client.class})
    @DirtiesContext
    class OfClients {

        @Autowired
        private SliceApplication.Client client;

        @Autowired
        private MockRestServiceServer server;

        @Autowired
        private AmbientValues values;

        @Test
        void the_header_goes_out() {
            server.expect(request -> assertThat(request.getHeaders().getFirst("X-Tenant"))
                            .isEqualTo("acme"))
                    .andRespond(withSuccess());
            Ambient.where(values.get("tenant"), "acme").run(client::ask);
            server.verify();
        }
    }

    @Nested
    @JsonTest(properties = "ambient.values.tenant.header=X-Tenant")
    @ContextConfiguration(classes = SliceApplication.class)
    @DirtiesContext
    class OfJson {

        @Autowired
        private AmbientValues values;

        @Test
        void the_bridges_are_installed_and_the_keys_are_there() {
            assertThat(ReactorBridge.isInstalled()).isTrue();
            assertThat(RxJavaBridge.isInstalled()).isTrue();
            assertThat(values.get("tenant").get()).isNull();
        }
    }
}
