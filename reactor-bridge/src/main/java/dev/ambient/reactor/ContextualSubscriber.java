/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * The half of a {@link BoundarySubscriber} that holds contexts: the ambient context of the flow, and Reactor's Context as the source gets
 * it. Both are found when the flow is subscribed, or later when they are first asked for, and released when the flow has ended.
 */
abstract class ContextualSubscriber<T> implements CoreSubscriber<T> {

    /** The subscriber below goes on when the flow has ended, as a cache does. */
    static final int IS_SHARED = 1;

    /** The subscriber below asks and cancels only where the context is current already. */
    static final int IS_ASKED_IN_PLACE = 1 << 1;

    /** The source may be called at any time, and not only by boundaries and schedulers. */
    static final int IS_CALLED_FROM_OUTSIDE = 1 << 2;

    /** The last signal has come. */
    static final int IS_TERMINATED = 1 << 3;

    /** The subscriber below. */
    CoreSubscriber<? super T> actual;

    /** The ambient context. After the end, a weak reference to it, since the program may keep this object. */
    private Object ambient;

    /**
     * Reactor's Context for the source, or the boundary further down that has it. It is {@code null} where a flow begins, until it is first
     * asked for: most operators do not ask.
     */
    private @Nullable Object context;

    /** Some of the constants above. They share one byte, because another field would make each boundary larger. */
    private byte traits;

    /** Whether the subscriber below is being asked for its Context, after the end. */
    private boolean isAskingBelow;

    ContextualSubscriber(CoreSubscriber<? super T> actual, AmbientContext ambient, @Nullable Context context) {
        this.actual = actual;
        this.ambient = ambient;
        this.context = context;
    }

    final boolean has(int trait) {
        return (traits & trait) != 0;
    }

    final void set(int trait) {
        traits |= (byte) trait;
    }

    final void unset(int trait) {
        traits &= (byte) ~trait;
    }

    /** Uses the Context of a boundary further down. */
    final void inheritContextFrom(BoundarySubscriber<?> below) {
        context = below;
    }

    /** Returns the ambient context; {@code null} after the end of the flow. */
    final @Nullable AmbientContext liveContext() {
        return ambient instanceof AmbientContext context ? context : null;
    }

    /** Returns the ambient context; the context of no flow if it was released and nobody else holds it. */
    final AmbientContext ambient() {
        return ContextEntries.contextOf(ambient);
    }

    @Override
    public final Context currentContext() {
        Context known = contextForSource();
        if (!(known instanceof LocalHooksContext)
                && (has(IS_CALLED_FROM_OUTSIDE) || known.hasKey(LocalHooksContext.ON_DISCARD))) {
            LocalHooksContext wrapper = new LocalHooksContext(this, known);
            if (ambient instanceof AmbientContext) {
                context = wrapper;
            } else { // an object that asks after the end keeps this Context, and the program may keep the object
                wrapper.release();
            }
            return wrapper;
        }
        return known;
    }

    /** Returns Reactor's Context for the source. It may be a {@link LocalHooksContext}, if the source has asked before. */
    final Context contextForSource() {
        Object held = context;
        if (held instanceof Context known) {
            return LocalHooksContext.plain(known) instanceof ResolvedContext resolved && resolved.mayChange()
                    ? refreshed(known, resolved)
                    : known;
        }
        if (ambient instanceof AmbientContext own) {
            Context found = held instanceof BoundarySubscriber<?> below
                    ? below.resolvedContext()
                    : ContextEntries.beginWith(own);
            context = found;
            return found;
        }
        // This part of the flow has ended. Another part may go on and ask: reactor-netty asks the sink that gave it its
        // connection.
        Context below = contextFromBelow();
        return ((WeakReference<?>) ambient).get() instanceof AmbientContext own
                ? ContextEntries.restore(below, own)
                : below;
    }

    /**
     * Returns the Context of the subscriber below, after the end. The subscriber may have got its own Context from here, as that of
     * reactor-netty's server has. Then nothing is left of it.
     */
    private Context contextFromBelow() {
        if (isAskingBelow || (has(IS_SHARED) && !(actual instanceof DiscardingSubscriber))) {
            return Context.empty();
        }
        isAskingBelow = true;
        try {
            return LocalHooksContext.plain(actual.currentContext());
        } finally {
            isAskingBelow = false;
        }
    }

    /** Returns Reactor's Context for the source, never as a {@link LocalHooksContext}. */
    final Context resolvedContext() {
        return LocalHooksContext.plain(contextForSource());
    }

    /** Returns the Context that is known, or the next one if the subscriber below has got another one since. */
    private Context refreshed(Context known, ResolvedContext resolved) {
        Context own = LocalHooksContext.plain(actual.currentContext());
        if (resolved.isOf(own)) {
            return known;
        }
        ResolvedContext next = own instanceof ResolvedContext below && below.mayChange()
                ? below
                : ContextEntries.resolve(KnownOperators.RETRYING, own, this);
        context = next;
        ambient = next.ambient();
        return next;
    }

    /**
     * Releases the contexts. A request or cancel may still come. Then the flow that it belongs to still exists, and holds the ambient
     * context.
     *
     * @return whether there was something to release
     */
    final boolean releaseContext(Boundary here) {
        if (ambient instanceof AmbientContext own) {
            ambient = here.weakReferenceTo(own);
            context = null;
            return true;
        }
        return false;
    }

    /** Releases the subscriber below, and the values in the Context that the source has got. */
    final void detachDownstream() {
        Object held = context;
        if (ambient instanceof AmbientContext own) {
            Context plain = held instanceof Context known ? LocalHooksContext.plain(known) : Context.empty();
            actual = DiscardingSubscriber.of(ContextEntries.without(plain, own));
            if (held instanceof LocalHooksContext wrapper) {
                wrapper.release();
            }
        }
    }
}
