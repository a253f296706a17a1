/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import java.util.function.Consumer;

/** What a request does. */
interface Pipeline {

    /**
     * Begins it.
     *
     * @param id the request's id, which is current
     * @param completed is called once it has ended well
     * @param failed is called once it has failed
     */
    void begin(String id, Runnable completed, Consumer<Throwable> failed);
}
