/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;

/** The ambient values of these tests. */
final class Keys {

    /** Known to Ambient only. */
    static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    /** Also a plain entry of Reactor's Context, under "tenant". */
    static final Ambient<String> TENANT =
            Ambient.<String>builder("tenant").mirrored().build();

    private Keys() {}
}
