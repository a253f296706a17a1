/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * What happens to a foreign thread-local at a boundary, as set by {@link AmbientRegistry#policy}. The words are those of MicroProfile
 * Context Propagation, with "leave" for what it calls unchanged.
 */
public enum PropagationPolicy {
    /** Captured and restored: the work sees the value from where it was started. The default. */
    PROPAGATE,
    /** Never captured, and absent while the work runs. */
    CLEAR,
    /** Not read and not written: the work sees what the thread has. */
    LEAVE
}
