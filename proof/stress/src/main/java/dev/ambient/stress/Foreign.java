/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/** A thread-local of another library, with the accessor that makes it known. */
final class Foreign implements ThreadLocalAccessor<String> {

    private final ThreadLocal<@Nullable String> local = new ThreadLocal<>();
    private final String key;

    Foreign(String key) {
        this.key = key;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public @Nullable String getValue() {
        return local.get();
    }

    @Override
    public void setValue(String value) {
        local.set(value);
    }

    @Override
    public void setValue() {
        local.remove();
    }
}
