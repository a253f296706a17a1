/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.Scope;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stubs and observers, gRPC's own Context, and the rules, through the interceptors. */
@SuppressWarnings("try")
class InterceptorsTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Context.Key<String> GRPC_USER = Context.key("user");

    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    /** What runs the callbacks. */
    enum On {
        DIRECT,
        POOL
    }

    private Executor executor(On on) {
        return on == On.DIRECT ? Runnable::run : pool;
    }

    @AfterEach
    void threads_are_clean() throws Exception {
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(Context.current()).isSameAs(Context.ROOT);
        for (int i = 0; i < 4; i++) {
            assertThat(pool.submit(() -> AmbientContext.current().isEmpty() && Context.current() == Context.ROOT)
                            .get(1, TimeUnit.MINUTES))
                    .isTrue();
        }
        pool.shutdownNow();
    }

    /** With the interceptors, and others inside. */
    private Service service(
            On on, MethodType type, ServerCallHandler<String, String> handler, ServerInterceptor... inner)
            throws Exception {
        return new Service(
                type,
                handler,
                executor(on),
                executor(on),
                Stream.concat(Stream.of(AmbientGrpc.serverInterceptor()), Stream.of(inner))
                        .toList(),
                List.of(AmbientGrpc.clientInterceptor()));
    }

    private static void answer(String request, StreamObserver<String> observer) {
        observer.onNext(request + " " + TENANT.orElse("none"));
        observer.onCompleted();
    }

    private static final class Observer implements StreamObserver<String> {

        final List<String> seen = new CopyOnWriteArrayList<>();
        final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onNext(String value) {
            seen.add("next " + TENANT.orElse("none"));
        }

        @Override
        public void onError(Throwable t) {
            seen.add("error " + TENANT.orElse("none"));
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            seen.add("completed " + TENANT.orElse("none"));
            ended.countDown();
        }

        List<String> seen() throws InterruptedException {
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
            return seen;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_begins_without_its_clients_values(On on) throws Exception {
        try (Service service = service(on, MethodType.UNARY, ServerCalls.asyncUnaryCall(InterceptorsTest::answer));
                Scope scope = TENANT.bind("acme")) {
            String answer =
                    ClientCalls.blockingUnaryCall(service.channel, service.method, CallOptions.DEFAULT, "request");
            assertThat(answer).isEqualTo("request none");
            assertThat(TENANT.get()).isEqualTo("acme");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_observer_sees_the_context_in_which_the_call_was_started(On on) throws Exception {
        Observer observer = new Observer();
        try (Service service = service(on, MethodType.UNARY, ServerCalls.asyncUnaryCall(InterceptorsTest::answer))) {
            Ambient.where(TENANT, "acme").run(() -> {
                ClientCalls.asyncUnaryCall(
                        service.channel.newCall(service.method, CallOptions.DEFAULT), "request", observer);
                TENANT.set("changed later"); // rule 1
            });
            assertThat(observer.seen()).containsExactly("next acme", "completed acme");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_of_a_future_stub_on_a_direct_executor_sees_the_call(On on) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        CompletableFuture<StreamObserver<String>> called = new CompletableFuture<>();
        ServerCallHandler<String, String> handler =
                ServerCalls.asyncUnaryCall((request, observer) -> called.complete(observer));
        try (Service service = service(on, MethodType.UNARY, handler)) {
            Ambient.where(TENANT, "acme")
                    .call(() -> ClientCalls.futureUnaryCall(
                            service.channel.newCall(service.method, CallOptions.DEFAULT), "request"))
                    .addListener(() -> seen.complete(TENANT.orElse("none")), Runnable::run);
            StreamObserver<String> observer = called.get(1, TimeUnit.MINUTES);
            Ambient.where(TENANT, "another's").run(() -> answer("request", observer));
            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("acme");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_12_a_call_started_without_flow_has_no_values(On on) throws Exception {
        Observer observer = new Observer();
        try (Service service = service(on, MethodType.UNARY, ServerCalls.asyncUnaryCall(InterceptorsTest::answer));
                Scope scope = TENANT.bind("acme")) {
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                ClientCalls.asyncUnaryCall(
                        service.channel.newCall(service.method, CallOptions.DEFAULT), "request", observer);
            }
            assertThat(observer.seen()).containsExactly("next none", "completed none");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_5_what_a_callback_sets_ends_with_it(On on) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerCallHandler<String, String> handler = ServerCalls.asyncClientStreamingCall(observer -> {
            seen.add("begun " + TENANT.orElse("none"));
            TENANT.set("set where it began");
            return new StreamObserver<String>() {
                @Override
                public void onNext(String value) {
                    seen.add("next " + TENANT.orElse("none"));
                    TENANT.set("set by " + value);
                }

                @Override
                public void onError(Throwable t) {}

                @Override
                public void onCompleted() {
                    seen.add("completed " + TENANT.orElse("none"));
                    observer.onNext("answer");
                    observer.onCompleted();
                }
            };
        });
        Observer client = new Observer();
        try (Service service = service(on, MethodType.CLIENT_STREAMING, handler)) {
            StreamObserver<String> requests = ClientCalls.asyncClientStreamingCall(
                    service.channel.newCall(service.method, CallOptions.DEFAULT), client);
            requests.onNext("one");
            requests.onNext("two");
            requests.onCompleted();
            client.seen();
        }
        assertThat(seen).containsExactly("begun none", "next none", "next none", "completed none");
    }

    @ParameterizedTest
    @EnumSource
    void foreign_thread_locals_go_with_the_call_and_do_not_reach_the_server(On on) throws Exception {
        ThreadLocal<String> locale = new ThreadLocal<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        ServerCallHandler<String, String> handler = ServerCalls.asyncUnaryCall((request, observer) -> {
            seen.add("server " + locale.get());
            answer(request, observer);
        });
        try (Registration registered = AmbientRegistry.global().register("grpc.locale", locale);
                Service service = service(on, MethodType.UNARY, handler)) {
            locale.set("de");
            ClientCall<String, String> call = service.channel.newCall(service.method, CallOptions.DEFAULT);
            ClientCalls.asyncUnaryCall(call, "request", new StreamObserver<>() {
                @Override
                public void onNext(String value) {
                    seen.add("client " + locale.get());
                }

                @Override
                public void onError(Throwable t) {}

                @Override
                public void onCompleted() {
                    ended.countDown();
                }
            });
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(locale.get()).isEqualTo("de");
            assertThat(seen).containsExactly("server null", "client de");
        } finally {
            locale.remove();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_handler_throws_reaches_grpc_and_leaves_the_thread_clean(On on) throws Exception {
        ServerCallHandler<String, String> handler = ServerCalls.asyncUnaryCall((request, observer) -> {
            TENANT.set("left by what fails");
            throw Status.DATA_LOSS.asRuntimeException();
        });
        ServerInterceptor closing = new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                ServerCall.Listener<Q> listener = next.startCall(call, headers);
                return new io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
                    @Override
                    public void onHalfClose() {
                        try {
                            super.onHalfClose();
                        } catch (StatusRuntimeException e) {
                            call.close(e.getStatus().withDescription(TENANT.orElse("none")), new Metadata());
                        }
                    }
                };
            }
        };
        // Outside ours: what it sees is what ours has left.
        try (Service service = new Service(
                MethodType.UNARY,
                handler,
                executor(on),
                executor(on),
                List.of(closing, AmbientGrpc.serverInterceptor()),
                List.of(AmbientGrpc.clientInterceptor()))) {
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                            service.channel, service.method, CallOptions.DEFAULT, "request"))
                    .hasMessage("DATA_LOSS: none");
        }
    }

    // gRPC's own Context

    /** Attaches a Context of gRPC's around each callback, as programs do. */
    private static final class UserInterceptor implements ServerInterceptor {

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            Context context = Context.current().withValue(GRPC_USER, "ann");
            return Contexts.interceptCall(context, call, headers, next);
        }
    }

    @ParameterizedTest
    @EnumSource
    void grpcs_context_of_another_interceptor_is_seen_inside_ours_and_outside(On on) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerCallHandler<String, String> handler = ServerCalls.asyncUnaryCall((request, observer) -> {
            seen.add(GRPC_USER.get());
            answer(request, observer);
        });
        for (List<ServerInterceptor> order : List.of(
                List.of(new UserInterceptor(), AmbientGrpc.serverInterceptor()),
                List.of(AmbientGrpc.serverInterceptor(), new UserInterceptor()))) {
            try (Service service =
                    new Service(MethodType.UNARY, handler, executor(on), executor(on), order, List.of())) {
                ClientCalls.blockingUnaryCall(service.channel, service.method, CallOptions.DEFAULT, "request");
            }
        }
        assertThat(seen).containsExactly("ann", "ann");
    }

    @ParameterizedTest
    @EnumSource
    void the_deadline_and_the_cancellation_of_a_call_are_grpcs(On on) throws Exception {
        CompletableFuture<Context> ofCall = new CompletableFuture<>();
        CompletableFuture<Context> cancelled = new CompletableFuture<>();
        ServerCallHandler<String, String> handler = ServerCalls.asyncUnaryCall((request, observer) -> {
            ((ServerCallStreamObserver<String>) observer)
                    .setOnCancelHandler(() -> cancelled.complete(Context.current()));
            ofCall.complete(Context.current());
        });
        try (Service service = service(on, MethodType.UNARY, handler)) {
            Context.CancellableContext client = Context.current().withCancellation();
            client.run(() -> ClientCalls.asyncUnaryCall(
                    service.channel.newCall(service.method, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS)),
                    "request",
                    new Observer()));
            Context server = ofCall.get(1, TimeUnit.MINUTES);
            assertThat(server.getDeadline().timeRemaining(TimeUnit.MINUTES)).isBetween(50L, 60L);
            assertThat(server.isCancelled()).isFalse();

            client.cancel(null); // cancels the call, and the server's Context with it
            assertThat(cancelled.get(1, TimeUnit.MINUTES)).isSameAs(server);
            await().atMost(Duration.ofMinutes(1)).until(server::isCancelled);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_clients_callbacks_have_the_context_of_grpc_that_the_call_was_made_in(On on) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (Service service = service(on, MethodType.UNARY, ServerCalls.asyncUnaryCall(InterceptorsTest::answer))) {
            ClientCall<String, String> call = Context.current()
                    .withValue(GRPC_USER, "ann")
                    .call(() -> service.channel.newCall(service.method, CallOptions.DEFAULT));
            Context.current()
                    .withValue(GRPC_USER, "where it is started")
                    .run(() -> ClientCalls.asyncUnaryCall(call, "request", new StreamObserver<>() {
                        @Override
                        public void onNext(String value) {
                            seen.add(GRPC_USER.get());
                        }

                        @Override
                        public void onError(Throwable t) {}

                        @Override
                        public void onCompleted() {
                            ended.countDown();
                        }
                    }));
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(seen).containsExactly("ann");
    }

    @Test
    void interceptCall_runs_each_callback_in_the_given_context() throws Exception {
        List<String> seen = new ArrayList<>();
        ServerInterceptor tenant = new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                AmbientContext context = AmbientContext.current().with(TENANT, "of the call");
                ServerCall.Listener<Q> listener = AmbientGrpc.interceptCall(context, call, headers, next);
                seen.add("after " + TENANT.orElse("none"));
                return listener;
            }
        };
        ServerCallHandler<String, String> handler = ServerCalls.asyncUnaryCall((request, observer) -> {
            seen.add("handler " + TENANT.orElse("none"));
            answer(request, observer);
        });
        try (Service service = service(On.DIRECT, MethodType.UNARY, handler, tenant)) {
            ClientCalls.blockingUnaryCall(service.channel, service.method, CallOptions.DEFAULT, "request");
        }
        assertThat(seen).containsExactly("after none", "handler of the call");
        assertThatThrownBy(() -> AmbientGrpc.interceptCall(null, null, null, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("context");
    }

    @Test
    void a_listener_of_a_cancellation_sees_its_own_context_on_an_executor_that_is_a_context() {
        List<String> seen = new ArrayList<>();
        Context.CancellableContext context = Context.current().withCancellation();
        Ambient.where(TENANT, "acme")
                .run(() -> context.addListener(
                        cancelled -> seen.add(TENANT.orElse("none")), AmbientContext.capture()::run));
        Ambient.where(TENANT, "another's").run(() -> context.cancel(null));
        assertThat(seen).containsExactly("acme");
    }

    /** The other artifact runs the other tests again. */
    @Test
    @Tag("without-context")
    void without_the_artifact_grpc_keeps_its_context_itself() {
        assertThat(AmbientContextStorage.isInstalled()).isFalse();
        assertThatThrownBy(AmbientContextStorage::requireInstalled)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dev.ambient:ambient-grpc-context");
    }
}
