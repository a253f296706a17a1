/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;

/**
 * A Subscription that never fuses. It is a QueueSubscription all the same: below a publisher that is marked Fuseable, some
 * operators cast without asking.
 */
interface Unfused<T> extends Fuseable.QueueSubscription<T> {

    @Override
    default int requestFusion(int requestedMode) {
        return Fuseable.NONE;
    }

    @Override
    default @Nullable T poll() {
        return null;
    }

    @Override
    default int size() {
        return 0;
    }

    @Override
    default boolean isEmpty() {
        return true;
    }

    @Override
    default void clear() {
        // Nothing is queued here.
    }
}
