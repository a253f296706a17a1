/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientContextAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * How Reactor's Context holds the ambient one: as a single entry, beside plain ones for mirrored values and foreign
 * thread-locals. A plain entry wins, for whoever writes the whole writes them too, so it is never older.
 */
final class FlowContext {

    private static final Object KEY = AmbientContextAccessor.KEY;

    private FlowContext() {}

    /**
     * A subscriber's Context, with an ambient context in it. One that comes without is of a flow that begins here: it
     * gets what is current, and that may be empty, for a flow without values must clear a thread that has some.
     */
    static Context of(Context context) {
        return context.hasKey(KEY) ? context : begin(context, AmbientContext.capture());
    }

    /** The ambient context of a Reactor Context; empty if it has none. */
    static AmbientContext read(ContextView context) {
        AmbientContext whole = context.getOrDefault(KEY, AmbientContext.empty());
        return (whole == null ? AmbientContext.empty() : whole).readFrom(key -> plain(context, key));
    }

    /** The ambient context of a subscriber's Context, found anew where a plain entry has changed since. */
    static Context settled(Context context, AmbientContext ambient) {
        return context.get(KEY) == ambient ? context : context.put(KEY, ambient);
    }

    static <T> Context with(Context context, Ambient<T> key, T value) {
        Context begun = of(context);
        AmbientContext changed = read(begun).with(key, value);
        return write(begun.put(KEY, changed), AmbientContext.empty().with(key, value), true);
    }

    private static Context begin(Context context, AmbientContext captured) {
        return write(context.put(KEY, captured), captured, false);
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
