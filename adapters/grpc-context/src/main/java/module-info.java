/**
 * Has gRPC keep its {@code Context} in the ambient context.
 *
 * <p>The package is gRPC's choice: it looks for one class of this name.
 */
module dev.ambient.grpc.context {
    requires transitive dev.ambient.grpc;

    exports io.grpc.override;
}
