/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.reactor.ReactorBridge;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A flow on a sink that a library subscribes as it starts, before the bridge is installed. */
final class OnASink implements Loss {

    private final ExecutorService driver = Loss.pool("driver");

    @Override
    public Explanation lose() {
        Sinks.One<String> answer = Sinks.one();
        Mono<Explanation> page = answer.asMono().map(row -> {
            return Diagnostics.explain(REQUEST_ID); // null here
        });
        CompletableFuture<Explanation> seen = Ambient.where(REQUEST_ID, "r-17").call(page::toFuture); // subscribes
        Registration bridge = ReactorBridge.install(); // too late
        try {
            driver.execute(() -> answer.tryEmitValue("row"));
            return seen.join();
        } finally {
            bridge.close();
        }
    }
}
