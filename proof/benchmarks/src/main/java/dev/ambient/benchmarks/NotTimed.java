/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

/** A row that is no row for this candidate: it does not carry the value, or has no such operation. */
final class NotTimed extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotTimed(String verdict) {
        super(verdict);
    }
}
