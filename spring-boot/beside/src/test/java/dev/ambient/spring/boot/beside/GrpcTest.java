/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.grpc.AmbientGrpc;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** Servers and channels of Spring gRPC: one on a port, and one in the process. Both work on whatever thread hands them something. */
class GrpcTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final Context.Key<String> USER = Context.key("user");
    private static final Metadata.Key<String> HEADER = Metadata.Key.of("X-Tenant", Metadata.ASCII_STRING_MARSHALLER);

    private static final MethodDescriptor<String, String> FIND = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("shop.Orders/Find")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(
                WebApplicationType.NONE,
                Application.class,
                "spring.grpc.server.port=0",
                "spring.grpc.server.inprocess.name=orders");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static ManagedChannel onPort() {
        int port = service.context().getBeansOfType(GrpcServerLifecycle.class).values().stream()
                .mapToInt(GrpcServerLifecycle::getPort)
                .max()
                .orElseThrow();
        return service.bean(GrpcChannelFactory.class).createChannel("static://localhost:" + port);
    }

    private static ManagedChannel inProcess() {
        return service.bean(GrpcChannelFactory.class).createChannel("in-process:orders");
    }

    private static ClientInterceptor header(String tenant) {
        Metadata headers = new Metadata();
        headers.put(HEADER, tenant);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** The answer, and what its observer has seen. */
    private static String call(ManagedChannel channel, String tenant) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(
                io.grpc.ClientInterceptors.intercept(channel, header(tenant)).newCall(FIND, CallOptions.DEFAULT),
                "order",
                new StreamObserver<String>() {
                    @Override
                    public void onNext(String answer) {
                        seen.complete(answer + ", client " + TENANT.get());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        seen.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        return seen.get(1, TimeUnit.MINUTES);
    }

    @Test
    void each_callback_sees_its_own_value_over_the_network() throws Exception {
        ManagedChannel channel = onPort();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<String>> answers = new java.util.ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String tenant = "t" + i;
                answers.add(CompletableFuture.supplyAsync(
                        () -> Ambient.where(TENANT, "c" + tenant).call(() -> {
                            try {
                                return call(channel, tenant);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        }),
                        callers));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).get(1, TimeUnit.MINUTES))
                        .isEqualTo("before null, server t%1$d t%1$d, later t%1$d t%1$d, client ct%1$d", i);
            }
        } finally {
            callers.shutdownNow();
            channel.shutdownNow();
        }
    }

    /** The server's callbacks run on the thread of the client, with its values. */
    @Test
    void a_call_on_the_thread_of_its_client_begins_without_values() throws Exception {
        ManagedChannel channel = inProcess();
        try {
            String seen = Ambient.where(TENANT, "client").call(() -> call(channel, "acme"));
            assertThat(seen).isEqualTo("before null, server acme acme, later acme acme, client client");
            assertThat(TENANT.get()).isNull();
        } finally {
            channel.shutdownNow();
        }
    }

    /** What the first interceptor of the program sees, what the method sees, and what a task of an executor bean sees. */
    static final class Orders implements BindableService {

        private final ExecutorService pool;

        Orders(ExecutorService pool) {
            this.pool = pool;
        }

        @Override
        public ServerServiceDefinition bindService() {
            return ServerServiceDefinition.builder("shop.Orders")
                    .addMethod(FIND, ServerCalls.asyncUnaryCall((request, observer) -> {
                        String now = Before.SEEN.poll() + ", server " + TENANT.get() + " " + USER.get();
                        pool.execute(() -> {
                            observer.onNext(now + ", later " + TENANT.get() + " " + USER.get());
                            observer.onCompleted();
                        });
                    }))
                    .build();
        }
    }

    @Order(0)
    static final class Before implements ServerInterceptor {

        static final LinkedBlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            SEEN.add("before " + TENANT.get());
            String tenant = headers.get(HEADER);
            return AmbientGrpc.interceptCall(
                    AmbientContext.current().with(TENANT, tenant),
                    call,
                    headers,
                    (inner, received) ->
                            Contexts.interceptCall(Context.current().withValue(USER, tenant), inner, received, next));
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {

        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean(destroyMethod = "shutdownNow")
        ExecutorService pool() {
            return Executors.newFixedThreadPool(4);
        }

        @Bean
        Orders orders(ExecutorService pool) {
            return new Orders(pool);
        }

        @Bean
        @GlobalServerInterceptor
        Before before() {
            return new Before();
        }

        @Bean
        <T extends ServerBuilder<T>> ServerBuilderCustomizer<T> server() {
            return ServerBuilder::directExecutor;
        }

        @Bean
        <T extends ManagedChannelBuilder<T>> GrpcChannelBuilderCustomizer<T> channel() {
            return (target, builder) -> builder.directExecutor();
        }
    }
}
