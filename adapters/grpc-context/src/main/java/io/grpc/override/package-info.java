/* SPDX-License-Identifier: Apache-2.0 */
/** Where gRPC looks for the storage of its {@code Context}. */
package io.grpc.override;
