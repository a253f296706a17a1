/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** A shared flow. */
@Test
public class SharedTckTest extends BridgedVerification {

    public SharedTckTest() {
        super(false, 1000, flux -> written(flux.publish().refCount().map(item -> item)));
    }
}
