/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import dev.ambient.AmbientContext;
import dev.ambient.Scope;
import io.github.resilience4j.core.ContextPropagator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Ambient values in the tasks of resilience4j's pools, as docs/how-to/other-libraries.md has it. */
public final class AmbientPropagator implements ContextPropagator<AmbientPropagator.Carried> {

    static final class Carried {

        private final AmbientContext context = AmbientContext.capture();
        private Scope scope;

        void open() {
            scope = context.makeCurrent();
        }

        void close() {
            if (scope != null) { // else makeCurrent has thrown
                scope.close();
            }
        }
    }

    @Override
    public Supplier<Optional<Carried>> retrieve() {
        return () -> Optional.of(new Carried());
    }

    @Override
    public Consumer<Optional<Carried>> copy() {
        return carried -> carried.ifPresent(Carried::open);
    }

    @Override
    public Consumer<Optional<Carried>> clear() {
        return carried -> carried.ifPresent(Carried::close);
    }
}
