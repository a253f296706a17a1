/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Reactor's Context with local hooks that run in the flow's context. A source may discard or drop a signal above every boundary, on a
 * thread that works for another request. It then asks the Context for a local hook, and gets a function that calls the hook in the
 * flow's context. All other questions are answered as the plain Context answers them, so the program sees no entry of this class.
 *
 * <p>Reactor's operators look for a local hook first, and then for the global one. The functions do the same with the plain Context.
 */
final class LocalHooksContext implements Context, Consumer<Object> {

    static final String ON_DISCARD = "reactor.onDiscard.local";
    static final String ON_NEXT_DROPPED = "reactor.onNextDropped.local";
    static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";
    static final String ON_OPERATOR_ERROR = "reactor.onOperatorError.local";

    private final ContextualSubscriber<?> flow;

    /** Whether there is a discard hook. It is looked up once, since operators ask for it for each place of a buffer that they clear. */
    private final boolean hasDiscardHook;

    /** The Context that this one stands for; {@code null} after {@link #release}. */
    private @Nullable Context plain;

    LocalHooksContext(ContextualSubscriber<?> flow, Context plain) {
        this.flow = flow;
        this.hasDiscardHook = plain.hasKey(ON_DISCARD);
        this.plain = plain;
    }

    /** Returns the Context that a boundary has wrapped; any other Context as it is. */
    static Context plain(Context context) {
        Context plain = context;
        while (plain instanceof LocalHooksContext wrapper) {
            plain = wrapper.plain();
        }
        return plain;
    }

    private Context plain() {
        Context context = plain;
        return context == null ? flow.contextForSource() : context;
    }

    /**
     * Releases the entries. An emitter that has ended holds this Context, and the program may keep the emitter. The boundary still has the
     * program's own entries.
     */
    void release() {
        plain = null;
    }

    /** Discards an item. It is called for each item of a buffer, so it makes no lambda. */
    @Override
    public void accept(Object item) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(flow.ambient());
        try {
            Operators.onDiscard(item, plain());
        } finally {
            here.exit(before, mark);
        }
    }

    private void onNextDropped(Object item) {
        flow.ambient().run(() -> Operators.onNextDropped(item, plain()));
    }

    private void onErrorDropped(Throwable failure) {
        flow.ambient().run(() -> Operators.onErrorDropped(failure, plain()));
    }

    private Throwable onOperatorError(Throwable failure, @Nullable Object item) {
        return flow.ambient()
                .<Throwable, RuntimeException>call(() -> Operators.onOperatorError(null, failure, item, plain()));
    }

    @Override
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // as Context has it; as in hook
    public <V> @Nullable V getOrDefault(Object key, @Nullable V defaultValue) {
        if (key == ON_DISCARD) {
            return hasDiscardHook ? (V) this : defaultValue;
        }
        Object hook = hook(key);
        return hook == null ? plain().getOrDefault(key, defaultValue) : (V) hook;
    }

    /** Returns the hook for a key. The keys are constants of Reactor's, so they are compared by identity. */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable Object hook(Object key) {
        if (key == ON_NEXT_DROPPED) {
            return (Consumer<Object>) this::onNextDropped;
        }
        if (key == ON_ERROR_DROPPED) {
            return (Consumer<Throwable>) this::onErrorDropped;
        }
        return key == ON_OPERATOR_ERROR
                ? (BiFunction<Throwable, @Nullable Object, Throwable>) this::onOperatorError
                : null;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as Context has it
    public <V> V get(Object key) {
        return plain().get(key);
    }

    @Override
    public boolean hasKey(Object key) {
        return plain().hasKey(key);
    }

    @Override
    public int size() {
        return plain().size();
    }

    @Override
    public Stream<Map.Entry<Object, Object>> stream() {
        return plain().stream();
    }

    @Override
    public void forEach(BiConsumer<Object, Object> action) {
        plain().forEach(action);
    }

    @Override
    public Context put(Object key, Object value) {
        return plain().put(key, value);
    }

    @Override
    public Context delete(Object key) {
        Context before = plain();
        Context changed = before.delete(key);
        return changed == before ? this : changed; // as Context has it
    }

    @Override
    public Context putAll(ContextView other) {
        Context before = plain();
        Context changed = before.putAll(other);
        return changed == before ? this : changed;
    }

    @Override
    public ContextView readOnly() {
        return plain().readOnly();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Context context && plain().equals(plain(context)));
    }

    @Override
    public int hashCode() {
        return plain().hashCode();
    }

    @Override
    public String toString() {
        return plain().toString();
    }
}
