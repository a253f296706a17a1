/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import dev.ambient.examples.flow.library.Streams;
import dev.ambient.spi.ContextListener.Purpose;
import dev.ambient.spi.HookGroup;
import java.util.concurrent.Flow.Publisher;
import java.util.function.UnaryOperator;

/** Adds a boundary to each publisher that needs one, as the library assembles it. */
final class AssemblyHook implements HookGroup.Hook {

    static final String MISSING =
            "The hook of Ambient's Flow bridge is gone: somebody has called Streams.resetHooks(). Streams that"
                    + " are assembled now have no values. Call FlowBridge.install() to install it again.";

    private static final String KEY = "dev.ambient.examples.flow";

    @Override
    public void install() {
        Streams.addHook(KEY, AssemblyHook::bounded);
    }

    @Override
    public void uninstall() {
        Streams.removeHook(KEY);
    }

    @Override
    public boolean isCalled() {
        return Streams.hasHook(KEY);
    }

    private static Publisher<?> bounded(Publisher<?> source) {
        return source instanceof BoundaryPublisher || KnownOperator.of(source) == KnownOperator.PASSES_ON
                ? source
                : new BoundaryPublisher<>(source, UnaryOperator.identity(), Purpose.UNKNOWN);
    }
}
