/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.reactor.ReactorBridge;
import reactor.core.publisher.Mono;

/** A callback downstream of the contextWrite that sets the value. */
final class BelowContextWrite implements Loss {

    @Override
    public Explanation lose() {
        Registration bridge = ReactorBridge.install();
        try {
            return Mono.just("order 4711")
                    .doOnNext(order -> REQUEST_ID.orElseThrow())
                    .contextWrite(ReactorBridge.put(REQUEST_ID, "r-17"))
                    .map(order -> {
                        return Diagnostics.explain(REQUEST_ID); // null here
                    })
                    .block();
        } finally {
            bridge.close();
        }
    }
}
