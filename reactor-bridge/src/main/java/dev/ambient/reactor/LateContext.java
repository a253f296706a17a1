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
 * Reactor's Context for what may discard or drop on somebody else's thread, above every boundary: it answers for the hooks
 * of that with functions that call them in the flow's context. All else it answers as the Context does that it stands for,
 * so a program that looks at its entries, or adds to them, finds none of ours.
 *
 * <p>Operators ask for the keys of these hooks first, and then for the global ones. The functions do the same again, with
 * the plain Context.
 */
final class LateContext implements Context, Consumer<Object> {

    static final String ON_DISCARD = "reactor.onDiscard.local";
    static final String ON_NEXT_DROPPED = "reactor.onNextDropped.local";
    static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";
    static final String ON_OPERATOR_ERROR = "reactor.onOperatorError.local";

    private final BoundarySubscriber<?> flow;

    /** Operators that empty their buffers ask for it once for each place. */
    private final boolean isDiscarding;

    /** {@code null} when it was {@linkplain #release() released}. */
    private @Nullable Context plain;

    LateContext(BoundarySubscriber<?> flow, Context plain) {
        this.flow = flow;
        this.isDiscarding = plain.hasKey(ON_DISCARD);
        this.plain = plain;
    }

    /** Without what a boundary has put around it. */
    static Context plain(Context context) {
        Context plain = context;
        while (plain instanceof LateContext late) {
            plain = late.plain();
        }
        return plain;
    }

    private Context plain() {
        Context there = plain;
        return there == null ? flow.known() : there;
    }

    /** Lets go of its entries: an emitter that is over keeps this, and may be kept for long. The boundary still knows the program's. */
    void release() {
        plain = null;
    }

    /** Discards an item. */
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
            return isDiscarding ? (V) this : defaultValue;
        }
        Object hook = hook(key);
        return hook == null ? plain().getOrDefault(key, defaultValue) : (V) hook;
    }

    /** They are constants of Reactor's, so a comparison by identity finds them. */
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
        Context there = plain();
        Context changed = there.delete(key);
        return changed == there ? this : changed; // as Context has it
    }

    @Override
    public Context putAll(ContextView other) {
        Context there = plain();
        Context changed = there.putAll(other);
        return changed == there ? this : changed;
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
