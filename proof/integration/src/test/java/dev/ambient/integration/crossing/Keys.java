/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import dev.ambient.Ambient;

/** What the flows of these tests carry. */
final class Keys {

    /** Known to Ambient only. */
    static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    /** Also a plain entry of Reactor's Context, under "tenant". */
    static final Ambient<String> TENANT =
            Ambient.<String>builder("tenant").mirrored().build();

    /** A plain key of Reactor's Context, of which Ambient knows nothing. */
    static final String USER = "user";

    private Keys() {}
}
