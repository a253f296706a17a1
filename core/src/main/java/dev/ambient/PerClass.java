/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each class, found once, for those who write bridges: whether an operator needs a boundary, say.
 *
 * <pre>{@code
 * private static final PerClass<Kind> KINDS = new PerClass<>(Flux.class, Kind::find);
 * ...
 * Kind kind = KINDS.of(subscriber);
 * }</pre>
 *
 * <p><b>Threads.</b> It can be used by many at once. What two find for a class at the same time should be equal.
 *
 * <p><b>Failure.</b> What the function throws is thrown. It is asked again the next time.
 *
 * <p><b>Cost.</b> Some five reads, fewer than a {@link ClassValue} takes: classes that live as long as the library's own
 * have a place by their hash, if they were the first there. All others are looked up in a {@code ClassValue}, which keeps no
 * class from being unloaded.
 *
 * @param <V> what is known
 */
public final class PerClass<V> {

    private static final int PLACES = 1 << 11;

    private final @Nullable Known<V>[] near;
    private final @Nullable ClassLoader home;
    private final ClassValue<V> all;

    /**
     * Knows nothing yet.
     *
     * @param library a class of the library whose classes are asked for. The caller holds on to it anyhow
     * @param find what is known of a class, never {@code null}
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    public PerClass(Class<?> library, Function<? super Class<?>, ? extends V> find) {
        this.near = new Known[PLACES];
        this.home = library.getClassLoader();
        this.all = new ClassValue<>() {
            @Override
            protected V computeValue(Class<?> type) {
                V found = find.apply(type);
                remember(type, found);
                return found;
            }
        };
    }

    /**
     * What is known of an object's class.
     *
     * @param object the object
     * @return what was found for its class
     */
    public V of(Object object) {
        Class<?> type = object.getClass();
        Known<V> known = near[type.hashCode() & (PLACES - 1)];
        return known != null && known.type == type ? known.value : all.get(type);
    }

    private void remember(Class<?> type, V found) {
        int place = type.hashCode() & (PLACES - 1);
        if (near[place] == null && type.getClassLoader() == home && !type.isHidden()) {
            near[place] = new Known<>(type, found);
        }
    }

    private record Known<V>(Class<?> type, V value) {}
}
