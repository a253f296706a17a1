/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.reactor.ReactorBridge;
import org.testng.annotations.Test;
import reactor.core.publisher.Mono;

/** What bridge(mono) gives. */
@Test
public class BridgedMonoTckTest extends BridgedVerification {

    public BridgedMonoTckTest() {
        super(false, 1, flux -> ReactorBridge.bridge(Mono.fromDirect(flux)));
    }
}
