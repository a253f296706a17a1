/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A service with one method, and a channel to it in the same process. */
final class Service implements AutoCloseable {

    static final Metadata.Key<String> TENANT_HEADER = Metadata.Key.of("tenant", Metadata.ASCII_STRING_MARSHALLER);

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

    final MethodDescriptor<String, String> method;
    final ManagedChannel channel;
    private final Server server;

    /**
     * Starts it.
     *
     * @param servers runs the server's callbacks
     * @param clients runs the client's
     * @param inner interceptors of the server, the outermost first
     * @param outer interceptors of the client
     */
    Service(
            MethodType type,
            ServerCallHandler<String, String> handler,
            Executor servers,
            Executor clients,
            List<ServerInterceptor> inner,
            List<ClientInterceptor> outer)
            throws IOException {
        method = MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName("service/method")
                .setRequestMarshaller(TEXT)
                .setResponseMarshaller(TEXT)
                .build();
        String name = UUID.randomUUID().toString();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name)
                .executor(servers)
                .addService(ServerServiceDefinition.builder("service")
                        .addMethod(method, handler)
                        .build());
        for (int i = inner.size() - 1; i >= 0; i--) {
            builder.intercept(inner.get(i)); // the last is called first
        }
        server = builder.build().start();
        channel = InProcessChannelBuilder.forName(name)
                .executor(clients)
                .intercept(outer)
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.MINUTES);
            server.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
