/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

/** Of one callback; then of one run, of one thread; then of a candidate as a whole. */
public enum Verdict {
    RIGHT,
    LOST,
    ANOTHERS,
    NOT_ENDED,
    DIRTY,
    /** Another library's hook that is gone. */
    HOOK,
    /** Two operators that are no longer one. */
    FUSION,
    /** A value that is still held when its flow has ended. */
    RETENTION
}
