/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

/** A failure on purpose. */
public final class Planned extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** One. */
    public Planned() {
        super("on purpose", null, false, false);
    }
}
