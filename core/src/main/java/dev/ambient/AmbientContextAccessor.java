/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.report.Reports;
import dev.ambient.spi.ContextListener;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes all ambient values one entry of Micrometer Context Propagation. {@code ServiceLoader} finds it: with this jar on the class
 * path, {@code ContextSnapshot}s, Reactor's {@code contextCapture()} and its automatic mode propagate them.
 *
 * <p>Programs need only its key.
 */
public final class AmbientContextAccessor implements ThreadLocalAccessor<Object> {

    /** The key under which a carrier, such as Reactor's {@code Context}, holds the {@link AmbientContext}. */
    public static final String KEY = "dev.ambient.context";

    private static final AtomicBoolean IS_REPORTED = new AtomicBoolean();

    /** For {@code ServiceLoader}. */
    public AmbientContextAccessor() {}

    @Override
    public Object key() {
        return KEY;
    }

    /** Returns the current context as it is, for {@link #restore(Object)}; {@code null} if nothing is set. */
    @Override
    public @Nullable Object getValue() {
        AmbientContext context = ThreadState.here().context();
        return context == AmbientContext.EMPTY ? null : context;
    }

    /**
     * Makes the values of a context current, and none where flow was suppressed in it. Where a program has put something else under the
     * key, that is reported, once, and no value is made current.
     */
    @Override
    public void setValue(Object value) {
        ThreadState.here().replace(context(value).forNewFlow(), ContextListener.Step.ENTERED);
    }

    @Override
    public void setValue() {
        setValue(AmbientContext.EMPTY);
    }

    @Override
    public void restore(Object previous) {
        ThreadState.here().replace(context(previous), ContextListener.Step.LEFT);
    }

    /** Another object under our key must not make a flow fail, nor show it the thread's values. */
    private static AmbientContext context(Object value) {
        if (value instanceof AmbientContext context) {
            return context;
        }
        if (IS_REPORTED.compareAndSet(false, true)) {
            Reports.notAContext(KEY, value);
        }
        return AmbientContext.EMPTY;
    }
}
