/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

class ServiceTest {

    private final Registration bridges = Carrying.BRIDGED.install();
    private final Pools pools = new Pools();
    private final Service service = new Service(Carrying.BRIDGED, pools, new Probe(new Verdicts()), 0);

    @AfterEach
    void stop() {
        service.close();
        pools.close();
        bridges.close();
    }

    @Test
    void the_answer_carries_the_id_of_its_request() {
        HttpClientResponse response = get("/offers/sku-7", "r-17");

        assertThat(response.status().code()).isEqualTo(200);
        assertThat(response.responseHeaders().get("X-Request-Id")).isEqualTo("r-17");
    }

    @Test
    void a_request_without_an_id_is_given_one() {
        HttpClientResponse response = get("/offers/sku-7", null);

        assertThat(UUID.fromString(response.responseHeaders().get("X-Request-Id")))
                .isNotNull();
    }

    @Test
    void an_unknown_product_is_not_found() {
        assertThat(get("/offers/spoon", "r-17").status().code()).isEqualTo(404);
    }

    private HttpClientResponse get(String path, String id) {
        return HttpClient.create()
                .host(Service.HOST)
                .port(service.port())
                .headers(headers -> {
                    if (id != null) {
                        headers.set("X-Request-Id", id);
                    }
                })
                .get()
                .uri(path)
                .response()
                .block(Limits.REQUEST);
    }
}
