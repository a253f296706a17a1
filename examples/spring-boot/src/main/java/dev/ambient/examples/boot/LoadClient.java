/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Orders, over HTTP, many at a time. */
final class LoadClient {

    static final int CONCURRENCY = 32;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI orders;

    LoadClient(int port) {
        orders = URI.create("http://localhost:" + port + "/orders");
    }

    /** Returns what was answered, by the number of the caller. */
    List<HttpResponse<String>> send(int count) throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(CONCURRENCY);
        try {
            List<Future<HttpResponse<String>>> sent = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                Caller caller = new Caller(number);
                sent.add(callers.submit(() -> order(caller)));
            }
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> one : sent) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    private HttpResponse<String> order(Caller caller) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(orders)
                .header("Authorization", caller.authorization())
                .header("Content-Type", "application/json")
                .header("X-Request-Id", caller.requestId())
                .header("X-Tenant", caller.tenant())
                .POST(HttpRequest.BodyPublishers.ofString(caller.order()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
