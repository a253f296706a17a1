/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/** As a service's own test asks it: the starter needs nothing more here either. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class OrdersTest {

    private static final String ORDER = "{\"number\":\"order-1\",\"article\":\"article-1\",\"quantity\":2}";

    @Value("${local.server.port}")
    private int port;

    @Test
    void an_order_is_answered_with_a_receipt_and_its_request_id() throws Exception {
        HttpResponse<String> answer = order("secret");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"order\":\"order-1\"", "\"cents\":2490", "\"invoice\":\"i-");
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("r-17");
    }

    @Test
    void an_answer_of_spring_security_has_it_too() throws Exception {
        HttpResponse<String> answer = order("wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("r-17");
    }

    private HttpResponse<String> order(String password) throws Exception {
        String user = Base64.getEncoder().encodeToString(("customer-1:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders"))
                .header("Authorization", "Basic " + user)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "r-17")
                .header("X-Tenant", "acme")
                .POST(HttpRequest.BodyPublishers.ofString(ORDER))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
