/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import java.lang.ref.WeakReference;

/** What each boundary above an observer knows: two contexts, and where they need not be made current. */
abstract class TwoContexts implements OwnOperator {

    /** Whether the source signals where the context is current already. */
    final boolean signalsRightly;

    /** Whether the observer asks only where the context is current already. */
    final boolean asksInPlace;

    /** Whether the observer goes on when the flow has ended, as a cache does. */
    private final boolean isShared;

    private AmbientContext below;

    /** The context; where a shared flow has ended, a weak reference to it, for the observer may live for long. */
    private Object above;

    /**
     * The contexts of a boundary.
     *
     * @param below for signals that go down
     * @param above for what goes up; another one only where a flow changes a value for what is upstream
     * @param source what is above
     * @param observer what is below
     */
    TwoContexts(AmbientContext below, AmbientContext above, KnownOperators source, KnownOperators observer) {
        this.below = below;
        this.above = above;
        this.signalsRightly = source.signalsRightly(observer);
        this.asksInPlace = observer.asksInPlace();
        this.isShared = observer == KnownOperators.SHARED;
    }

    final AmbientContext below() {
        return below;
    }

    /** If a flow has ended and may still ask, whatever it belongs to is there and holds the context. */
    final AmbientContext above() {
        if (above instanceof AmbientContext there) {
            return there;
        }
        Object there = ((WeakReference<?>) above).get();
        return there == null ? AmbientContext.empty() : (AmbientContext) there;
    }

    /** No signal comes after this. */
    final void ended() {
        if (isShared) {
            above = new WeakReference<>(above());
            below = AmbientContext.empty();
        }
    }
}
