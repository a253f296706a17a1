/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

/** Where in a flow of several libraries a callback is. */
enum Place {
    /** The layer with the source. */
    INNER,
    /** The layer of the other library, in a sandwich. */
    MIDDLE,
    /** The layer with the subscriber. */
    OUTER,
    /** The subscriber itself, below everything that the flow writes. */
    END
}
