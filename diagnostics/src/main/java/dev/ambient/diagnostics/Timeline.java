/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

/** A picture of one flow. */
public final class Timeline {

    private Timeline() {}
}
