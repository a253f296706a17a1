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
 * Reads and writes the ambient context in Reactor's Context. One entry holds all of it. Mirrored values and foreign thread-locals have
 * plain entries too. A plain entry takes precedence over the ambient context: code that writes the ambient context writes the plain
 * entries as well, so a plain entry is never older.
 */
final class ContextEntries {

    private static final Object KEY = AmbientContextAccessor.KEY;

    /** Reactor's own Context, carried through the publisher of another library that is subscribed within a flow of Reactor's. */
    private static final Ambient<ContextView> CARRIED =
            Ambient.<ContextView>builder("reactor.context").redacted().build();

    private ContextEntries() {}

    /**
     * Returns a subscriber's Context with an ambient context in it. If it has none, the flow begins here and gets what is current. That
     * may be the empty context, since a flow without values must clear a thread that has some. The source of a shared flow gets what is
     * current too, because it belongs to the connector.
     */
    private static Context of(KnownOperators subscriber, Context context) {
        if (subscriber == KnownOperators.SHARED) {
            return replace(context, captured());
        }
        return whole(context) != null ? context : begin(context, subscriber == KnownOperators.FOREIGN);
    }

    /** Returns the ambient context of a Reactor Context; the empty one if it has none. */
    static AmbientContext read(ContextView context) {
        AmbientContext whole = whole(context);
        return (whole == null ? AmbientContext.empty() : whole).readFrom(key -> plain(context, key));
    }

    /** Returns the entry that holds the ambient context; {@code null} if there is none. An entry of another type is reported. */
    private static @Nullable AmbientContext whole(ContextView context) {
        Object entry = context.getOrDefault(KEY, null);
        if (entry == null || entry instanceof AmbientContext) {
            return (AmbientContext) entry;
        }
        MisuseReporter.reportWrongEntry(entry);
        return null;
    }

    /**
     * Resolves a subscriber's Context to an ambient context.
     *
     * @param requester the {@linkplain DownstreamAnalysis#requester subscriber} that asks
     */
    static ResolvedContext resolve(KnownOperators subscriber, Context own, Object requester) {
        Context plain = ResolvedContext.plain(own);
        boolean isCleared = subscriber.changesContext() && !plain.hasKey(KEY) && hasContextBelow(requester);
        Context context = isCleared ? plain : of(subscriber, plain);
        AmbientContext ambient = read(context);
        // A plain entry may have changed since the ambient context was written.
        Context whole = context.getOrDefault(KEY, null) == ambient || isCleared ? context : context.put(KEY, ambient);
        return new ResolvedContext(own, whole, ambient, subscriber == KnownOperators.RETRYING);
    }

    /** Returns whether the flow has an ambient context below an operator that gives its source a Context without one. */
    private static boolean hasContextBelow(Object operator) {
        return operator instanceof Scannable scannable
                && scannable.scanUnsafe(Scannable.Attr.ACTUAL) instanceof CoreSubscriber<?> below
                && below.currentContext().hasKey(KEY);
    }

    /** Notifies listeners of the keys that a flow comes with. */
    static void notifyCarried(Context context) {
        Iterable<Object> keys = () -> context.stream().map(Map.Entry::getKey).iterator();
        AmbientContext.boundary().notifyListeners(listener -> listener.carried(keys));
    }

    /** Returns a Context with one ambient value set. */
    static <T> Context with(Context context, Ambient<T> key, T value) {
        Context begun = whole(context) != null ? context : begin(context, false);
        AmbientContext changed = read(begun).with(key, value);
        return write(begun.put(KEY, changed), AmbientContext.empty().with(key, value), true);
    }

    /** Returns the context that is current in a foreign publisher: it carries Reactor's Context too. */
    static AmbientContext carrying(AmbientContext ambient, ContextView context) {
        return ambient.with(CARRIED, context);
    }

    /** Returns a Context without the ambient context and without the plain entries of that. */
    static Context without(Context context, AmbientContext ambient) {
        Context plain = context.delete(KEY);
        if (plain.isEmpty()) {
            return plain;
        }
        Context[] remaining = {plain};
        ambient.writeTo((key, value) -> remaining[0] = remaining[0].delete(key));
        return remaining[0];
    }

    /** Undoes {@link #without}. A Context that has an ambient context is returned as it is. */
    static Context restore(Context context, AmbientContext ambient) {
        return context.hasKey(KEY) ? context : write(context.put(KEY, ambient), ambient, true);
    }

    /** Captures the current context, without a carried Context of Reactor's. */
    static AmbientContext captured() {
        return AmbientContext.capture().without(CARRIED);
    }

    /**
     * Returns the context that a field holds, strongly or, after its flow has ended, by a weak reference. Returns the context of no flow if
     * the garbage collector has cleared the reference.
     *
     * @param held the value of the field, read once since another thread may write to it
     */
    static AmbientContext contextOf(Object held) {
        if (held instanceof AmbientContext context) {
            return context;
        }
        return ((WeakReference<?>) held).get() instanceof AmbientContext context ? context : AmbientContext.noFlow();
    }

    /** Returns whether a captured context carries no Context of Reactor's. */
    static boolean isWhole(AmbientContext captured) {
        return captured.get(CARRIED) == null;
    }

    /** Returns the Context of a flow that begins with a captured context and no Context of its own. */
    static ResolvedContext beginWith(AmbientContext captured) {
        Context whole = write(Context.of(KEY, captured), captured, false);
        return new ResolvedContext(Context.empty(), whole, captured, false);
    }

    /** Returns the Context of a flow that begins here. Where another library subscribes within a flow of Reactor's, that flow's Context goes on. */
    private static Context begin(Context context, boolean isForeign) {
        AmbientContext captured = AmbientContext.capture();
        ContextView carried = captured.get(CARRIED);
        AmbientContext own = captured.without(CARRIED);
        return carried != null && isForeign
                ? replace(Context.of(carried).putAll(context.readOnly()), own)
                : write(context.put(KEY, own), own, false);
    }

    /** Replaces the ambient context and its plain entries. */
    private static Context replace(Context context, AmbientContext ambient) {
        Map<Object, Object> entries = new HashMap<>(); // added at once: each change of a Context copies all of it
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

    /**
     * Adds the plain entries of an ambient context.
     *
     * @param replace whether to replace entries that are there; if the ambient context was captured, they are nearer and stay
     */
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
