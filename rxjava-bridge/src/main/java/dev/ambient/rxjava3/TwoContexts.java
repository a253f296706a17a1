/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What each boundary above an observer knows: two contexts, and where they need not be made current. */
abstract class TwoContexts implements OwnOperator {

    /** What is known of the two sides: {@link Pair#traits}, since each reference more makes boundaries larger. */
    private final byte traits;

    /** Whether items are polled alone, and no signal says that the last one was. */
    boolean isPolled;

    /** Of the thread that signalled last; {@code null} when the flow has ended. */
    private @Nullable Boundary last;

    /** One context for both ways, or {@link Two}. Where the flow has ended, weak references in their place. */
    private Object contexts;

    /**
     * The contexts of a boundary.
     *
     * @param here of the thread that subscribes
     * @param below for signals that go down
     * @param above for what goes up; another one only where a flow changes a value for what is upstream
     * @param pair what is known of the two that it is between
     */
    TwoContexts(Boundary here, AmbientContext below, AmbientContext above, Pair pair) {
        this.last = here;
        this.contexts = below == above ? below : new Two(below, above);
        this.traits = pair.traits;
    }

    /** Whether the source signals where the context is current already. */
    final boolean signalsRightly() {
        return (traits & Pair.SIGNALS_RIGHTLY) != 0;
    }

    /** Whether the observer asks only where the context is current already. */
    final boolean asksInPlace() {
        return (traits & Pair.ASKS_IN_PLACE) != 0;
    }

    /** Whether the source disposes of what the program has asked it to after it has signalled for the last time. */
    final boolean isEmitter() {
        return (traits & Pair.EMITTER) != 0;
    }

    /** Whether the source calls nothing of the program when it is polled. */
    final boolean isSilent() {
        return (traits & Pair.SILENT) != 0;
    }

    /** Whether it does below another source too: what an emitter disposes of late needs its own boundary. */
    final boolean isFor(Pair pair) {
        return isEmitter() || !pair.is(Pair.EMITTER);
    }

    /** Whether nothing more is needed while the source is subscribed: it does no more than signal, and each signal is entered. */
    final boolean isEnough() {
        return isSilent() && !signalsRightly();
    }

    final AmbientContext below() {
        Object given = contexts;
        return given instanceof AmbientContext both ? both : there(given instanceof Two two ? two.below : given);
    }

    final AmbientContext above() {
        Object given = contexts;
        return given instanceof AmbientContext both ? both : there(given instanceof Two two ? two.above : given);
    }

    /** Who still signals or asks after the end does so for a flow that has a context, which somebody holds then. */
    private static AmbientContext there(Object context) {
        if (context instanceof AmbientContext there) {
            return there;
        }
        Object there = ((WeakReference<?>) context).get();
        return there == null ? AmbientContext.empty() : (AmbientContext) there;
    }

    /** The running thread's, which is nearly always the one of the signal before. */
    final Boundary here() {
        Boundary here = last;
        if (here == null || !here.isHere()) {
            here = Boundary.here();
            last = here;
        }
        return here;
    }

    /** After a signal that is the last one, or a cancel: whoever is kept from here on must keep neither values nor threads. */
    final void ended() {
        Object given = contexts;
        if (given instanceof AmbientContext both) {
            contexts = here().weakly(both);
        } else if (given instanceof Two two && two.below instanceof AmbientContext below) {
            contexts = new Two(here().weakly(below), here().weakly(above()));
        }
        last = null;
    }

    private record Two(Object below, Object above) {}
}
