/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.operators.QueueFuseable;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What each boundary above an observer knows: two contexts, and where they need not be made current. Of the threads that signal it
 * keeps nothing: pools erase what a thread has, and what was kept of it would go on being asked.
 */
abstract class AbstractBoundary implements OwnOperator {

    /** What is known of the two sides: {@link Pair#traits}, since each reference more makes boundaries larger. */
    private final short traits;

    /** How items are polled, if they are: one of {@link QueueFuseable}'s modes. */
    private byte fusion = QueueFuseable.NONE;

    /** Whether the boundary below the source has made it, and the source is subscribed next. */
    private boolean isNew;

    /** One context for both ways, or {@link Two}. Where the flow has ended, weak references in their place. */
    private Object contexts;

    /**
     * The contexts of a boundary.
     *
     * @param below for signals that go down
     * @param above for what goes up; another one only where a flow changes a value for what is upstream
     * @param pair what is known of the two that it is between
     */
    AbstractBoundary(AmbientContext below, AmbientContext above, Pair pair) {
        this.contexts = below == above ? below : new Two(below, above);
        this.traits = pair.traits;
    }

    /** Notes that it is made for what is subscribed next, which need not be looked at once more. */
    final void madeNow() {
        isNew = true;
    }

    /** Whether it was made for what is just subscribed. */
    final boolean isNew() {
        boolean isNew = this.isNew;
        if (isNew) {
            this.isNew = false;
        }
        return isNew;
    }

    /** Whether the source signals where the context is current already. */
    final boolean signalsRightly() {
        return (traits & Pair.SIGNALS_RIGHTLY) != 0;
    }

    /** Whether the way up is handed down as it is: what is below calls nothing of the program, or does so where the context is current. */
    final boolean startsAsItIs() {
        return (traits & (Pair.SIGNALS_RIGHTLY | Pair.STARTS_QUIETLY)) != 0;
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

    /** Whether the source may signal after it was cancelled or disposed of. Then the contexts must last for as long as it holds this. */
    private boolean isLate() {
        // Without foreign values the boundary further up has this very context, and holds it.
        return (traits & Pair.MAY_BE_LATE) != 0 || ((traits & Pair.LATER) != 0 && below().hasForeignValues());
    }

    /**
     * Whether the source may be late, and the observer may be kept for ever with what it was given: then that is not this, but what lets go
     * of this.
     */
    final boolean mayBeLate() {
        return (traits & (Pair.LETS_GO | Pair.DROPS_UPSTREAM)) == 0 && isLate();
    }

    /** Whether it does below another source too: what an emitter disposes of late needs its own boundary, and so does who is late. */
    final boolean isFor(Pair pair) {
        return (isEmitter() || !pair.is(Pair.EMITTER))
                && ((traits & Pair.LETS_GO) != 0 || !pair.is(Pair.MAY_BE_LATE) || isLate());
    }

    /** Whether nothing more is needed while the source is subscribed: it does no more than signal, and each signal is entered. */
    final boolean isEnough() {
        return isSilent() && !signalsRightly();
    }

    /** Whether the observer is not one of RxJava's own, which make no difference between a queue that fuses with nobody and no queue. */
    final boolean isForeignBelow() {
        return (traits & Pair.FOREIGN_BELOW) != 0;
    }

    /** Notes what a source answered when it was asked to be polled. */
    final int granted(int mode) {
        fusion = (byte) mode;
        return mode;
    }

    /** Whether items are polled alone, and no signal says that the last one was. */
    final boolean isPolled() {
        return fusion == QueueFuseable.SYNC;
    }

    /** Whether items are polled, which a queue goes on being asked to clear after a cancel. Its source signals of no item then. */
    final boolean isFused() {
        return fusion != QueueFuseable.NONE;
    }

    final AmbientContext below() {
        Object given = contexts;
        if (given instanceof AmbientContext both) {
            return both;
        }
        AmbientContext there = there(given instanceof Two two ? two.below : given);
        if (there != null) {
            return there;
        }
        // A boundary further up, which holds its own context for a source that may be late, has made it current.
        return (traits & Pair.SIGNALS_IN_PLACE) != 0 ? AmbientContext.capture() : AmbientContext.noFlow();
    }

    final AmbientContext above() {
        Object given = contexts;
        if (given instanceof AmbientContext both) {
            return both;
        }
        AmbientContext there = there(given instanceof Two two ? two.above : given);
        return there != null ? there : AmbientContext.noFlow();
    }

    /** Who still signals or asks after the end does so for a flow that has a context, if somebody holds it then. */
    private static @Nullable AmbientContext there(Object context) {
        return context instanceof AmbientContext there ? there : (AmbientContext) ((WeakReference<?>) context).get();
    }

    /** After a cancel: as after a last signal, unless only a source that may be late holds this. */
    final void disposed(Boundary here) {
        if ((traits & Pair.DROPS_UPSTREAM) == 0 || !isLate()) {
            ended(here);
        }
    }

    /** After a signal that is the last one, or a cancel: whoever is kept from here on must keep no values. */
    final void ended(Boundary here) {
        if ((traits & Pair.LETS_GO) != 0) {
            return;
        }
        Object given = contexts;
        if (given instanceof AmbientContext both) {
            contexts = here.weakReferenceTo(both);
        } else if (given instanceof Two two && two.below instanceof AmbientContext below) {
            contexts = new Two(here.weakReferenceTo(below), here.weakReferenceTo(above()));
        }
    }

    private record Two(Object below, Object above) {}
}
