/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import java.lang.ref.WeakReference;

/** What each boundary above an observer knows: two contexts, and where they need not be made current. */
abstract class TwoContexts implements OwnOperator {

    /** Whether the source signals where the context is current already. */
    final boolean signalsRightly;

    /** Whether the observer asks only where the context is current already. */
    final boolean asksInPlace;

    /** Whether the source disposes of what the program has asked it to after it has signalled for the last time. */
    final boolean isEmitter;

    /** Whether items are polled alone, and no signal says that the last one was. */
    boolean isPolled;

    /** The contexts; where the flow has ended, weak references to them. */
    private Object below;

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
        this.isEmitter = source == KnownOperators.EMITTER;
    }

    final AmbientContext below() {
        return there(below);
    }

    final AmbientContext above() {
        return there(above);
    }

    /** Who still signals or asks after the end does so for a flow that has a context, which somebody holds then. */
    private static AmbientContext there(Object context) {
        if (context instanceof AmbientContext there) {
            return there;
        }
        Object there = ((WeakReference<?>) context).get();
        return there == null ? AmbientContext.empty() : (AmbientContext) there;
    }

    /** After a signal that is the last one, or a cancel: whoever is kept from here on must not keep the values. */
    final void ended(Boundary here) {
        below = here.weakly(below());
        above = here.weakly(above());
    }
}
