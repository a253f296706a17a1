/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Reactor's Context together with the ambient context that was found in it. A boundary further up that gets this very object need not
 * search again. All questions are answered as the plain Context answers them, and every change returns a plain Context.
 */
final class ResolvedContext implements Context {

    private final Context own;
    private final Context whole;
    private final AmbientContext ambient;
    private final boolean mayChange;

    /**
     * Makes a Context that is resolved.
     *
     * @param own the subscriber's Context
     * @param whole the same with the entries of the ambient context
     * @param ambient the ambient context
     * @param mayChange whether the subscriber may have another Context with the next attempt
     */
    ResolvedContext(Context own, Context whole, AmbientContext ambient, boolean mayChange) {
        this.own = own;
        this.whole = whole;
        this.ambient = ambient;
        this.mayChange = mayChange;
    }

    /** Returns the plain Context that a resolved one stands for; any other Context as it is. */
    static Context plain(Context context) {
        return context instanceof ResolvedContext resolved ? resolved.whole : context;
    }

    AmbientContext ambient() {
        return ambient;
    }

    boolean mayChange() {
        return mayChange;
    }

    /** Returns whether this was resolved from a Context, or is that Context itself. */
    boolean isOf(Context context) {
        return context == this || context == own;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as Context has it
    public <V> V get(Object key) {
        return whole.get(key);
    }

    @Override
    public <V> @Nullable V getOrDefault(Object key, @Nullable V defaultValue) {
        return whole.getOrDefault(key, defaultValue);
    }

    @Override
    public boolean hasKey(Object key) {
        return whole.hasKey(key);
    }

    @Override
    public int size() {
        return whole.size();
    }

    @Override
    public Stream<Map.Entry<Object, Object>> stream() {
        return whole.stream();
    }

    @Override
    public void forEach(BiConsumer<Object, Object> action) {
        whole.forEach(action);
    }

    @Override
    public Context put(Object key, Object value) {
        return whole.put(key, value);
    }

    @Override
    public Context delete(Object key) {
        Context changed = whole.delete(key);
        return changed == whole ? this : changed; // as Context has it
    }

    @Override
    public Context putAll(ContextView other) {
        Context changed = whole.putAll(other);
        return changed == whole ? this : changed;
    }

    @Override
    public ContextView readOnly() {
        return whole.readOnly();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Context context && whole.equals(plain(context)));
    }

    @Override
    public int hashCode() {
        return whole.hashCode();
    }

    @Override
    public String toString() {
        return whole.toString();
    }
}
