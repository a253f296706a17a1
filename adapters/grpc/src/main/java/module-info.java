/**
 * Ambient values in gRPC's calls, and gRPC's {@code Context} in the ambient context.
 *
 * <p>Start with {@link dev.ambient.grpc.AmbientGrpc}.
 */
module dev.ambient.grpc {
    requires static transitive org.jspecify;
    requires transitive dev.ambient;
    requires transitive io.grpc;

    exports dev.ambient.grpc;
}
