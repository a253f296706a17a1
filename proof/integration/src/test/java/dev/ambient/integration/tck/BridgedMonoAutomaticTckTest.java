/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.reactor.ReactorBridge;
import org.testng.annotations.Test;
import reactor.core.publisher.Mono;

/** What bridge(mono) gives, in automatic mode. */
@Test
public class BridgedMonoAutomaticTckTest extends BridgedVerification {

    public BridgedMonoAutomaticTckTest() {
        super(true, 1, flux -> ReactorBridge.bridge(Mono.fromDirect(flux)));
    }
}
