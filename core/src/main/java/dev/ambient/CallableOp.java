/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/**
 * Work that returns a value and may throw {@code X}.
 *
 * <p>Unlike {@link java.util.concurrent.Callable}, it keeps the exact type of the exception, so a lambda that throws no checked exception
 * needs no {@code try}. The JDK's {@code ScopedValue} has the same interface.
 *
 * @param <V> the type of the result
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface CallableOp<V extends @Nullable Object, X extends Throwable> {

    /**
     * Does the work.
     *
     * @return the result
     * @throws X if the work fails
     */
    V call() throws X;
}
