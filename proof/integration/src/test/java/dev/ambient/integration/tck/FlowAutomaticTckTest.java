/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** A flow of many operators, with a hop, in automatic mode. */
@Test
public class FlowAutomaticTckTest extends BridgedVerification {

    public FlowAutomaticTckTest() {
        super(true, 1000, flux -> typical(flux));
    }
}
