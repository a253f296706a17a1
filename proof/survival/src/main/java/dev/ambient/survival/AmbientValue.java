/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;

/** Ours. */
public abstract class AmbientValue implements Carrier {

    /** The value. */
    protected static final Ambient<String> VALUE = Ambient.named("survival");

    @Override
    public final String title() {
        return "Ambient";
    }

    @Override
    public final void with(@Nullable String value, Runnable task) {
        if (value == null) {
            task.run();
        } else {
            Ambient.where(VALUE, value).run(task);
        }
    }

    @Override
    public final @Nullable String read() {
        return VALUE.get();
    }

    @Override
    public final boolean knowsAccessors() {
        return true;
    }

    @Override
    public final boolean isClean() {
        return AmbientContext.current().isEmpty();
    }

    @Override
    public final void clean() {
        VALUE.unset();
    }
}
