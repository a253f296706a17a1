/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** A flow of many operators, with a hop. */
@Test
public class FlowTckTest extends BridgedVerification {

    public FlowTckTest() {
        super(false, 1000, flux -> typical(flux));
    }
}
