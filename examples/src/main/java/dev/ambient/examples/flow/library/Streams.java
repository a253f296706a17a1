/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow.library;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Flow.Publisher;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Streams of {@code Flow} publishers. It stands for the library that you bridge, and knows nothing of Ambient.
 *
 * <pre>{@code
 * Streams.map(Streams.from(prices), Price::text).subscribe(log);
 * }</pre>
 */
public final class Streams {

    private static volatile Map<String, UnaryOperator<Publisher<?>>> hooks = Map.of();

    private Streams() {}

    /**
     * Starts a stream.
     *
     * @param source any publisher
     * @param <T> the type of its items
     * @return the stream
     */
    public static <T> Publisher<T> from(Publisher<T> source) {
        return hooked(source);
    }

    /**
     * Applies a function to each item.
     *
     * @param source the stream
     * @param function the function
     * @param <T> the type of its items
     * @param <R> the type of the results
     * @return the stream of results
     */
    public static <T, R> Publisher<R> map(Publisher<T> source, Function<? super T, ? extends R> function) {
        return hooked(new MapPublisher<>(source, function));
    }

    /**
     * Registers a hook. It is given each publisher as it is assembled, and returns the one to use.
     *
     * @param key the name to remove it by; a hook of the same name is replaced
     * @param hook the hook
     */
    public static void addHook(String key, UnaryOperator<Publisher<?>> hook) {
        change(changed -> changed.put(key, hook));
    }

    /**
     * Removes a hook.
     *
     * @param key its name
     */
    public static void removeHook(String key) {
        change(changed -> changed.remove(key));
    }

    /** Removes all hooks. Tests do that, and then the hooks of others are gone too. */
    public static void resetHooks() {
        change(Map::clear);
    }

    /**
     * Returns whether there is a hook.
     *
     * @param key its name
     * @return whether there is
     */
    public static boolean hasHook(String key) {
        return hooks.containsKey(key);
    }

    private static synchronized void change(Consumer<Map<String, UnaryOperator<Publisher<?>>>> change) {
        Map<String, UnaryOperator<Publisher<?>>> changed = new LinkedHashMap<>(hooks);
        change.accept(changed);
        hooks = changed;
    }

    @SuppressWarnings("unchecked") // a hook returns a publisher of the same items
    private static <T> Publisher<T> hooked(Publisher<T> source) {
        Publisher<?> hooked = source;
        for (UnaryOperator<Publisher<?>> hook : hooks.values()) {
            hooked = hook.apply(hooked);
        }
        return (Publisher<T>) hooked;
    }
}
