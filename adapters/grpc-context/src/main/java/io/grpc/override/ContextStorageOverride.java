/* SPDX-License-Identifier: Apache-2.0 */
package io.grpc.override;

import dev.ambient.grpc.AmbientContextStorage;

/** Has gRPC keep its {@code Context} in the ambient context. gRPC finds this class by its name, so it is not called by programs. */
public final class ContextStorageOverride extends AmbientContextStorage {

    /** For gRPC. */
    public ContextStorageOverride() {}
}
