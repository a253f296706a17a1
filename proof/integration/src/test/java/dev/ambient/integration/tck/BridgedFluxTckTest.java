/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.reactor.ReactorBridge;
import org.testng.annotations.Test;

/** What bridge(flux) gives. */
@Test
public class BridgedFluxTckTest extends BridgedVerification {

    public BridgedFluxTckTest() {
        super(false, 1000, flux -> ReactorBridge.bridge(flux));
    }
}
