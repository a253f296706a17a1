/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

/**
 * A request for an offer. The application does not hand its id and tenant around, they are ambient; here they are
 * passed along all the same, so that the {@link Probe} knows what should be seen.
 */
record Request(String id, String tenant, String sku) {}
