/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Arrays;
import java.util.Objects;
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
 * <p>Executors, futures and the bridges do this by themselves; call it where you hand work on in a way of your own.
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

    private static final Object[] NONE = {};
    static final AmbientContext EMPTY = new AmbientContext(NONE, null, false);

    /** Key, value, key, value. Never written after construction. */
    private final Object[] entries;

    /** What was captured of other libraries' thread-locals; {@code null} leaves them alone. */
    final @Nullable ForeignValues foreign;

    /** A flow that begins here begins empty. Part of the context, so that boundaries and scopes bring it back. */
    final boolean flowSuppressed;

    private AmbientContext(Object[] entries, @Nullable ForeignValues foreign, boolean flowSuppressed) {
        this.entries = entries;
        this.foreign = foreign;
        this.flowSuppressed = flowSuppressed;
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
     * @return the current context
     */
    public static AmbientContext current() {
        return of(Boundary.here().context().entries, null, false);
    }

    /**
     * The ambient values that the running thread works with now, and its registered foreign thread-locals: what work
     * that starts here should see.
     *
     * @return the captured context; an empty one where flow is {@linkplain #suppressFlow suppressed}
     */
    public static AmbientContext capture() {
        return Boundary.here().capture();
    }

    /**
     * Keeps the current context from work that starts in a block. Such work begins in the empty context, also if it
     * happens to run on the same thread. The block itself still has its values.
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
        Boundary here = Boundary.here();
        AmbientContext context = here.context();
        AmbientContext suppressed = context.flowSuppressed ? context : of(context.entries, context.foreign, true);
        return here.open(suppressed, ChangeListener.Cause.SWITCH);
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
        int index = indexOf(key);
        if (index < 0) {
            return this;
        }
        Object[] fewer = new Object[entries.length - 2];
        System.arraycopy(entries, 0, fewer, 0, index);
        System.arraycopy(entries, index + 2, fewer, index, fewer.length - index);
        return of(fewer, foreign, flowSuppressed);
    }

    /**
     * Whether there is no ambient value in it.
     *
     * @return whether it is empty
     */
    public boolean isEmpty() {
        return entries.length == 0;
    }

    /**
     * Makes this context the running thread's until the scope is closed.
     *
     * @return the scope, which brings back what was there before
     * @throws IllegalStateException if an accessor of a foreign thread-local threw; it names the key, and nothing is
     *     changed
     */
    public Scope makeCurrent() {
        return Boundary.here().open(this);
    }

    /**
     * Runs a block in this context. Afterwards the thread is as it was, also after an exception.
     *
     * @param block the block
     */
    public void run(Runnable block) {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(this);
        try {
            block.run();
        } finally {
            here.exit(this, before, mark);
        }
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
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(this);
        try {
            return block.call();
        } finally {
            here.exit(this, before, mark);
        }
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
     * This context with what a carrier of plain keys, such as Reactor's {@code Context}, has: its values of mirrored
     * keys win over the ones here, and of the foreign thread-locals it has all there are. For those who write bridges.
     *
     * @param carrier returns what stands under a key, {@code null} if nothing does
     * @return the new context; this one if nothing differs
     * @see Ambient.Builder#mirrored()
     */
    public AmbientContext readFrom(Function<Object, ? extends @Nullable Object> carrier) {
        AmbientContext context = this;
        for (Mirrors.Mirror mirror : Mirrors.all()) {
            Ambient<?> key = mirror.ambient();
            Object value = key == null ? null : carrier.apply(mirror.key());
            if (key != null && value != null) {
                context = context.withUnchecked(key, value);
            }
        }
        return AmbientRegistry.global().readForeign(context, carrier);
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

    /** The values by name, for logs; redacted ones as stars. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("AmbientContext{");
        for (int i = 0; i < entries.length; i += 2) {
            Ambient<?> key = (Ambient<?>) entries[i];
            text.append(i == 0 ? "" : ", ").append(key.name()).append('=');
            text.append(key.redacted() ? "***" : entries[i + 1]);
        }
        return text.append('}').toString();
    }

    /** The value that was put in for a key, without its initial one. */
    @SuppressWarnings("unchecked") // with(Ambient<T>, T) is the only way in
    <T> @Nullable T bound(Ambient<T> key) {
        int index = indexOf(key);
        return index < 0 ? null : (T) entries[index + 1];
    }

    AmbientContext withUnchecked(Ambient<?> key, Object value) {
        int index = indexOf(key);
        if (index >= 0 && same(entries[index + 1], value)) {
            return this;
        }
        Object[] changed = Arrays.copyOf(entries, index < 0 ? entries.length + 2 : entries.length);
        int at = index < 0 ? entries.length : index;
        changed[at] = key;
        changed[at + 1] = value;
        return of(changed, foreign, flowSuppressed);
    }

    AmbientContext withForeign(@Nullable ForeignValues foreign) {
        return foreign == this.foreign ? this : of(entries, foreign, flowSuppressed);
    }

    /** Whether replacing one by the other would be no change: the same object, or equal boxed values. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        return a == b || (a != null && isBox(a) && a.equals(b));
    }

    private static boolean isBox(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof Double
                || value instanceof Character
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Float;
    }

    private static AmbientContext of(Object[] entries, @Nullable ForeignValues foreign, boolean flowSuppressed) {
        if (entries.length == 0 && foreign == null && !flowSuppressed) {
            return EMPTY;
        }
        return new AmbientContext(entries, foreign, flowSuppressed);
    }

    private int indexOf(Ambient<?> key) {
        Object[] entries = this.entries;
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i] == key) {
                return i;
            }
        }
        return -1;
    }
}
