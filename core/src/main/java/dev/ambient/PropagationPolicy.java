/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * What happens to a foreign thread-local at a boundary. Set by {@link AmbientRegistry#policy}; the words are those of
 * MicroProfile Context Propagation, with "leave" for what it calls unchanged.
 */
public enum PropagationPolicy {
    /** Captured and restored: the work sees the value from where it was started. What every key has at first. */
    PROPAGATE,
    /** Never captured, and absent while the work runs. */
    CLEAR,
    /** Not touched: the work sees what the thread has. */
    LEAVE
}
