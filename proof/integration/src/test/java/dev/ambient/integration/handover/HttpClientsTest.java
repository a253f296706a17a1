/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ambient.AmbientFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that call back on a carrying executor, and let a call wait for another. */
class HttpClientsTest extends Requests {

    private final ExecutorService serving = Executors.newCachedThreadPool();
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start_a_server() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serving);
        server.createContext("/", exchange -> {
            byte[] body = resultOf(answer).getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop_the_server() {
        server.stop(0);
        serving.shutdownNow();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Test
    void rule_17_a_call_of_okhttp_that_had_to_wait_does_not_see_the_call_that_made_room() {
        Dispatcher dispatcher = new Dispatcher((ExecutorService) pool);
        dispatcher.setMaxRequestsPerHost(1);
        OkHttpClient client = new OkHttpClient.Builder().dispatcher(dispatcher).build();
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        in("r-1", () -> call(client, first));
        in("r-2", () -> call(client, second));
        answer.complete("answer");
        assertThat(resultOf(first)).isEqualTo("r-1");
        assertThat(resultOf(second)).isEqualTo("none");
        client.connectionPool().evictAll();
    }

    private void call(OkHttpClient client, CompletableFuture<String> seen) {
        client.newCall(new Request.Builder().url(url()).build()).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException failure) {
                seen.completeExceptionally(failure);
            }

            @Override
            public void onResponse(Call call, Response response) {
                response.close();
                seen.complete(seen());
            }
        });
    }

    @Test
    void rule_17_the_jdks_client_shows_no_request_the_values_of_another() {
        HttpClient client = HttpClient.newBuilder().executor(pool).build();
        List<String> expected = new ArrayList<>();
        List<CompletableFuture<String>> handlers = new ArrayList<>();
        List<CompletableFuture<String>> stages = new ArrayList<>();
        List<CompletableFuture<String>> own = new ArrayList<>();
        answer.complete("answer");
        for (int i = 0; i < 100; i++) {
            String request = "r-" + i;
            expected.add(request);
            CompletableFuture<String> handler = new CompletableFuture<>();
            handlers.add(handler);
            in(request, () -> {
                CompletableFuture<HttpResponse<String>> sent = client.sendAsync(
                        HttpRequest.newBuilder(URI.create(url())).build(), info -> {
                            handler.complete(seen());
                            return HttpResponse.BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8);
                        });
                stages.add(sent.thenApplyAsync(response -> seen(), pool));
                own.add(AmbientFuture.from(sent).thenApplyAsync(response -> seen(), pool));
            });
        }
        for (int i = 0; i < 100; i++) {
            assertThat(resultOf(handlers.get(i))).isIn("none", expected.get(i));
            assertThat(resultOf(stages.get(i))).isIn("none", expected.get(i));
            assertThat(resultOf(own.get(i))).isEqualTo(expected.get(i));
        }
    }
}
