/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which values a context has, and keeps none of them alive: keys and context are held weakly, values as identities. */
final class ContextFingerprint {

    private final WeakReference<AmbientContext> context;
    private final int identity;
    private final List<WeakReference<Ambient<?>>> keys;
    private final int[] values;

    ContextFingerprint(AmbientContext context) {
        this.context = new WeakReference<>(context);
        this.identity = System.identityHashCode(context);
        List<Ambient<?>> all = context.keys();
        this.keys =
                all.stream().<WeakReference<Ambient<?>>>map(WeakReference::new).toList();
        this.values = all.stream().mapToInt(key -> identityOf(context.get(key))).toArray();
    }

    /** Returns a number that tells values apart. It is the same for equal boxed values, and 0 for no value. */
    static int identityOf(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        int identity = value instanceof Number || value instanceof Boolean || value instanceof Character
                ? value.hashCode()
                : System.identityHashCode(value);
        return identity == 0 ? 1 : identity;
    }

    /** Returns the identity of the value that a context holds for a key; 0 if it holds none, whatever the initial value. */
    static int identityOf(AmbientContext context, Ambient<?> key) {
        return context.keys().contains(key) ? identityOf(context.get(key)) : 0;
    }

    boolean isOf(AmbientContext other) {
        return context.refersTo(other);
    }

    /** Returns the identity of the context. Two contexts that live at the same time hardly ever share one. */
    int identity() {
        return identity;
    }

    /** Returns the identity of the key's value; 0 if there is none. */
    int valueOf(Ambient<?> key) {
        for (int i = 0; i < values.length; i++) {
            if (keys.get(i).refersTo(key)) {
                return values[i];
            }
        }
        return 0;
    }

    /** Returns whether the key's value equals another; {@code false} once nobody holds the context. */
    boolean hasEqual(Ambient<?> key, Object value) {
        AmbientContext context = this.context.get();
        return context != null && valueOf(key) != 0 && value.equals(context.get(key));
    }

    /** Returns the key's value as text; {@code null} once nobody holds the context. */
    @Nullable
    String textOf(Ambient<?> key) {
        AmbientContext context = this.context.get();
        return context == null ? null : ValueTexts.of(context, key);
    }
}
