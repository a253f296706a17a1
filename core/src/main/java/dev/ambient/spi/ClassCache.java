/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes a value for each class once and keeps it: whether an operator needs a boundary, say.
 *
 * <pre>{@code
 * private static final ClassCache<Kind> KINDS = new ClassCache<>(Flux.class, Kind::find);
 * ...
 * Kind kind = KINDS.get(subscriber);
 * }</pre>
 *
 * <p><b>Threads.</b> Many threads can use it at once. Two threads may compute the value of a class at the same time, so the results should
 * be equal. Values are passed from thread to thread without synchronization, so they should be immutable, as the constants of an enum are.
 *
 * <p><b>Failure.</b> What the function throws is thrown, and it is called again the next time.
 *
 * <p><b>Memory.</b> It keeps no class from being unloaded, neither those that are looked up nor that of the values: classes refer to their
 * values weakly. A value that nothing else refers to may be computed again after a garbage collection.
 *
 * <p><b>Cost.</b> About four reads, fewer than a {@link ClassValue} takes, for a class that lives as long as the library, such as one of
 * the JDK. Such a class has a place by its hash, if it was among the first two there. All others are looked up in a {@code ClassValue}.
 *
 * @param <V> the type of the values
 */
public final class ClassCache<V> {

    private static final int PLACES = 1 << 11;

    /** Each class and its value, side by side: the two are mostly in one line of the processor's cache. */
    private final @Nullable Object[] near;

    private final @Nullable ClassLoader home;
    private final Function<? super Class<?>, ? extends V> find;

    /** A class refers to its value strongly and may outlive the class of the value, so the value is wrapped in a class of the JDK, weakly. */
    private final ClassValue<WeakReference<V>> all;

    /**
     * Creates an empty cache.
     *
     * @param library a class of the library whose classes are looked up
     * @param find computes the value of a class, never {@code null}
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
     * Returns the value of an object's class.
     *
     * @param object the object
     * @return the value
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
        V found = Objects.requireNonNull(find.apply(type), "the value of a class");
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

    /** A class loader refers to its parents. A hidden class may be unloaded before its loader. */
    private boolean livesAsLongAsLibrary(Class<?> type) {
        ClassLoader loader = home;
        while (loader != null && loader != type.getClassLoader()) {
            loader = loader.getParent();
        }
        return loader == type.getClassLoader() && !type.isHidden();
    }
}
