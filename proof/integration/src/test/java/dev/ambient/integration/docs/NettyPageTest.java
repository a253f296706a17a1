/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.reactor.ReactorBridge;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * What docs/how-to/other-libraries.md says of reactor-netty. The two requests share one connection, so that one waits until the other gives
 * it back.
 */
class NettyPageTest extends TwoRequests {

    private final ConnectionProvider connections = ConnectionProvider.create("prices", 1);
    private final LoopResources loops = LoopResources.create("prices", 1, true);
    private DisposableServer server;

    @BeforeEach
    void start() {
        takeOutLater(ReactorBridge.install());
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loops, false)
                .handle(this::answer)
                .bindNow(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() throws Exception {
        CompletableFuture<Boolean> clean = new CompletableFuture<>();
        loops.onServer(false)
                .next()
                .execute(() -> clean.complete(AmbientContext.current().isEmpty()));
        assertThat(clean.get(1, TimeUnit.MINUTES)).isTrue();
        connections.disposeLater().block(Duration.ofMinutes(1));
        server.disposeNow(Duration.ofMinutes(1));
        loops.disposeLater(Duration.ZERO, Duration.ofMinutes(1)).block(Duration.ofMinutes(1));
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        print("server " + TENANT.get() + " " + request.path());
        return response.sendString(Mono.fromCallable(() -> TENANT.get() + " " + request.path()))
                .then()
                .contextWrite(ReactorBridge.put(TENANT, request.requestHeaders().get("X-Tenant")));
    }

    private HttpClient client() {
        return HttpClient.create(connections)
                .runOn(loops, false)
                .host("127.0.0.1")
                .port(server.port());
    }

    private static String get(HttpClient client, String tenant) {
        return client.headers(headers -> headers.set("X-Tenant", tenant))
                .get()
                .uri("/" + tenant)
                .responseContent()
                .aggregate()
                .asString()
                .block(Duration.ofMinutes(1));
    }

    @Test
    void a_handler_of_the_server_gives_its_flow_a_value_and_has_none_itself() throws Exception {
        both(tenant -> print(get(client(), tenant)));
        assertThat(printed(4))
                .containsExactly("acme acme", "initech initech", "server null acme", "server null initech");
    }

    @Test
    void callbacks_of_the_request_are_reached() throws Exception {
        HttpClient client = client().doOnRequest((request, connection) -> print(TENANT.get() + " " + request.path()))
                .doAfterRequest((request, connection) -> print(TENANT.get() + " " + request.path()));
        both(tenant -> get(client, tenant));
        assertThat(client(printed(6))).isEqualTo(twice(OWN));
    }

    @Test
    void callbacks_of_the_response() throws Exception {
        HttpClient client = client();
        HttpClient first = // as the page has it
                client.doOnResponse((response, connection) ->
                        print(ReactorBridge.get(response.currentContextView(), TENANT) + " " + response.path()));
        HttpClient then = first.doAfterResponseSuccess((response, connection) ->
                print(ReactorBridge.get(response.currentContextView(), TENANT) + " " + response.path()));
        both(tenant -> get(then, tenant));
        assertThat(client(printed(6))).isEqualTo(twice(OWN));
    }

    @Test
    void without_callbacks_of_the_response_see_none() throws Exception {
        HttpClient client = client().doOnResponse((response, connection) -> print(TENANT.get() + " " + response.path()))
                .doAfterResponseSuccess((response, connection) -> print(TENANT.get() + " " + response.path()));
        both(tenant -> get(client, tenant));
        assertThat(client(printed(6))).isEqualTo(twice(NONE));
    }

    @Test
    void the_function_that_takes_the_response_is_reached() throws Exception {
        HttpClient client = client();
        both(tenant -> client.headers(headers -> headers.set("X-Tenant", tenant))
                .get()
                .uri("/" + tenant)
                .response((response, body) -> {
                    print(TENANT.get() + " " + response.path());
                    return body.aggregate().asString().doOnNext(text -> print(TENANT.get() + " " + response.path()));
                })
                .blockLast(Duration.ofMinutes(1)));
        assertThat(client(printed(6))).isEqualTo(twice(OWN));
    }

    @Test
    void callbacks_of_the_connection_belong_to_no_request() throws Exception {
        HttpClient client = client().doOnChannelInit((observer, channel, address) -> print(TENANT.get() + " init"))
                .doOnConnected(connection -> print(TENANT.get() + " connected"))
                .doOnDisconnected(connection -> print(TENANT.get() + " disconnected"));
        both(tenant -> get(client, tenant));
        assertThat(client(printed(7))).containsOnly("null init", "null connected", "null disconnected");
    }

    /** Without those of the server. */
    private static List<String> client(List<String> lines) {
        return lines.stream().filter(line -> !line.startsWith("server")).toList();
    }
}
