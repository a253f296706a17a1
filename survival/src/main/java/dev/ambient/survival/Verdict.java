/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

/** Of one callback; the last two of one run and of one thread. */
enum Verdict {
    RIGHT,
    LOST,
    ANOTHERS,
    NOT_ENDED,
    DIRTY
}
