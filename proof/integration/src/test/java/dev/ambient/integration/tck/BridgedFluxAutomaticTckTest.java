/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.reactor.ReactorBridge;
import org.testng.annotations.Test;

/** What bridge(flux) gives, in automatic mode. */
@Test
public class BridgedFluxAutomaticTckTest extends BridgedVerification {

    public BridgedFluxAutomaticTckTest() {
        super(true, 1000, flux -> ReactorBridge.bridge(flux));
    }
}
