/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientFuture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/how-to/jdk-async.md says of the JDK's HTTP client. */
class HttpClientPageTest extends TwoRequests {

    private final ExecutorService serving = Executors.newCachedThreadPool();
    private HttpServer server;

    /** What the server waits for before it answers. */
    private CompletableFuture<Void> turn = CompletableFuture.completedFuture(null);

    /** Answers with what it was sent, else with the tenant of the path. */
    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serving);
        server.createContext("/", exchange -> {
            turn.join();
            byte[] sent = exchange.getRequestBody().readAllBytes();
            byte[] answer = sent.length > 0
                    ? sent
                    : exchange.getRequestURI().getPath().substring(1).getBytes(UTF_8);
            exchange.getResponseHeaders()
                    .add("tenant", exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        serving.shutdownNow();
    }

    private HttpClient client(boolean carrying) {
        return HttpClient.newBuilder().executor(carrying ? wrapped : plain).build();
    }

    private HttpRequest.Builder to(String tenant) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + tenant));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_stage(boolean carrying) throws Exception {
        HttpClient client = client(carrying);
        both(tenant -> {
            HttpRequest request = to(tenant).build();
            AmbientFuture.from(client.sendAsync(request, BodyHandlers.ofString()))
                    .thenAccept(response -> print(TENANT.get() + " " + response.body()));
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    /** The server answers when both have been sent: a fast answer finds the caller still attaching what it calls. */
    private void bothWithoutAnAnswer(Consumer<String> request) throws Exception {
        turn = new CompletableFuture<>();
        both(request);
        turn.complete(null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_a_stage_sees_none(boolean carrying) throws Exception {
        HttpClient client = client(carrying);
        bothWithoutAnAnswer(tenant -> {
            client.sendAsync(to(tenant).build(), BodyHandlers.ofString())
                    .thenAccept(response -> print(TENANT.get() + " " + response.body()));
        });
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void without_a_stage_that_comes_after_the_response_is_right() throws Exception {
        HttpClient client = client(false);
        both(tenant -> {
            CompletableFuture<HttpResponse<String>> sent =
                    client.sendAsync(to(tenant).build(), BodyHandlers.ofString());
            sent.join();
            sent.thenAccept(response -> print(TENANT.get() + " " + response.body()));
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void a_handler_of_the_body() throws Exception {
        HttpClient client = client(false);
        both(tenant -> {
            HttpRequest request = to(tenant).build();
            BodyHandler<String> handler = info -> {
                print(TENANT.get() + " " + info.headers().firstValue("tenant").orElseThrow());
                return BodySubscribers.ofString(UTF_8);
            };
            client.sendAsync(request, AmbientContext.capture().wrapFunction(handler::apply)::apply);
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_a_handler_of_the_body_sees_none(boolean carrying) throws Exception {
        HttpClient client = client(carrying);
        bothWithoutAnAnswer(tenant -> client.sendAsync(to(tenant).build(), info -> {
            print(TENANT.get() + " " + info.headers().firstValue("tenant").orElseThrow());
            return BodySubscribers.ofString(UTF_8);
        }));
        assertThat(printed()).isEqualTo(NONE);
    }

    /** The client may call it on the thread that sends. */
    @Test
    void without_a_handler_of_a_blocking_call_sees_none_or_its_own() throws Exception {
        HttpClient client = client(false);
        both(tenant -> {
            try {
                client.send(to(tenant).build(), info -> {
                    print(TENANT.get() + " " + tenant);
                    return BodySubscribers.ofString(UTF_8);
                });
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        List<String> allowed = Stream.of(NONE, OWN).flatMap(List::stream).toList();
        assertThat(printed()).isSubsetOf(allowed);
    }

    @Test
    void what_makes_a_value_of_the_body() throws Exception {
        HttpClient client = client(false);
        both(tenant -> {
            HttpRequest request = to(tenant).build();
            Function<String, String> parse = AmbientContext.capture().wrapFunction(body -> TENANT.get() + " " + body);
            client.sendAsync(request, info -> BodySubscribers.mapping(BodySubscribers.ofString(UTF_8), parse))
                    .thenAccept(response -> print(response.body()));
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_what_makes_a_value_of_the_body_sees_none_also_in_a_wrapped_handler() throws Exception {
        HttpClient client = client(false);
        bothWithoutAnAnswer(tenant -> {
            BodyHandler<String> handler =
                    info -> BodySubscribers.mapping(BodySubscribers.ofString(UTF_8), body -> TENANT.get() + " " + body);
            client.sendAsync(to(tenant).build(), AmbientContext.capture().wrapFunction(handler::apply)::apply)
                    .thenAccept(response -> print(response.body()));
        });
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void what_supplies_the_body_to_send() throws Exception {
        HttpClient client = client(false);
        both(tenant -> {
            HttpRequest.Builder builder = to(tenant);
            Supplier<InputStream> body = AmbientContext.capture().wrapSupplier(() -> open(TENANT.get()));
            HttpRequest request =
                    builder.POST(BodyPublishers.ofInputStream(body)).build();
            client.sendAsync(request, BodyHandlers.ofString())
                    .thenAccept(response -> print(response.body() + " " + tenant));
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_what_supplies_the_body_to_send_sees_none() throws Exception {
        HttpClient client = client(false);
        bothWithoutAnAnswer(tenant -> {
            HttpRequest request = to(tenant)
                    .POST(BodyPublishers.ofInputStream(() -> open(String.valueOf(TENANT.get()))))
                    .build();
            client.sendAsync(request, BodyHandlers.ofString())
                    .thenAccept(response -> print(response.body() + " " + tenant));
        });
        assertThat(printed()).isEqualTo(NONE);
    }

    private static InputStream open(String content) {
        return new ByteArrayInputStream(content.getBytes(UTF_8));
    }

    @Test
    void a_subscriber_to_the_body() throws Exception {
        HttpClient client = client(false);
        both(tenant -> {
            HttpRequest request = to(tenant).build();
            Flow.Subscriber<String> lines = new Lines(line -> print(TENANT.get() + " " + line));
            client.sendAsync(
                    request, BodyHandlers.fromLineSubscriber(new InContext<>(AmbientContext.capture(), lines)));
        });
        assertThat(printed(4)).isEqualTo(twice(OWN));
    }

    @Test
    void without_a_subscriber_to_the_body_sees_none() throws Exception {
        HttpClient client = client(false);
        bothWithoutAnAnswer(tenant -> client.sendAsync(
                to(tenant).build(),
                BodyHandlers.fromLineSubscriber(new Lines(line -> print(TENANT.get() + " " + line)))));
        assertThat(printed(4)).isEqualTo(twice(NONE));
    }
}
