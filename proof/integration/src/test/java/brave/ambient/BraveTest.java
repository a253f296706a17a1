/* SPDX-License-Identifier: Apache-2.0 */
package brave.ambient;

import brave.propagation.CurrentTraceContext;
import brave.test.propagation.CurrentTraceContextTest;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;

/**
 * Brave's own test of what keeps its current trace, with ambient values keeping it. It has Brave's classes loaded anew and
 * unloaded again, with all whose package's name begins with theirs, so ours does.
 */
@Tag("brave")
class BraveTest extends CurrentTraceContextTest {

    @Override
    protected Class<? extends Supplier<CurrentTraceContext.Builder>> builderSupplier() {
        return BuilderSupplier.class;
    }

    /** Brave makes one in a class loader of its own. */
    static final class BuilderSupplier implements Supplier<CurrentTraceContext.Builder> {

        @Override
        public CurrentTraceContext.Builder get() {
            return new AmbientTraceContext.Builder();
        }
    }
}
