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
 * Reactor's Context with its ambient context found: a boundary further up, to which it comes as it is, need not look again. It
 * answers as the one that it stands for; what is changed in it is a plain Context again.
 */
final class SettledContext implements Context {

    private final Context own;
    private final Context whole;
    private final AmbientContext ambient;
    private final boolean isChanging;

    /**
     * A Context that is settled.
     *
     * @param own as the subscriber has it
     * @param whole the same with the entries of the ambient context
     * @param ambient the ambient context
     * @param isChanging whether the subscriber may have another Context with the next attempt
     */
    SettledContext(Context own, Context whole, AmbientContext ambient, boolean isChanging) {
        this.own = own;
        this.whole = whole;
        this.ambient = ambient;
        this.isChanging = isChanging;
    }

    /** What there is without us. */
    static Context plain(Context context) {
        return context instanceof SettledContext settled ? settled.whole : context;
    }

    AmbientContext ambient() {
        return ambient;
    }

    boolean isChanging() {
        return isChanging;
    }

    /** Whether it was made from this one, or is it. */
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
