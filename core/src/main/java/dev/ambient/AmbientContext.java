/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignValues;
import dev.ambient.foreign.Sameness;
import dev.ambient.report.Reports;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ContextListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of all ambient values and, if it was {@linkplain #capture captured}, of the registered foreign
 * thread-locals.
 *
 * <pre>{@code
 * AmbientContext context = AmbientContext.capture();      // here, in the request
 * new Thread(context.wrap(() -> REQUEST_ID.get()));       // there, the same id
 * }</pre>
 *
 * <p>Wrapped executors and the bridges do this for you. Call {@link #capture} where you pass work on in a way of your own.
 *
 * <p><b>Threads.</b> A context never changes and can be used by many threads at once.
 *
 * <p><b>Failure.</b> {@link #run}, {@link #call} and what {@code wrap} returns never fail because of the context: if the
 * accessor of a foreign thread-local throws, that is {@linkplain AmbientRegistry#reportTo reported} and the work runs.
 * {@link #makeCurrent} throws instead, with nothing changed.
 *
 * <p><b>Cost.</b> Capturing reads one reference and making current swaps one, whatever the number of values. Foreign
 * thread-locals that are registered are read as well, and written if they differ.
 */
public final class AmbientContext {

    static final AmbientContext EMPTY = new AmbientContext(Values.NONE, 0, null);

    private static final int SUPPRESSED = Integer.MIN_VALUE;

    /** Never written after construction; see {@link Values}. */
    private final @Nullable Object[] values;

    /** The number of values and, in the sign, whether flow is suppressed. It belongs to the context, so that it is restored with it. */
    private final int state;

    /** What was captured of other libraries' thread-locals; {@code null} leaves them alone. */
    final @Nullable ForeignValues foreign;

    private AmbientContext(@Nullable Object[] values, int state, @Nullable ForeignValues foreign) {
        this.values = values;
        this.state = state;
        this.foreign = foreign;
    }

    /**
     * Returns the context without values.
     *
     * @return the empty context, always the same
     */
    public static AmbientContext empty() {
        return EMPTY;
    }

    /**
     * Returns the ambient values of the running thread, without foreign thread-locals.
     *
     * @return the current context; the same object as long as nothing changes
     */
    public static AmbientContext current() {
        return ThreadState.here().current();
    }

    /**
     * Returns the ambient values of the running thread and its registered foreign thread-locals: what work that starts here
     * should see.
     *
     * @return the captured context; an empty one where flow is {@linkplain #suppressFlow suppressed}
     */
    public static AmbientContext capture() {
        return ThreadState.here().capture();
    }

    /**
     * Returns the context of work that belongs to no flow, or to one that is gone: it has no ambient value and none of the registered
     * foreign thread-locals. {@link #empty}, in contrast, leaves foreign thread-locals as the thread has them.
     *
     * @return the context; the same object as long as the same foreign thread-locals are registered
     */
    public static AmbientContext noFlow() {
        return RegisteredAccessors.noFlow();
    }

    /**
     * Returns the running thread as a bridge sees it, for the authors of bridges.
     *
     * @return the boundary of the running thread
     */
    public static Boundary boundary() {
        return ThreadState.here();
    }

    /**
     * Suppresses propagation to work that starts in a block. Such work begins in the empty context, also where it runs on the
     * same thread. The block itself keeps its values. A context that is made current inside the block has values of its own,
     * and those are propagated.
     *
     * <pre>{@code
     * try (Scope scope = AmbientContext.suppressFlow()) {
     *     executor.execute(refreshCache);       // belongs to no request
     * }
     * }</pre>
     *
     * @return the scope, which ends the suppression; if suppressions are nested, the outermost scope does
     */
    public static Scope suppressFlow() {
        ThreadState here = ThreadState.here();
        AmbientContext context = here.context();
        AmbientContext suppressed = of(context.values, context.state | SUPPRESSED, context.foreign);
        return here.open(suppressed, ContextListener.Step.ENTERED);
    }

    /**
     * Returns whether work that starts here begins in the empty context.
     *
     * @return whether {@link #suppressFlow} is in force on the running thread
     */
    public static boolean isFlowSuppressed() {
        return ThreadState.here().context().flowSuppressed();
    }

    /**
     * Returns what {@link Ambient#get} returns where this context is current.
     *
     * @param key the key
     * @param <T> the type of the value
     * @return the value, else what the key's initial supplier returns, else {@code null}
     */
    public <T> @Nullable T get(Ambient<T> key) {
        T value = bound(key);
        return value != null ? value : key.initialValue();
    }

    /**
     * Returns a copy with one more value.
     *
     * @param key the key
     * @param value its value
     * @param <T> the type of the value
     * @return the new context; this one if it has that value already
     * @throws NullPointerException if the value is {@code null}; the message names the key
     * @throws ClassCastException if the key knows its type and the value has another; the message names both
     */
    public <T> AmbientContext with(Ambient<T> key, T value) {
        key.checkValue(value);
        return withUnchecked(key, value);
    }

    /**
     * Returns a copy without a key.
     *
     * @param key the key
     * @return the new context; this one if it does not have the key
     */
    public AmbientContext without(Ambient<?> key) {
        return bound(key) == null ? this : of(Values.remove(values, size(), key), state - 1, foreign);
    }

    /**
     * Returns whether this context has no ambient value.
     *
     * @return whether it is empty
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Returns whether this context has foreign thread-locals. Two contexts that are captured one inside the other are then not always
     * the same object, for an accessor may return another object each time.
     *
     * @return whether it has
     */
    public boolean hasForeignValues() {
        return foreign != null;
    }

    /**
     * Makes this context current on the running thread until the scope is closed.
     *
     * @return the scope, which restores what was there before
     * @throws IllegalStateException if an accessor of a foreign thread-local, or its copier, threw; the message names the key,
     *     and nothing is changed
     */
    public Scope makeCurrent() {
        return ThreadState.here().open(this);
    }

    /**
     * Runs a block in this context. Afterwards the thread is as it was, also after an exception. Only a captured context
     * writes and restores foreign thread-locals; another leaves them alone, whatever the block does to them.
     *
     * @param block the block
     */
    public void run(Runnable block) {
        ThreadState.here().run(this, null, block);
    }

    /**
     * Runs a block in this context and returns its result. Afterwards the thread is as it was, also after an
     * exception.
     *
     * @param block the block
     * @param <V> the type of the result
     * @param <X> what the block may throw
     * @return what the block returned
     * @throws X what the block threw
     */
    public <V extends @Nullable Object, X extends Throwable> V call(CallableOp<? extends V, X> block) throws X {
        return ThreadState.here().call(this, null, block);
    }

    /**
     * Returns a task that runs in this context.
     *
     * @param task the task
     * @return the wrapped task
     */
    public Runnable wrap(Runnable task) {
        Objects.requireNonNull(task, "task");
        return () -> run(task);
    }

    /**
     * Returns a task that runs in this context.
     *
     * @param task the task
     * @param <V> the type of its result
     * @return the wrapped task
     */
    public <V extends @Nullable Object> Callable<V> wrap(Callable<? extends V> task) {
        CallableOp<? extends V, Exception> op = Objects.requireNonNull(task, "task")::call;
        return () -> call(op);
    }

    /**
     * Returns a supplier that runs in this context.
     *
     * @param supplier the supplier
     * @param <V> what it supplies
     * @return the wrapped supplier
     */
    public <V extends @Nullable Object> Supplier<V> wrapSupplier(Supplier<? extends V> supplier) {
        CallableOp<? extends V, RuntimeException> op = Objects.requireNonNull(supplier, "supplier")::get;
        return () -> call(op);
    }

    /**
     * Returns a function that runs in this context.
     *
     * @param function the function
     * @param <A> its argument
     * @param <V> its result
     * @return the wrapped function
     */
    public <A extends @Nullable Object, V extends @Nullable Object> Function<A, V> wrapFunction(
            Function<? super A, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return a -> this.<V, RuntimeException>call(() -> function.apply(a));
    }

    /**
     * Returns a function that runs in this context.
     *
     * @param function the function
     * @param <A> its first argument
     * @param <B> its second argument
     * @param <V> its result
     * @return the wrapped function
     */
    public <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, V> wrapFunction(BiFunction<? super A, ? super B, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return (a, b) -> this.<V, RuntimeException>call(() -> function.apply(a, b));
    }

    /**
     * Returns a consumer that runs in this context.
     *
     * @param consumer the consumer
     * @param <A> its argument
     * @return the wrapped consumer
     */
    public <A extends @Nullable Object> Consumer<A> wrapConsumer(Consumer<? super A> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return a -> run(() -> consumer.accept(a));
    }

    /**
     * Returns a consumer that runs in this context.
     *
     * @param consumer the consumer
     * @param <A> its first argument
     * @param <B> its second argument
     * @return the wrapped consumer
     */
    public <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> wrapConsumer(
            BiConsumer<? super A, ? super B> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return (a, b) -> run(() -> consumer.accept(a, b));
    }

    /**
     * Returns a copy with what a carrier of plain keys, such as Reactor's {@code Context}, has: the mirrored values and the
     * foreign thread-locals that it has, and no others. For the authors of bridges.
     *
     * @param carrier returns the value of a key, {@code null} if there is none
     * @return the new context; this one if nothing differs
     * @see Ambient.Builder#mirrored()
     */
    public AmbientContext readFrom(Function<Object, ? extends @Nullable Object> carrier) {
        AmbientContext context = flowSuppressed() ? EMPTY : this;
        for (Mirrors.Mirror mirror : Mirrors.all()) {
            Ambient<?> key = mirror.ambient();
            Object value = key == null ? null : carrier.apply(mirror.key());
            if (key != null) {
                context = value != null && mirror.takes(key, value)
                        ? context.withUnchecked(key, value)
                        : context.without(key);
            }
        }
        return AccessorEffects.tryOut(context, RegisteredAccessors.read(context, carrier));
    }

    /**
     * Writes the values of mirrored keys and the captured foreign values to a carrier of plain keys, such as Reactor's {@code
     * Context}. For the authors of bridges.
     *
     * @param carrier takes a key and a value
     * @see Ambient.Builder#mirrored()
     */
    public void writeTo(BiConsumer<Object, Object> carrier) {
        for (Mirrors.Mirror mirror : Mirrors.all()) {
            Ambient<?> key = mirror.ambient();
            Object value = key == null ? null : bound(key);
            if (value != null) {
                carrier.accept(mirror.key(), value);
            }
        }
        if (foreign != null) {
            foreign.writeTo(carrier);
        }
    }

    /**
     * Returns the ambient values as text, and {@linkplain Ambient.Builder#redacted redacted} ones as stars. Where the {@code
     * toString} of a value throws, the text says so.
     *
     * @return a text for each key that has a value
     */
    public Map<Ambient<?>, String> describe() {
        Map<Ambient<?>, String> texts = new LinkedHashMap<>();
        Values.forEach(values, size(), (key, value) -> texts.put(key, key.redacted() ? "***" : Reports.text(value)));
        return texts;
    }

    /**
     * Returns the keys that have a value, for the authors of tools.
     *
     * @return the keys, in no particular order
     */
    public List<Ambient<?>> keys() {
        List<Ambient<?>> keys = new ArrayList<>(size());
        Values.forEach(values, size(), (key, value) -> keys.add(key));
        return keys;
    }

    /** Returns the values by name, for logs, as {@link #describe} does. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "AmbientContext{", "}");
        describe().forEach((key, value) -> text.add(key.name() + "=" + value));
        return text.toString();
    }

    /** Returns the value of a key, without its initial one. */
    @SuppressWarnings("unchecked") // with(Ambient<T>, T) is the only way in
    <T> @Nullable T bound(Ambient<T> key) {
        return (T) Values.get(values, size(), key);
    }

    AmbientContext withUnchecked(Ambient<?> key, Object value) {
        Object there = bound(key);
        if (there == null) {
            return of(Values.add(values, size(), key, value), state + 1, foreign);
        }
        return Sameness.same(there, value) ? this : of(Values.replace(values, size(), key, value), state, foreign);
    }

    AmbientContext withNullable(Ambient<?> key, @Nullable Object value) {
        return value == null ? without(key) : withUnchecked(key, value);
    }

    AmbientContext withForeign(@Nullable ForeignValues foreign) {
        return foreign == this.foreign ? this : of(values, state, foreign);
    }

    /** Returns a copy with these values and nothing else. */
    AmbientContext plain() {
        return of(values, size(), null);
    }

    boolean isPlain() {
        return foreign == null && state >= 0;
    }

    /** Returns whether nothing differs that listeners are notified of. Foreign values may differ. */
    boolean hasValuesOf(AmbientContext other) {
        return values == other.values && state == other.state;
    }

    /** Returns whether nothing differs at all, though the one may have been made apart from the other. */
    boolean hasSameValues(AmbientContext other) {
        return foreign == other.foreign
                && state == other.state
                && difference(other).isEmpty();
    }

    boolean sharesValuesOf(AmbientContext other) {
        return values == other.values;
    }

    /** Returns what a flow that begins here sees: these values, or none where flow is suppressed. */
    AmbientContext forNewFlow() {
        return flowSuppressed() ? EMPTY : withForeign(null);
    }

    /** Returns whether a flow that begins here begins empty. */
    boolean flowSuppressed() {
        return state < 0;
    }

    /** Returns the names of the keys whose values differ, for reports; an empty text if there are none. */
    String difference(AmbientContext other) {
        StringJoiner names = new StringJoiner(", ");
        Values.forEach(values, size(), (key, value) -> {
            if (!Sameness.same(value, other.bound(key))) {
                names.add("'" + key.name() + "'");
            }
        });
        Values.forEach(other.values, other.size(), (key, value) -> {
            if (bound(key) == null) {
                names.add("'" + key.name() + "'");
            }
        });
        return names.toString();
    }

    private int size() {
        return state & ~SUPPRESSED;
    }

    private static AmbientContext of(@Nullable Object[] values, int state, @Nullable ForeignValues foreign) {
        return state == 0 && foreign == null ? EMPTY : new AmbientContext(values, state, foreign);
    }
}
