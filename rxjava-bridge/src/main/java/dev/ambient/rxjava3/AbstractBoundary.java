/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.operators.QueueFuseable;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What all boundaries above an observer have: the contexts on both sides, and where these need not be made current. A boundary keeps
 * nothing of the threads that signal it. Pools erase thread-locals, and what was kept of a thread would be used on.
 */
abstract class AbstractBoundary implements OwnOperator {

    /** What is known of the two sides, as {@link Pair} has it. These two bytes fit between other fields; a reference needs more. */
    private final short traits;

    /** How items are polled, if they are: one of {@link QueueFuseable}'s modes. */
    private byte fusion = QueueFuseable.NONE;

    /** Whether the boundary below the source has made this one, and subscribes the source next. */
    private boolean isNew;

    /** One context for both ways, or {@link Contexts}. After the flow has ended, weak references in their place. */
    private Object contexts;

    /**
     * Makes a boundary.
     *
     * @param downstream the context for signals, which go down
     * @param upstream the context for requests and cancels, which go up; another one only where a flow changes a value for what is
     *     upstream
     * @param pair what is known of the source and the observer
     */
    AbstractBoundary(AmbientContext downstream, AmbientContext upstream, Pair pair) {
        this.contexts = downstream == upstream ? downstream : new Contexts(downstream, upstream);
        this.traits = pair.traits;
    }

    /** Marks the boundary as made for the source that is subscribed next, so that the hook does not make another. */
    final void markNew() {
        isNew = true;
    }

    /** Returns whether the boundary is marked as new, and removes the mark. */
    final boolean takeNew() {
        boolean wasNew = isNew;
        isNew = false;
        return wasNew;
    }

    private boolean has(int trait) {
        return (traits & trait) != 0;
    }

    /**
     * Returns whether onSubscribe needs no context: the observer calls nothing of the program then, or the context is
     * current already.
     */
    final boolean passesOnSubscribe() {
        return has(Pair.SIGNALS_IN_CONTEXT | Pair.STARTS_QUIETLY);
    }

    /** Returns whether the observer asks only where the context is current already. */
    final boolean asksInPlace() {
        return has(Pair.ASKS_IN_PLACE);
    }

    /** Returns whether the source is an emitter: after its last signal it disposes what the program has given to it. */
    final boolean isBelowEmitter() {
        return has(Pair.EMITTER_SOURCE);
    }

    /** Returns whether the source calls nothing of the program when it is polled. */
    final boolean isBelowSilentSource() {
        return has(Pair.SILENT_SOURCE);
    }

    /**
     * Returns whether subscribing to the source needs no context: the source does no more than signal, and the boundary makes the
     * context current around each signal.
     */
    final boolean coversSubscribe() {
        return isBelowSilentSource() && !has(Pair.SIGNALS_IN_CONTEXT);
    }

    /** Returns whether the observer is not RxJava's own. RxJava's own treat a queue that refuses to fuse as they treat no queue. */
    final boolean isAboveForeignObserver() {
        return has(Pair.FOREIGN_OBSERVER);
    }

    /**
     * Returns whether the source may signal after a cancel. Then the contexts must last for as long as the source holds
     * the boundary.
     */
    private boolean mayBeLate() {
        // Without foreign values the boundary further up has this very context, and holds it.
        return has(Pair.MAY_BE_LATE)
                || (has(Pair.SCHEDULES_SIGNALS) && downstreamContext().hasForeignValues());
    }

    /**
     * Returns whether the observer must be given another object than this boundary as its upstream. The observer may be kept for ever with
     * what it was given, while the source may be late and still needs the contexts. So the other object releases this boundary when it is
     * cancelled.
     */
    final boolean needsReleasingUpstream() {
        return !has(Pair.RELEASES_UPSTREAM | Pair.DROPS_UPSTREAM) && mayBeLate();
    }

    /**
     * Returns whether this boundary, which is the observer of a source, serves for that source too. An emitter needs its own boundary for
     * what it disposes late, and a source that may be late needs one that lasts.
     */
    final boolean servesFor(Pair pair) {
        return (isBelowEmitter() || !pair.has(Pair.EMITTER_SOURCE))
                && (has(Pair.RELEASES_UPSTREAM) || !pair.has(Pair.MAY_BE_LATE) || mayBeLate());
    }

    /** Notes the fusion mode that the source has granted, and returns it. */
    final int noteFusion(int mode) {
        fusion = (byte) mode;
        return mode;
    }

    /** Returns whether items are only polled, and an empty queue is the only sign of the end. */
    final boolean isFusedSync() {
        return fusion == QueueFuseable.SYNC;
    }

    /**
     * Returns whether items are polled. Then the queue may be asked to clear itself after a cancel, and the source
     * signals no items.
     */
    final boolean isFused() {
        return fusion != QueueFuseable.NONE;
    }

    /** Returns the context for signals. */
    final AmbientContext downstreamContext() {
        Object now = contexts;
        if (now instanceof AmbientContext both) {
            return both;
        }
        AmbientContext held = heldContext(now instanceof Contexts two ? two.downstream : now);
        if (held != null) {
            return held;
        }
        // A boundary further up, which holds its own context for a source that may be late, has made it current.
        return has(Pair.SIGNALS_IN_PLACE) ? AmbientContext.capture() : AmbientContext.noFlow();
    }

    /** Returns the context for requests and cancels. */
    final AmbientContext upstreamContext() {
        Object now = contexts;
        if (now instanceof AmbientContext both) {
            return both;
        }
        AmbientContext held = heldContext(now instanceof Contexts two ? two.upstream : now);
        return held != null ? held : AmbientContext.noFlow();
    }

    /** Returns a context, or what its weak reference holds: after the end a flow has its context only if somebody else holds it. */
    private static @Nullable AmbientContext heldContext(Object context) {
        return context instanceof AmbientContext held ? held : (AmbientContext) ((WeakReference<?>) context).get();
    }

    /** Releases the contexts after a cancel, unless the source may be late and is the only one that holds the boundary. */
    final void releaseAfterCancel(Boundary here) {
        if (!has(Pair.DROPS_UPSTREAM) || !mayBeLate()) {
            release(here);
        }
    }

    /** Releases the contexts after the last signal or a cancel, so that whoever keeps the boundary keeps no values. */
    final void release(Boundary here) {
        if (has(Pair.RELEASES_UPSTREAM)) {
            return;
        }
        Object now = contexts;
        if (now instanceof AmbientContext both) {
            contexts = here.weakReferenceTo(both);
        } else if (now instanceof Contexts two && two.downstream instanceof AmbientContext downstream) {
            contexts = new Contexts(here.weakReferenceTo(downstream), here.weakReferenceTo(upstreamContext()));
        }
    }

    private record Contexts(Object downstream, Object upstream) {}
}
