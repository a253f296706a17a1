/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** A shared flow, in automatic mode. */
@Test
public class SharedAutomaticTckTest extends SharedTckTest {

    public SharedAutomaticTckTest() {
        super(true);
    }
}
