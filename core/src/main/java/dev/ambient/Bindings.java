/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.spi.ContextListener;
import org.jspecify.annotations.Nullable;

/**
 * Binds values for a block of work. {@link Ambient#where} returns it, and {@link #run} or {@link #call} runs the block.
 *
 * <p>Bindings can be used many times, by many threads at once. Each time they are added to the context that is current then. Of two
 * bindings of one key the later wins.
 */
public final class Bindings {

    private final @Nullable Bindings earlier;
    private final Ambient<?> key;
    private final @Nullable Object value;

    /** The value is checked already, and may be absent. */
    Bindings(@Nullable Bindings earlier, Ambient<?> key, @Nullable Object value) {
        this.earlier = earlier;
        this.key = key;
        this.value = value;
    }

    /**
     * Adds a binding.
     *
     * @param key the key
     * @param value its value in the block
     * @param <T> the type of the value
     * @return these bindings and the new one
     * @throws NullPointerException if the value is {@code null}
     * @throws ClassCastException if the key knows its type and the value has another; the message names both
     */
    public <T> Bindings where(Ambient<T> key, T value) {
        key.checkValue(value);
        return new Bindings(this, key, value);
    }

    /**
     * Adds a binding, if there is a value: {@code null} leaves the key as it is.
     *
     * @param key the key
     * @param value its value in the block, or {@code null}
     * @param <T> the type of the value
     * @return these bindings and the new one
     * @throws ClassCastException as {@link #where}
     */
    public <T> Bindings whereNonNull(Ambient<T> key, @Nullable T value) {
        key.checkType(value);
        return new Bindings(this, key, value);
    }

    /**
     * Runs a block with these values. Afterwards the thread is as it was, also after an exception.
     *
     * @param block the block
     */
    public void run(Runnable block) {
        ThreadState here = ThreadState.here();
        here.run(over(here.context()), ContextListener.Step.SET, block);
    }

    /**
     * Runs a block with these values and returns its result. Afterwards the thread is as it was, also after an
     * exception.
     *
     * @param block the block
     * @param <V> the type of the result
     * @param <X> what the block may throw
     * @return what the block returned
     * @throws X what the block threw
     */
    public <V extends @Nullable Object, X extends Throwable> V call(CallableOp<? extends V, X> block) throws X {
        ThreadState here = ThreadState.here();
        return here.call(over(here.context()), ContextListener.Step.SET, block);
    }

    private AmbientContext over(AmbientContext context) {
        AmbientContext base = earlier == null ? context : earlier.over(context);
        return value == null ? base : base.withUnchecked(key, value);
    }
}
