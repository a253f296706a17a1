/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.spi.ContextListener;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An ambient value: a typed key whose value belongs to a flow of work, not to a thread.
 *
 * <pre>{@code
 * static final Ambient<String> REQUEST_ID = Ambient.named("requestId");
 *
 * Ambient.where(REQUEST_ID, "r-17").run(() -> {
 *     REQUEST_ID.get();                              // r-17
 *     executor.execute(() -> REQUEST_ID.get());      // r-17, on the executor's thread
 * });
 * REQUEST_ID.get();                                  // null again
 * }</pre>
 *
 * <p>The {@code executor} comes from {@link AmbientExecutors#wrap(java.util.concurrent.Executor)}. Work sees what was
 * current where it began. It does not see what its parent changes later, and neither its parent nor its siblings see
 * what it changes itself.
 *
 * <p>Keep keys in {@code static final} fields. The object is the key, and the name is for people: two keys of the same
 * name are two keys.
 *
 * <p><b>Threads.</b> All threads can use a key at once. Reading and changing a value concern the running thread.
 *
 * <p><b>Type.</b> A key can know the type of its value: {@code Ambient.named("tenant", String.class)}. Prefer that where
 * the type is not generic. A value of another type, set through a plain key or an unchecked cast, is then reported where
 * it is set. Without the type, whoever reads it gets a {@link ClassCastException}.
 *
 * <p><b>Null</b> is no value: unset differs from every value, and {@link #set} and {@link #bind} refuse {@code null}. Use
 * {@link #whereNonNull} and {@link #bindNonNull} for a value that may be absent, such as a header.
 *
 * <p><b>Cost.</b> Reading takes a thread-local look-up and a few array accesses. A change copies one or two small arrays.
 * Neither depends on the number of threads or flows.
 *
 * @param <T> the type of the value
 */
public final class Ambient<T> {

    private static final AtomicInteger NUMBERED = new AtomicInteger();

    private final String name;
    private final @Nullable Class<T> type;
    private final @Nullable Supplier<? extends @Nullable T> initial;
    private final boolean redacted;
    private final int number = NUMBERED.getAndIncrement();

    /** By their entry in {@link ChangeListeners}, which refers to them weakly: they are collected with this key. */
    private final Map<Object, Object> listeners = new ConcurrentHashMap<>(0);

    private Ambient(Builder<T> builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.initial = builder.initial;
        this.redacted = builder.redacted;
    }

    /**
     * Creates a key.
     *
     * @param name its name in errors and logs
     * @param <T> the type of the value
     * @return a new key, equal to no other
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Ambient<T> named(String name) {
        return Ambient.<T>builder(name).build();
    }

    /**
     * Creates a key that knows the type of its value.
     *
     * @param name its name in errors and logs
     * @param type the type of the value; a primitive type stands for its box
     * @param <T> the type of the value
     * @return a new key, equal to no other
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Ambient<T> named(String name, Class<T> type) {
        return builder(name, type).build();
    }

    /**
     * Returns a builder of a key.
     *
     * <pre>{@code
     * Ambient<String> tenant = Ambient.<String>builder("tenant").initial(() -> "none").mirrored().build();
     * }</pre>
     *
     * @param name its name in errors and logs
     * @param <T> the type of the value
     * @return a builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Builder<T> builder(String name) {
        return new Builder<>(name, null);
    }

    /**
     * Returns a builder of a key that knows the type of its value.
     *
     * <pre>{@code
     * Ambient<String> tenant = Ambient.builder("tenant", String.class).mirrored().build();
     * }</pre>
     *
     * @param name its name in errors and logs
     * @param type the type of the value; a primitive type stands for its box
     * @param <T> the type of the value
     * @return a builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Builder<T> builder(String name, Class<T> type) {
        return new Builder<>(name, box(Objects.requireNonNull(type, "type")));
    }

    @SuppressWarnings("unchecked") // the class of a primitive is typed as its box
    private static <T> Class<T> box(Class<T> type) {
        return (Class<T>) MethodType.methodType(type).wrap().returnType();
    }

    /**
     * Gives a key a value for a block of work.
     *
     * <pre>{@code
     * String page = Ambient.where(TENANT, "acme").where(REQUEST_ID, "r-17").call(() -> render());
     * }</pre>
     *
     * @param key the key
     * @param value its value in the block
     * @param <T> the type of the value
     * @return bindings, on which to call {@code run} or {@code call}, or to add more
     * @throws NullPointerException if the value is {@code null}
     * @throws ClassCastException if the key knows its type and the value has another; the message names both
     */
    public static <T> Bindings where(Ambient<T> key, T value) {
        key.checkValue(value);
        return new Bindings(null, key, value);
    }

    /**
     * Gives a key a value for a block of work, if there is one: {@code null} leaves the key as it is.
     *
     * <pre>{@code
     * Ambient.whereNonNull(REQUEST_ID, request.getHeader("X-Request-Id")).run(() -> handle(request));
     * }</pre>
     *
     * @param key the key
     * @param value its value in the block, or {@code null}
     * @param <T> the type of the value
     * @return bindings, on which to call {@code run} or {@code call}, or to add more
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public static <T> Bindings whereNonNull(Ambient<T> key, @Nullable T value) {
        key.checkType(value);
        return new Bindings(null, key, value);
    }

    /**
     * Returns the name of this key.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the value in the current flow.
     *
     * @return the value; if there is none, what the {@linkplain Builder#initial initial} supplier returns, and {@code
     *     null} without one
     * @throws IllegalStateException if the initial supplier threw an exception, which is the cause; an error is thrown as
     *     it is
     */
    public @Nullable T get() {
        ThreadState here = ThreadState.here();
        T value = here.context().bound(this);
        return value != null ? value : missing(here);
    }

    private @Nullable T missing(ThreadState here) {
        if (ContextListeners.any) {
            here.notifyListeners(listener -> listener.missed(this));
        }
        return initialValue();
    }

    /**
     * Returns the value in the current flow, or another.
     *
     * @param other returned where {@link #get} returns {@code null}
     * @return the value, or {@code other}
     */
    public T orElse(T other) {
        T value = get();
        return value != null ? value : other;
    }

    /**
     * Returns the value in the current flow, and throws if there is none.
     *
     * @return the value
     * @throws NoSuchElementException if {@link #get} returns {@code null}; the message names the key
     */
    public T orElseThrow() {
        T value = get();
        if (value == null) {
            throw new NoSuchElementException("ambient value '" + name + "' is not set on thread '"
                    + Thread.currentThread().getName()
                    + "'. Bind it where the request begins, and wrap or bridge what carries the work here.");
        }
        return value;
    }

    /**
     * Returns whether the current flow has a value. What an initial supplier returns does not count.
     *
     * @return whether it has a value
     */
    public boolean isBound() {
        return ThreadState.here().context().bound(this) != null;
    }

    /**
     * Sets the value until the scope is closed.
     *
     * @param value the value
     * @return the scope, which restores what was there before
     * @throws NullPointerException if the value is {@code null}; the message names the key
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public Scope bind(T value) {
        ThreadState here = ThreadState.here();
        return here.open(here.context().with(this, value), ContextListener.Step.SET);
    }

    /**
     * Sets the value until the scope is closed, if there is one: {@code null} leaves the key as it is.
     *
     * @param value the value, or {@code null}
     * @return the scope, which restores what was there before
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public Scope bindNonNull(@Nullable T value) {
        ThreadState here = ThreadState.here();
        AmbientContext context = here.context();
        return here.open(value == null ? context : context.with(this, value), ContextListener.Step.SET);
    }

    /**
     * Sets the value until the innermost enclosing scope, task or callback ends. What was there before is then restored. On
     * a thread of your own, with none of these around the call, the value stays; prefer {@link #bind} there.
     *
     * <p>Setting the same object, or an equal boxed number, boolean or character, changes nothing.
     *
     * @param value the value
     * @throws NullPointerException if the value is {@code null}; the message names the key and what to call instead
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public void set(T value) {
        ThreadState here = ThreadState.here();
        here.replace(here.context().with(this, value), ContextListener.Step.SET);
    }

    /** Removes the value, for as long as {@link #set} would have set it. */
    public void unset() {
        ThreadState here = ThreadState.here();
        here.replace(here.context().without(this), ContextListener.Step.SET);
    }

    /**
     * Registers a listener for changes of this value, on any thread.
     *
     * <p>Listeners are notified in the order in which they were registered. A switch to a context with the same value is not
     * a change. While no key has a listener, switching contexts costs nothing more. Only the key refers to its listeners, so
     * a listener that is never removed is collected with the key.
     *
     * @param listener the listener
     * @return removes the listener
     */
    public Registration onChange(ChangeListener<? super T> listener) {
        return ChangeListeners.add(this, Objects.requireNonNull(listener, "listener"));
    }

    /** Returns {@code Ambient(name)}, for logs. */
    @Override
    public String toString() {
        return "Ambient(" + name + ")";
    }

    /** Returns its place among all keys, in the order in which they were created. */
    int number() {
        return number;
    }

    boolean redacted() {
        return redacted;
    }

    void addListener(Object entry, Object listener) {
        listeners.put(entry, listener);
    }

    void removeListener(Object entry) {
        listeners.remove(entry);
    }

    static String checkName(String name, String what) {
        if (Objects.requireNonNull(name, what).isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        return name;
    }

    void checkValue(@Nullable T value) {
        if (value == null) {
            throw new NullPointerException(
                    "ambient value '" + name + "' cannot be null. To remove it, call unset(). For a value"
                            + " that may be absent, call whereNonNull, bindNonNull or, in Reactor and RxJava, putNonNull.");
        }
        checkType(value);
    }

    void checkType(@Nullable Object value) {
        if (value != null && !accepts(value)) {
            throw new ClassCastException("ambient value '" + name + "' " + mismatch(value) + ".");
        }
    }

    /** Returns whether a value has the type that this key knows. A key without a type accepts every value. */
    boolean accepts(Object value) {
        return type == null || type.isInstance(value);
    }

    String mismatch(Object value) {
        return "takes " + (type == null ? "anything" : type.getName()) + " and was given "
                + value.getClass().getName();
    }

    @Nullable
    T initialValue() {
        if (initial == null) {
            return null;
        }
        try {
            return initial.get();
        } catch (RuntimeException e) {
            throw new IllegalStateException("the initial supplier of ambient value '" + name + "' threw", e);
        }
    }

    /**
     * Builds a key.
     *
     * @param <T> the type of the value
     */
    public static final class Builder<T> {

        private final String name;
        private final @Nullable Class<T> type;
        private @Nullable Supplier<? extends @Nullable T> initial;
        private @Nullable String mirrorKey;
        private @Nullable String accessorKey;
        private boolean redacted;

        private Builder(String name, @Nullable Class<T> type) {
            this.name = checkName(name, "the name of an ambient value");
            this.type = type;
        }

        /**
         * Sets what {@link Ambient#get} returns where no value is set. The supplier is called at each such reading, and its
         * result is not stored: it should be quick and always return the same.
         *
         * @param initial supplies the value; {@code null} means none
         * @return this builder
         */
        public Builder<T> initial(Supplier<? extends @Nullable T> initial) {
            this.initial = Objects.requireNonNull(initial, "initial");
            return this;
        }

        /**
         * Mirrors the value under the key's name.
         *
         * @return this builder
         * @see #mirrored(String)
         */
        public Builder<T> mirrored() {
            return mirrored(name);
        }

        /**
         * Mirrors the value under a plain key of its own, both ways: {@code contextWrite(ctx -> ctx.put("tenant",
         * "acme"))} sets it for what is upstream, and {@code ctx.get("tenant")} reads a captured one. It is the same
         * for every other user of Micrometer's {@code ContextRegistry}.
         *
         * <p>What is put under the plain key must have the value's type. A key that knows its type checks that: a value of another
         * type is {@linkplain Problem.Kind#WRONG_TYPE reported}, once, and the key is unset there. A key without a type cannot
         * check it, and whoever reads the value gets a {@link ClassCastException}.
         *
         * @param key the plain key
         * @return this builder
         * @throws IllegalArgumentException if the key is blank
         */
        public Builder<T> mirrored(String key) {
            this.mirrorKey = checkName(key, "the mirror key of ambient value '" + name + "'");
            return this;
        }

        /**
         * Declares that the accessor of a foreign thread-local sets this value as a side effect, as that of observations makes a span
         * current. For the authors of adapters.
         *
         * <p>Where Reactor's {@code Context} brings another value of the foreign thread-local than the flow had, the accessor is called,
         * once, to see what it sets, and that is the flow's value from there on. If the {@code Context} takes the foreign value away, the
         * flow has no value of this key. Everywhere else a flow keeps its own: what the accessor sets where a boundary, a task or a
         * scope writes is undone.
         *
         * @param key the key of the accessor in Micrometer's {@code ContextRegistry}
         * @return this builder
         * @throws IllegalArgumentException if the key is blank
         */
        public Builder<T> setByAccessor(String key) {
            this.accessorKey = checkName(key, "the accessor's key of ambient value '" + name + "'");
            return this;
        }

        /**
         * Keeps the value out of {@code toString}, reports and recordings.
         *
         * @return this builder
         */
        public Builder<T> redacted() {
            this.redacted = true;
            return this;
        }

        /**
         * Creates the key.
         *
         * @return a new key, equal to no other
         * @throws IllegalStateException if it is mirrored under a key that another ambient value or an accessor in
         *     Micrometer's {@code ContextRegistry} already has
         */
        public Ambient<T> build() {
            Ambient<T> key = new Ambient<>(this);
            if (mirrorKey != null) {
                Mirrors.add(mirrorKey, key);
            }
            if (accessorKey != null) {
                AccessorEffects.add(key, accessorKey);
            }
            return key;
        }
    }
}
