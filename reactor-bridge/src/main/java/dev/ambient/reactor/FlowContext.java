/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientContextAccessor;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * How Reactor's Context holds the ambient one: as a single entry, beside plain ones for mirrored values and foreign
 * thread-locals. A plain entry wins, for whoever writes the whole writes them too, so it is never older.
 */
final class FlowContext {

    private static final Object KEY = AmbientContextAccessor.KEY;

    /** Reactor's own Context, for a flow that another library subscribes in the midst of one of Reactor's. */
    private static final Ambient<ContextView> CARRIED =
            Ambient.<ContextView>builder("reactor.context").redacted().build();

    private FlowContext() {}

    /**
     * A subscriber's Context, with an ambient context in it. One that comes without is of a flow that begins here: it
     * gets what is current, and that may be empty, for a flow without values must clear a thread that has some. So does
     * the source of a shared flow, which belongs to whoever connects it.
     */
    private static Context of(KnownOperators subscriber, Context context) {
        if (subscriber == KnownOperators.SHARED) {
            return replaced(context, captured());
        }
        return whole(context) != null ? context : begin(context, subscriber == KnownOperators.FOREIGN);
    }

    /** The ambient context of a Reactor Context; empty if it has none. */
    static AmbientContext read(ContextView context) {
        AmbientContext whole = whole(context);
        return (whole == null ? AmbientContext.empty() : whole).readFrom(key -> plain(context, key));
    }

    /** What stands under the key of the whole; another thing is reported, and as good as nothing. */
    private static @Nullable AmbientContext whole(ContextView context) {
        Object there = context.getOrDefault(KEY, null);
        if (there == null || there instanceof AmbientContext) {
            return (AmbientContext) there;
        }
        Misuse.notAContext(there);
        return null;
    }

    /** A subscriber's Context, settled. */
    static SettledContext settled(KnownOperators subscriber, Context own, Object end) {
        Context plain = SettledContext.plain(own);
        boolean isCleared = subscriber.isRewriting() && !plain.hasKey(KEY) && isBegunBelow(end);
        Context context = isCleared ? plain : of(subscriber, plain);
        AmbientContext ambient = read(context);
        // Found anew where a plain entry has changed since.
        Context whole = context.getOrDefault(KEY, null) == ambient || isCleared ? context : context.put(KEY, ambient);
        return new SettledContext(own, whole, ambient, subscriber == KnownOperators.CHANGING);
    }

    /** Whether the flow has an ambient context below an operator that hands up a Context without one. */
    private static boolean isBegunBelow(Object rewriting) {
        return rewriting instanceof Scannable scannable
                && scannable.scanUnsafe(Scannable.Attr.ACTUAL) instanceof CoreSubscriber<?> below
                && below.currentContext().hasKey(KEY);
    }

    /** Tells recorders which keys a flow comes with. */
    static void record(Context context) {
        Iterable<Object> keys = () -> context.stream().map(Map.Entry::getKey).iterator();
        AmbientContext.boundary().notifyListeners(listener -> listener.carried(keys));
    }

    static <T> Context with(Context context, Ambient<T> key, T value) {
        Context begun = whole(context) != null ? context : begin(context, false);
        AmbientContext changed = read(begun).with(key, value);
        return write(begun.put(KEY, changed), AmbientContext.empty().with(key, value), true);
    }

    /** What is current in a foreign publisher. */
    static AmbientContext carrying(AmbientContext ambient, ContextView context) {
        return ambient.with(CARRIED, context);
    }

    /** A Context with no ambient context in it, and no entry that came of one. */
    static Context without(Context context, AmbientContext ambient) {
        Context plain = context.delete(KEY);
        if (plain.isEmpty()) {
            return plain;
        }
        Context[] less = {plain};
        ambient.writeTo((key, value) -> less[0] = less[0].delete(key));
        return less[0];
    }

    /** What {@link #without} has left, with the ambient context again; as it is if it has one. */
    static Context again(Context left, AmbientContext ambient) {
        return left.hasKey(KEY) ? left : write(left.put(KEY, ambient), ambient, true);
    }

    /** What is current, of ambient values alone. */
    static AmbientContext captured() {
        return AmbientContext.capture().without(CARRIED);
    }

    /**
     * A context that was held, or weakly where that is over: empty if nobody has it any more.
     *
     * @param held read from a field once, for another thread may be writing to it
     */
    static AmbientContext held(Object held) {
        if (held instanceof AmbientContext context) {
            return context;
        }
        return ((WeakReference<?>) held).get() instanceof AmbientContext context ? context : AmbientContext.noFlow();
    }

    /** Whether a captured context is all there is: not where another library is subscribed in the midst of a flow. */
    static boolean isWhole(AmbientContext captured) {
        return captured.get(CARRIED) == null;
    }

    /** The Context of a flow that begins with a captured context and nothing else. */
    static SettledContext begun(AmbientContext captured) {
        Context whole = write(Context.of(KEY, captured), captured, false);
        return new SettledContext(Context.empty(), whole, captured, false);
    }

    /** Where another library subscribes in the midst of a flow of ours, that one's Context goes on. */
    private static Context begin(Context context, boolean foreign) {
        AmbientContext captured = AmbientContext.capture();
        ContextView carried = captured.get(CARRIED);
        AmbientContext own = captured.without(CARRIED);
        return carried != null && foreign
                ? replaced(Context.of(carried).putAll(context.readOnly()), own)
                : write(context.put(KEY, own), own, false);
    }

    /** Another ambient context in place of the one that is there, with all its entries. */
    private static Context replaced(Context context, AmbientContext ambient) {
        Map<Object, Object> entries = new HashMap<>(); // at once, for each change is a copy of all that is in it
        entries.put(KEY, ambient);
        ambient.writeTo(entries::put);
        Context[] changed = {context};
        read(context).writeTo((key, value) -> {
            if (!entries.containsKey(key)) {
                changed[0] = changed[0].delete(key);
            }
        });
        return changed[0].putAllMap(entries);
    }

    /** Adds plain entries; those that are there already are nearer than what was captured, and stay. */
    private static Context write(Context context, AmbientContext ambient, boolean replace) {
        Context[] written = {context};
        ambient.writeTo((key, value) -> {
            if (replace || !written[0].hasKey(key)) {
                written[0] = written[0].put(key, value);
            }
        });
        return written[0];
    }

    private static @Nullable Object plain(ContextView context, Object key) {
        return context.getOrDefault(key, null);
    }
}
