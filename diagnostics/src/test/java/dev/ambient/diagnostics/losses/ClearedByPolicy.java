/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import java.util.concurrent.ExecutorService;

/** A thread-local of another library whose policy is CLEAR. */
final class ClearedByPolicy implements Loss {

    private static final ThreadLocal<String> LOCALE = new ThreadLocal<>();

    private final ExecutorService pool = AmbientExecutors.wrap(Loss.pool("orders"));

    @Override
    public Explanation lose() throws Exception {
        Registration registration = AmbientRegistry.global().register("locale", LOCALE);
        AmbientRegistry.global().policy("locale", PropagationPolicy.CLEAR);
        LOCALE.set("de");
        try {
            return pool.submit(() -> {
                        return Diagnostics.explainForeign("locale"); // null here
                    })
                    .get();
        } finally {
            LOCALE.remove();
            AmbientRegistry.global().policy("locale", PropagationPolicy.PROPAGATE);
            registration.close();
        }
    }
}
