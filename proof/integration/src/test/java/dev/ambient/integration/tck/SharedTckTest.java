/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import org.testng.annotations.Test;

/** A shared flow. */
@Test
public class SharedTckTest extends BridgedVerification {

    public SharedTckTest() {
        this(false);
    }

    SharedTckTest(boolean automatic) {
        super(automatic, 1000, flux -> written(flux.publish().refCount().map(item -> item)));
    }

    /** A late subscriber of a shared flow has missed items, for which the TCK would wait as long as for any. */
    @Override
    @Test(enabled = false)
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne() {}

    @Override
    @Test(enabled = false)
    public void optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals() {}
}
