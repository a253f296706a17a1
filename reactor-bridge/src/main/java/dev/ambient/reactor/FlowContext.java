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

    static <T> Context with(Context context, Ambient<T> key, T value) {
        // Without an entry, nobody has captured yet: this does, so that the other values are not lost by it.
        AmbientContext whole = context.hasKey(KEY) ? read(context) : AmbientContext.current();
        AmbientContext changed = whole.with(key, value);
        Writer writer = new Writer(context.put(KEY, changed), true);
        AmbientContext.empty().with(key, value).writeTo(writer::put);
        return writer.context;
    }

    private static Context begin(Context context, AmbientContext captured) {
        Writer writer = new Writer(context.put(KEY, captured), false);
        captured.writeTo(writer::put);
        return writer.context;
    }

    private static @Nullable Object plain(ContextView context, Object key) {
        return context.getOrDefault(key, null);
    }

    /** Collects plain entries. What the subscriber itself has put there is nearer than what was captured. */
    private static final class Writer {

        private Context context;
        private final boolean replace;

        Writer(Context context, boolean replace) {
            this.context = context;
            this.replace = replace;
        }

        void put(Object key, Object value) {
            if (replace || !context.hasKey(key)) {
                context = context.put(key, value);
            }
        }
    }
}
