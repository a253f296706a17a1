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
 * <p>Wrapped executors and the bridges do this by themselves; call it where you hand work on in a way of your own.
 *
 * <p><b>Threads.</b> A context never changes and can be used by many threads at once.
 *
 * <p><b>Failure.</b> {@link #run}, {@link #call} and what {@code wrap} returns never fail because of the context: if a
 * foreign thread-local's accessor throws, that is {@linkplain AmbientRegistry#reportTo reported} and the work runs.
 * {@link #makeCurrent} has somebody to tell, so it throws, with nothing changed.
 *
 * <p><b>Cost.</b> Capturing reads a reference and making current swaps one, for one value as for many. Where foreign
 * thread-locals are registered, each is read as well, and written only if it differs.
 */
public final class AmbientContext {

    static final AmbientContext EMPTY = new AmbientContext(Values.NONE, 0, null);

    private static final int SUPPRESSED = Integer.MIN_VALUE;

    /** Never written after construction; see {@link Values}. */
    private final @Nullable Object[] values;

    /** How many values, and in the sign whether flow is suppressed: a part of the context, so that it comes back with it. */
    private final int state;

    /** What was captured of other libraries' thread-locals; {@code null} leaves them alone. */
    final @Nullable ForeignValues foreign;

    private AmbientContext(@Nullable Object[] values, int state, @Nullable ForeignValues foreign) {
        this.values = values;
        this.state = state;
        this.foreign = foreign;
    }

    /**
     * The context without values.
     *
     * @return the empty context, always the same
     */
    public static AmbientContext empty() {
        return EMPTY;
    }

    /**
     * The ambient values that the running thread works with now, without foreign thread-locals.
     *
     * @return the current context; the same object each time, as long as nothing changes
     */
    public static AmbientContext current() {
        return ThreadState.here().current();
    }

    /**
     * The ambient values that the running thread works with now, and its registered foreign thread-locals: what work
     * that starts here should see.
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
     * Keeps the current context from work that starts in a block. Such work begins in the empty context, also if it
     * happens to run on the same thread. The block itself still has its values. A context that is made current inside the
     * block brings values of its own, and those flow.
     *
     * <pre>{@code
     * try (Scope scope = AmbientContext.suppressFlow()) {
     *     executor.execute(refreshCache);       // belongs to no request
     * }
     * }</pre>
     *
     * @return the scope, which ends the suppression; of nested ones the outermost
     */
    public static Scope suppressFlow() {
        ThreadState here = ThreadState.here();
        AmbientContext context = here.context();
        AmbientContext suppressed = of(context.values, context.state | SUPPRESSED, context.foreign);
        return here.open(suppressed, ContextListener.Step.ENTERED);
    }

    /**
     * Whether work that starts here begins in the empty context.
     *
     * @return whether {@link #suppressFlow} is in force on the running thread
     */
    public static boolean isFlowSuppressed() {
        return ThreadState.here().context().flowSuppressed();
    }

    /**
     * What {@link Ambient#get} returns where this context is current.
     *
     * @param key the key
     * @param <T> the type of the value
     * @return the value, else what the key's initial supplier gives, else {@code null}
     */
    public <T> @Nullable T get(Ambient<T> key) {
        T value = bound(key);
        return value != null ? value : key.initialValue();
    }

    /**
     * This context and one more value.
     *
     * @param key the key
     * @param value its value
     * @param <T> the type of the value
     * @return the new context; this one if it has that value already
     * @throws NullPointerException if the value is {@code null}; it names the key
     * @throws ClassCastException if the key knows its type and the value is of another; it names both
     */
    public <T> AmbientContext with(Ambient<T> key, T value) {
        key.checkValue(value);
        return withUnchecked(key, value);
    }

    /**
     * This context less one value.
     *
     * @param key the key
     * @return the new context; this one if it does not have the key
     */
    public AmbientContext without(Ambient<?> key) {
        return bound(key) == null ? this : of(Values.remove(values, size(), key), state - 1, foreign);
    }

    /**
     * Whether there is no ambient value in it.
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
     * Makes this context the running thread's until the scope is closed.
     *
     * @return the scope, which brings back what was there before
     * @throws IllegalStateException if an accessor of a foreign thread-local, or its copier, threw; it names the key, and
     *     nothing is changed
     */
    public Scope makeCurrent() {
        return ThreadState.here().open(this);
    }

    /**
     * Runs a block in this context. Afterwards the thread is as it was, also after an exception. A context that was not
     * captured leaves foreign thread-locals alone, whatever the block does to them.
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
     * Ties a task to this context.
     *
     * @param task the task
     * @return a task that runs it here
     */
    public Runnable wrap(Runnable task) {
        Objects.requireNonNull(task, "task");
        return () -> run(task);
    }

    /**
     * Ties a task to this context.
     *
     * @param task the task
     * @param <V> the type of its result
     * @return a task that runs it here
     */
    public <V extends @Nullable Object> Callable<V> wrap(Callable<? extends V> task) {
        CallableOp<? extends V, Exception> op = Objects.requireNonNull(task, "task")::call;
        return () -> call(op);
    }

    /**
     * Ties a supplier to this context.
     *
     * @param supplier the supplier
     * @param <V> what it supplies
     * @return a supplier that runs it here
     */
    public <V extends @Nullable Object> Supplier<V> wrapSupplier(Supplier<? extends V> supplier) {
        CallableOp<? extends V, RuntimeException> op = Objects.requireNonNull(supplier, "supplier")::get;
        return () -> call(op);
    }

    /**
     * Ties a function to this context.
     *
     * @param function the function
     * @param <A> its argument
     * @param <V> its result
     * @return a function that runs it here
     */
    public <A extends @Nullable Object, V extends @Nullable Object> Function<A, V> wrapFunction(
            Function<? super A, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return a -> this.<V, RuntimeException>call(() -> function.apply(a));
    }

    /**
     * Ties a function to this context.
     *
     * @param function the function
     * @param <A> its first argument
     * @param <B> its second argument
     * @param <V> its result
     * @return a function that runs it here
     */
    public <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, V> wrapFunction(BiFunction<? super A, ? super B, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return (a, b) -> this.<V, RuntimeException>call(() -> function.apply(a, b));
    }

    /**
     * Ties a consumer to this context.
     *
     * @param consumer the consumer
     * @param <A> its argument
     * @return a consumer that runs it here
     */
    public <A extends @Nullable Object> Consumer<A> wrapConsumer(Consumer<? super A> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return a -> run(() -> consumer.accept(a));
    }

    /**
     * Ties a consumer to this context.
     *
     * @param consumer the consumer
     * @param <A> its first argument
     * @param <B> its second argument
     * @return a consumer that runs it here
     */
    public <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> wrapConsumer(
            BiConsumer<? super A, ? super B> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return (a, b) -> run(() -> consumer.accept(a, b));
    }

    /**
     * This context with what a carrier of plain keys, such as Reactor's {@code Context}, has: of mirrored values and of
     * foreign thread-locals, those that it has and no others. For those who write bridges.
     *
     * @param carrier returns what stands under a key, {@code null} if nothing does
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
        return RegisteredAccessors.read(context, carrier);
    }

    /**
     * Hands a carrier of plain keys, such as Reactor's {@code Context}, the values of mirrored keys and the captured
     * foreign values. For those who write bridges.
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
     * The ambient values as text, for people; {@linkplain Ambient.Builder#redacted redacted} ones as stars. Where a value's
     * {@code toString} throws, the text says so.
     *
     * @return a text for each key that has a value
     */
    public Map<Ambient<?>, String> describe() {
        Map<Ambient<?>, String> texts = new LinkedHashMap<>();
        Values.forEach(values, size(), (key, value) -> texts.put(key, key.redacted() ? "***" : Reports.text(value)));
        return texts;
    }

    /**
     * The keys that have a value in it, for those who write tools.
     *
     * @return the keys, in no order that matters
     */
    public List<Ambient<?>> keys() {
        List<Ambient<?>> keys = new ArrayList<>(size());
        Values.forEach(values, size(), (key, value) -> keys.add(key));
        return keys;
    }

    /** The values by name, for logs; redacted ones as stars, and where a value's {@code toString} throws, that. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "AmbientContext{", "}");
        describe().forEach((key, value) -> text.add(key.name() + "=" + value));
        return text.toString();
    }

    /** The value that was put in for a key, without its initial one. */
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

    AmbientContext withForeign(@Nullable ForeignValues foreign) {
        return foreign == this.foreign ? this : of(values, state, foreign);
    }

    /** These values, and nothing else. */
    AmbientContext plain() {
        return of(values, size(), null);
    }

    boolean isPlain() {
        return foreign == null && state >= 0;
    }

    /** Whether nothing that is told to listeners differs: what foreign values were captured with it, perhaps. */
    boolean hasValuesOf(AmbientContext other) {
        return values == other.values && state == other.state;
    }

    boolean sharesValuesOf(AmbientContext other) {
        return values == other.values;
    }

    /** What a flow that begins here sees: these values, or none where flow is suppressed. */
    AmbientContext flowing() {
        return flowSuppressed() ? EMPTY : withForeign(null);
    }

    /** A flow that begins here begins empty. */
    boolean flowSuppressed() {
        return state < 0;
    }

    /** The names of the keys whose values differ, for reports; empty if there are none. */
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
