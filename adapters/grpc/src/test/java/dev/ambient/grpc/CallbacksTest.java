/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What each callback of a call sees, with the interceptors and without. The client starts the call, and threads that work for another
 * request move it on: they send the client's messages, answer for the server and cancel. The page has the table.
 */
class CallbacksTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final String CLIENTS = "the client's";
    private static final String SERVERS = "the server's, from a header";
    private static final String ANOTHERS = "another's";

    /** The callbacks of a client and of a server, and whether they come of a call that ends well or of one that is cancelled. */
    private static final List<String> ROWS = List.of(
            "client `onReady`",
            "client `onHeaders`",
            "client `onMessage`",
            "client `onClose`",
            "client `onClose`, cancelled",
            "server `startCall`",
            "server `onReady`",
            "server `onMessage`",
            "server `onHalfClose`",
            "server `onComplete`",
            "server `onCancel`");

    /** What runs the callbacks. */
    private enum On {
        DIRECT,
        POOL,
        WRAPPED_POOL
    }

    private final ExecutorService raw = Executors.newFixedThreadPool(2);
    private final ExecutorService another = Executors.newSingleThreadExecutor();
    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();

    @AfterEach
    void threads_are_clean() throws Exception {
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(raw.submit(() -> AmbientContext.current().isEmpty()).get(1, TimeUnit.MINUTES))
                    .isTrue();
        }
        assertThat(another.submit(() -> AmbientContext.current().isEmpty()).get(1, TimeUnit.MINUTES))
                .isTrue();
        raw.shutdownNow();
        another.shutdownNow();
    }

    private void look(String row) {
        seen.computeIfAbsent(row, key -> ConcurrentHashMap.newKeySet()).add(TENANT.orElse("none"));
    }

    private void asAnother(Runnable block) {
        another.execute(() -> Ambient.where(TENANT, ANOTHERS).run(() -> {
            block.run();
            assertThat(TENANT.get()).isEqualTo(ANOTHERS);
        }));
    }

    /** As a program reads a header, with the adapter and without. */
    private static ServerInterceptor tenantOfHeader(boolean adapted) {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                String tenant = headers.get(Service.TENANT_HEADER);
                return adapted
                        ? AmbientGrpc.interceptCall(AmbientContext.current().with(TENANT, tenant), call, headers, next)
                        : Ambient.where(TENANT, tenant).call(() -> next.startCall(call, headers));
            }
        };
    }

    private ServerCall.Listener<String> serve(ServerCall<String, String> call, Metadata headers) {
        look("server `startCall`");
        call.request(2);
        return new ServerCall.Listener<>() {
            @Override
            public void onReady() {
                look("server `onReady`");
            }

            @Override
            public void onMessage(String message) {
                look("server `onMessage`");
            }

            @Override
            public void onHalfClose() {
                look("server `onHalfClose`");
                asAnother(() -> {
                    call.sendHeaders(new Metadata());
                    call.sendMessage("answer");
                    call.close(Status.OK, new Metadata());
                });
            }

            @Override
            public void onComplete() {
                look("server `onComplete`");
            }

            @Override
            public void onCancel() {
                look("server `onCancel`");
            }
        };
    }

    private final class Client extends ClientCall.Listener<String> {

        @Override
        public void onReady() {
            look("client `onReady`");
        }

        @Override
        public void onHeaders(Metadata headers) {
            look("client `onHeaders`");
        }

        @Override
        public void onMessage(String message) {
            look("client `onMessage`");
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            look(status.isOk() ? "client `onClose`" : "client `onClose`, cancelled");
        }
    }

    private ClientCall<String, String> start(Service service) {
        ClientCall<String, String> call = service.channel.newCall(service.method, CallOptions.DEFAULT);
        Metadata headers = new Metadata();
        headers.put(Service.TENANT_HEADER, SERVERS);
        Ambient.where(TENANT, CLIENTS).run(() -> {
            call.start(new Client(), headers);
            call.request(2);
        });
        return call;
    }

    /** What each row saw: right, none or another's. */
    private List<String> verdicts(On on, boolean adapted) throws Exception {
        seen.clear();
        var executor = switch (on) {
            case DIRECT -> (java.util.concurrent.Executor) Runnable::run;
            case POOL -> raw;
            case WRAPPED_POOL -> AmbientExecutors.wrap(raw);
        };
        List<ServerInterceptor> interceptors = adapted
                ? List.of(AmbientGrpc.serverInterceptor(), tenantOfHeader(true))
                : List.of(tenantOfHeader(false));
        try (Service service = new Service(
                MethodType.BIDI_STREAMING,
                this::serve,
                executor,
                executor,
                interceptors,
                adapted ? List.of(AmbientGrpc.clientInterceptor()) : List.of())) {
            ClientCall<String, String> call = start(service);
            asAnother(() -> {
                call.sendMessage("question");
                call.halfClose();
            });
            awaitRows("client `onClose`", "server `onComplete`");
            ClientCall<String, String> cancelled = start(service);
            asAnother(() -> cancelled.cancel("enough", null));
            awaitRows(ROWS.toArray(String[]::new));
        }
        List<String> verdicts = new ArrayList<>();
        for (String row : ROWS) {
            verdicts.add(verdict(seen.get(row), row.startsWith("client") ? CLIENTS : SERVERS));
        }
        return verdicts;
    }

    private void awaitRows(String... rows) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> assertThat(seen).containsKeys(rows));
    }

    /** The worst of what it saw. */
    private static String verdict(Set<String> values, String right) {
        return values.stream().anyMatch(value -> !value.equals(right) && !value.equals("none"))
                ? "**another's**"
                : values.contains("none") ? "none" : "right";
    }

    @RepeatedTest(20)
    void each_callback_sees_its_own_call() throws Exception {
        for (On on : On.values()) {
            assertThat(verdicts(on, true)).as("on %s, saw %s", on, seen).containsOnly("right");
        }
    }

    @Test
    void the_table_of_the_page() throws Exception {
        List<List<String>> without = new ArrayList<>();
        List<List<String>> with = new ArrayList<>();
        for (On on : On.values()) {
            without.add(verdicts(on, false));
            with.add(verdicts(on, true));
        }
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS.size(); i++) {
            StringBuilder row = new StringBuilder("| " + ROWS.get(i));
            for (List<String> verdicts : without) {
                row.append(" | ").append(verdicts.get(i));
            }
            for (List<String> verdicts : with) {
                row.append(" | ").append(verdicts.get(i));
            }
            rows.add(row + " |");
        }
        assertThat(Files.readAllLines(Path.of("../../docs/how-to/grpc.md"))).containsSequence(rows);
    }
}
