/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignValues;
import dev.ambient.spi.ContextListener;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ambient values that the accessor of a foreign thread-local sets as a side effect: the accessor of observations makes a span current.
 *
 * <p>The value belongs to the context, and is found once: where a carrier brings another foreign value, the accessor is tried out. It is
 * not found where a boundary writes, because a boundary inside it finds the foreign value in place and writes nothing. So what an accessor
 * sets there is undone.
 */
final class AccessorEffects {

    private static volatile Effect[] all = {};

    private AccessorEffects() {}

    /**
     * One such value.
     *
     * @param ambient held weakly: a key is collected with the class that has it
     * @param key of the accessor
     */
    private record Effect(WeakReference<Ambient<?>> ambient, String key) {}

    static synchronized void add(Ambient<?> ambient, String key) {
        all = Stream.concat(
                        Arrays.stream(all).filter(effect -> effect.ambient.get() != null),
                        Stream.of(new Effect(new WeakReference<>(ambient), key)))
                .toArray(Effect[]::new);
    }

    /**
     * Returns a context with what accessors set for the foreign values that a carrier has brought.
     *
     * @param before the context without them
     * @param read the context with them
     */
    static AmbientContext tryOut(AmbientContext before, AmbientContext read) {
        ForeignValues foreign = read.foreign;
        if (foreign == null || foreign == before.foreign) {
            return read;
        }
        AmbientContext found = read;
        for (Effect effect : all) {
            Ambient<?> ambient = effect.ambient.get();
            if (ambient != null && foreign.differsIn(effect.key, before.foreign)) {
                found = found.withNullable(ambient, valueOf(ambient, read, foreign, effect.key));
            }
        }
        return found;
    }

    private static @Nullable Object valueOf(
            Ambient<?> ambient, AmbientContext context, ForeignValues foreign, String key) {
        ThreadState here = ThreadState.here();
        Supplier<@Nullable Object> look = () -> here.context().bound(ambient);
        @Nullable Object[] seen = new Object[1];
        here.run(context.withForeign(null), null, () -> seen[0] = foreign.tryOut(key, look));
        return seen[0];
    }

    /** Hides the values from accessors that are about to write, which would add to what there is, and keep it for other flows to see. */
    static void hide() {
        if (all.length != 0) {
            ThreadState here = ThreadState.here();
            here.replace(undo(here.context(), AmbientContext.EMPTY), ContextListener.Step.ENTERED);
        }
    }

    /**
     * Returns the current context without what accessors have just set.
     *
     * @param entered the context that was made current before they were called
     */
    static AmbientContext undo(AmbientContext current, AmbientContext entered) {
        AmbientContext undone = current;
        for (Effect effect : all) {
            Ambient<?> ambient = effect.ambient.get();
            if (ambient != null) {
                undone = undone.withNullable(ambient, entered.bound(ambient));
            }
        }
        return undone == current || !undone.hasSameValues(entered) ? undone : entered;
    }
}
