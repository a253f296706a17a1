/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.grpc.AmbientContextStorage;
import dev.ambient.grpc.AmbientGrpc;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to/grpc.md. */
class GrpcPageTest {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    static final Metadata.Key<String> TENANT_HEADER = Metadata.Key.of("tenant", Metadata.ASCII_STRING_MARSHALLER);
    static final Context.Key<String> USER = Context.key("user");
    static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newFixedThreadPool(4));

    private static final MethodDescriptor.Marshaller<String> TEXT = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final MethodDescriptor<String, String> method = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("orders/order")
            .setRequestMarshaller(TEXT)
            .setResponseMarshaller(TEXT)
            .build();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    private void print(Object line) {
        lines.add(String.valueOf(line));
    }

    private String printed() throws InterruptedException {
        return lines.poll(1, TimeUnit.MINUTES);
    }

    final class TenantInterceptor implements ServerInterceptor {

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            AmbientContext context = AmbientContext.current().with(TENANT, headers.get(TENANT_HEADER));
            return AmbientGrpc.interceptCall(context, call, headers, next);
        }
    }

    /** As a program builds server and channel. */
    private final class Building {

        Server server(ServerBuilder<?> builder, ServerServiceDefinition service) {
            Server server = builder.addService(service)
                    .intercept(new TenantInterceptor())
                    .intercept(AmbientGrpc.serverInterceptor())
                    .build();
            return server;
        }

        ManagedChannel channel(ManagedChannelBuilder<?> builder) {
            ManagedChannel channel =
                    builder.intercept(AmbientGrpc.clientInterceptor()).build();
            return channel;
        }
    }

    @Test
    void a_call() throws Exception {
        ServerServiceDefinition service = ServerServiceDefinition.builder("orders")
                .addMethod(method, ServerCalls.asyncUnaryCall((request, observer) -> {
                    observer.onNext(request + " of " + TENANT.get());
                    observer.onCompleted();
                }))
                .build();
        Server server = new Building()
                .server(InProcessServerBuilder.forName("page"), service)
                .start();
        Metadata headers = new Metadata();
        headers.put(TENANT_HEADER, "acme's header");
        ManagedChannel channel = new Building()
                .channel(InProcessChannelBuilder.forName("page")
                        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers)));
        try {
            Ambient.where(TENANT, "acme")
                    .run(() -> ClientCalls.asyncUnaryCall(
                            channel.newCall(method, CallOptions.DEFAULT), "order", new StreamObserver<String>() {
                                @Override
                                public void onNext(String answer) {
                                    print(TENANT.get() + " " + answer);
                                }

                                @Override
                                public void onError(Throwable failure) {
                                    print(failure);
                                }

                                @Override
                                public void onCompleted() {}
                            }));
            assertThat(printed()).isEqualTo("acme order of acme's header");
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    @Test
    void grpcs_context_in_a_pool() throws Exception {
        Context.current().withValue(USER, "ann").run(() -> POOL.execute(() -> print(USER.get())));
        assertThat(printed()).isEqualTo("ann");
    }

    @Test
    void background_work() throws Exception {
        Context.CancellableContext call = Context.current().withCancellation();
        Runnable report = () -> print(Context.current().isCancelled());
        call.run(() -> {
            call.cancel(null);
            Context.current().fork().run(() -> POOL.execute(report));
        });
        assertThat(printed()).isEqualTo("false");
    }

    @Test
    void ours_is_used() {
        AmbientContextStorage.requireInstalled();
    }

    @Test
    void a_listener_of_a_cancellation() throws Exception {
        Context.CancellableContext call = Context.current().withCancellation();
        Ambient.where(TENANT, "acme")
                .run(() -> call.run(() -> {
                    Context.current().addListener(cancelled -> print(TENANT.get()), AmbientContext.capture()::run);
                }));
        Ambient.where(TENANT, "another's").run(() -> call.cancel(null));
        assertThat(printed()).isEqualTo("acme");
    }
}
