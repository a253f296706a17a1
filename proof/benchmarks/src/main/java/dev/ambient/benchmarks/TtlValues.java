/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import com.alibaba.ttl.TransmittableThreadLocal;
import com.alibaba.ttl.TransmittableThreadLocal.Transmitter;
import com.alibaba.ttl.TtlRunnable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Alibaba's transmittable thread-locals. */
public final class TtlValues implements Values {

    private TransmittableThreadLocal<String> key;

    @Override
    public void fill(int size) {
        for (int i = 0; i < size; i++) {
            key = new TransmittableThreadLocal<>();
            key.set(HERE);
        }
    }

    @Override
    public @Nullable Object get() {
        return key.get();
    }

    @Override
    public @Nullable Object set(String value) {
        key.set(value);
        return null;
    }

    @Override
    public Object capture() {
        return Transmitter.capture();
    }

    @Override
    public void within(Object captured, Runnable block) {
        Object before = Transmitter.replay(captured);
        try {
            block.run();
        } finally {
            Transmitter.restore(before);
        }
    }

    @Override
    public Runnable wrap(Runnable task) {
        return Objects.requireNonNull(TtlRunnable.get(task));
    }
}
