/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each class, found once, for those who write bridges: whether an operator needs a boundary, say.
 *
 * <pre>{@code
 * private static final ClassCache<Kind> KINDS = new ClassCache<>(Flux.class, Kind::find);
 * ...
 * Kind kind = KINDS.get(subscriber);
 * }</pre>
 *
 * <p><b>Threads.</b> It can be used by many at once. What two find for a class at the same time should be equal. What is found is
 * handed from thread to thread through a race, so it should be immutable, as the constants of an enum are.
 *
 * <p><b>Failure.</b> What the function throws is thrown. It is asked again the next time.
 *
 * <p><b>Memory.</b> It keeps no class from being unloaded, neither those that are asked for nor that of what is known: other
 * classes do not hold on to it. What nobody else holds may have to be found again after a garbage collection.
 *
 * <p><b>Cost.</b> Some four reads, fewer than a {@link ClassValue} takes: classes that live as long as the library's own, as
 * those of the JDK do, have a place by their hash, if they were among the first two there. All others are looked up in
 * a {@code ClassValue}.
 *
 * @param <V> what is known
 */
public final class ClassCache<V> {

    private static final int PLACES = 1 << 11;

    /** Each class, and what is known of it, side by side: the two are mostly in one line of the processor's cache. */
    private final @Nullable Object[] near;

    private final @Nullable ClassLoader home;
    private final Function<? super Class<?>, ? extends V> find;

    /** Each class holds its value strongly, and may outlive the class of what is known: so that is weak, and of the JDK. */
    private final ClassValue<WeakReference<V>> all;

    /**
     * Knows nothing yet.
     *
     * @param library a class of the library whose classes are asked for. The caller holds on to it anyhow
     * @param find what is known of a class, never {@code null}
     */
    public ClassCache(Class<?> library, Function<? super Class<?>, ? extends V> find) {
        this.near = new @Nullable Object[2 * PLACES];
        this.home = library.getClassLoader();
        this.find = find;
        this.all = new ClassValue<>() {
            @Override
            protected WeakReference<V> computeValue(Class<?> type) {
                return new WeakReference<>(found(type));
            }
        };
    }

    /**
     * What is known of an object's class.
     *
     * @param object the object
     * @return what was found for its class
     */
    @SuppressWarnings("unchecked") // what stands beside a class was found for it
    public V get(Object object) {
        Class<?> type = object.getClass();
        int place = place(type);
        if (near[place] != type) {
            place = other(place);
            if (near[place] != type) {
                return far(type);
            }
        }
        Object known = near[place + 1];
        return known == null ? far(type) : (V) known; // null while another thread is just writing it
    }

    private static int place(Class<?> type) {
        return 2 * (type.hashCode() & (PLACES - 1));
    }

    /** For the second of two classes that have one place: the neighbor, in the same line of the cache. */
    private static int other(int place) {
        return place ^ 2;
    }

    private V far(Class<?> type) {
        V known = all.get(type).get();
        if (known != null) {
            return known;
        }
        all.remove(type); // for the next time
        return found(type);
    }

    private V found(Class<?> type) {
        V found = Objects.requireNonNull(find.apply(type), "what is known of a class");
        if (livesAsLongAsLibrary(type)) {
            keep(type, found);
        }
        return found;
    }

    /** The first two classes at a place stay there. */
    private synchronized void keep(Class<?> type, V found) {
        int place = place(type);
        if (near[place] != null && near[place] != type) {
            place = other(place);
        }
        if (near[place] == null) {
            near[place + 1] = found;
            VarHandle.releaseFence();
            near[place] = type;
        }
    }

    /** A class loader holds on to its parents. A hidden class may go before its loader does. */
    private boolean livesAsLongAsLibrary(Class<?> type) {
        ClassLoader loader = home;
        while (loader != null && loader != type.getClassLoader()) {
            loader = loader.getParent();
        }
        return loader == type.getClassLoader() && !type.isHidden();
    }
}
