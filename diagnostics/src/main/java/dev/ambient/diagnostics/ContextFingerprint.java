/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values a context has, without holding on to one of them: keys weakly, values and the context as numbers. */
final class ContextFingerprint {

    private final WeakReference<AmbientContext> context;
    private final int number;
    private final List<WeakReference<Ambient<?>>> keys;
    private final int[] values;

    ContextFingerprint(AmbientContext context) {
        this.context = new WeakReference<>(context);
        this.number = System.identityHashCode(context);
        List<Ambient<?>> all = context.keys();
        this.keys =
                all.stream().<WeakReference<Ambient<?>>>map(WeakReference::new).toList();
        this.values = all.stream().mapToInt(key -> numberOf(context.get(key))).toArray();
    }

    /** Tells values apart, and is the same for equal boxed ones. 0 for none. */
    static int numberOf(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        int number = value instanceof Number || value instanceof Boolean || value instanceof Character
                ? value.hashCode()
                : System.identityHashCode(value);
        return number == 0 ? 1 : number;
    }

    /** Of what a context has for a key, its initial value aside. */
    static int numberOf(AmbientContext context, Ambient<?> key) {
        return context.keys().contains(key) ? numberOf(context.get(key)) : 0;
    }

    boolean isOf(AmbientContext other) {
        return context.refersTo(other);
    }

    /** Of the context: two that live at the same time hardly ever have the same. */
    int number() {
        return number;
    }

    /** Of the key's value, 0 if it has none. */
    int valueOf(Ambient<?> key) {
        for (int i = 0; i < values.length; i++) {
            if (keys.get(i).refersTo(key)) {
                return values[i];
            }
        }
        return 0;
    }

    /** Whether the key's value equals another, as far as that can still be told. */
    boolean hasEqual(Ambient<?> key, Object value) {
        AmbientContext context = this.context.get();
        return context != null && valueOf(key) != 0 && value.equals(context.get(key));
    }

    /** The value for people, unless nobody has it any more. */
    @Nullable
    String textOf(Ambient<?> key) {
        AmbientContext context = this.context.get();
        return context == null ? null : ValueTexts.of(context, key);
    }
}
