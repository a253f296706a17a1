/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ambient values in the callbacks of gRPC's calls.
 *
 * <p>{@link dev.ambient.grpc.AmbientGrpc} has the interceptors. {@link dev.ambient.grpc.AmbientContextStorage} keeps gRPC's own {@code
 * Context} in the ambient context; the artifact {@code ambient-grpc-context} has gRPC use it.
 */
@NullMarked
package dev.ambient.grpc;

import org.jspecify.annotations.NullMarked;
