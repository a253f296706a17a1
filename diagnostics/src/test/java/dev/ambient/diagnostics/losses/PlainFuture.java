/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** A stage of a plain CompletableFuture. */
final class PlainFuture implements Loss {

    private final ExecutorService client = Loss.pool("http-client");

    @Override
    public Explanation lose() throws Exception {
        CompletableFuture<String> response = new CompletableFuture<>();
        CompletableFuture<Explanation> page = Ambient.where(REQUEST_ID, "r-17")
                .call(() -> response.thenApply(body -> {
                    return Diagnostics.explain(REQUEST_ID); // null here
                }));
        client.execute(() -> response.complete("body"));
        return page.get();
    }
}
