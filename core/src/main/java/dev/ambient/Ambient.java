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
 * <p>There, {@code executor} comes from {@link AmbientExecutors#wrap(java.util.concurrent.Executor)}. Work sees what
 * was current where it began. What the parent changes later it does not see, and what it changes itself neither its
 * parent nor its siblings see.
 *
 * <p>Keep keys in {@code static final} fields. Two keys of the same name are two keys: the object is the key, the name
 * is for people.
 *
 * <p><b>Threads.</b> Keys can be used by all threads at once. Reading and changing a value concern the running thread.
 *
 * <p>A key may know the type of its value: {@code Ambient.named("tenant", String.class)}. Prefer that wherever the type is no
 * generic one: a value of another type, which comes by a plain key or an unchecked cast, is then noticed where it is put. Of a
 * key without a type it is a {@link ClassCastException} wherever somebody reads it.
 *
 * <p><b>Null</b> is no value: unset differs from every value, and {@link #set} and {@link #bind} refuse {@code null}. For what
 * may be absent, such as a header, there are {@link #whereNonNull} and {@link #bindNonNull}.
 *
 * <p><b>Cost.</b> Reading is a thread-local look-up and a search among the values that are set: a few array accesses. A change
 * copies one or two small arrays. Nothing here depends on how many threads or other flows there are.
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

    /** By who stands for them in {@link Listeners}, which does not hold on to them: they go when this key does. */
    private final Map<Object, Object> listeners = new ConcurrentHashMap<>(0);

    private Ambient(Builder<T> builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.initial = builder.initial;
        this.redacted = builder.redacted;
    }

    /**
     * Makes a key.
     *
     * @param name what people call it; shown in errors and logs
     * @param <T> the type of the value
     * @return a new key, equal to no other
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Ambient<T> named(String name) {
        return Ambient.<T>builder(name).build();
    }

    /**
     * Makes a key that knows the type of its value.
     *
     * @param name what people call it; shown in errors and logs
     * @param type the type of the value; that of a primitive stands for its box
     * @param <T> the type of the value
     * @return a new key, equal to no other
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Ambient<T> named(String name, Class<T> type) {
        return builder(name, type).build();
    }

    /**
     * Starts a key with more to it than a name.
     *
     * <pre>{@code
     * Ambient<String> tenant = Ambient.<String>builder("tenant").initial(() -> "none").mirrored().build();
     * }</pre>
     *
     * @param name what people call it; shown in errors and logs
     * @param <T> the type of the value
     * @return a builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Builder<T> builder(String name) {
        return new Builder<>(name, null);
    }

    /**
     * Starts a key that knows the type of its value, with more to it than a name.
     *
     * <pre>{@code
     * Ambient<String> tenant = Ambient.builder("tenant", String.class).mirrored().build();
     * }</pre>
     *
     * @param name what people call it; shown in errors and logs
     * @param type the type of the value; that of a primitive stands for its box
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
     * @return bindings, to be followed by more of them or by {@code run} or {@code call}
     * @throws NullPointerException if the value is {@code null}
     * @throws ClassCastException if the key knows its type and the value is of another; it names both
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
     * @return bindings, to be followed by more of them or by {@code run} or {@code call}
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public static <T> Bindings whereNonNull(Ambient<T> key, @Nullable T value) {
        key.checkType(value);
        return new Bindings(null, key, value);
    }

    /**
     * The name given at the start.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The value in the current flow.
     *
     * @return the value; if there is none, what the {@linkplain Builder#initial initial} supplier gives, and without
     *     one {@code null}
     * @throws IllegalStateException if the initial supplier threw an exception, which is the cause; an error is passed on
     */
    public @Nullable T get() {
        ThreadState here = ThreadState.here();
        T value = here.context().bound(this);
        return value != null ? value : missing(here);
    }

    private @Nullable T missing(ThreadState here) {
        if (ContextListeners.any()) {
            here.notifyListeners(listener -> listener.missed(this));
        }
        return initialValue();
    }

    /**
     * The value in the current flow, or another.
     *
     * @param other what to return where {@link #get} returns {@code null}
     * @return the value, or {@code other}
     */
    public T orElse(T other) {
        T value = get();
        return value != null ? value : other;
    }

    /**
     * The value in the current flow, which must be there.
     *
     * @return the value
     * @throws NoSuchElementException if {@link #get} returns {@code null}; it names the key
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
     * Whether the current flow has a value. An initial supplier is none.
     *
     * @return whether there is a value
     */
    public boolean isBound() {
        return ThreadState.here().context().bound(this) != null;
    }

    /**
     * Sets the value until the scope is closed.
     *
     * @param value the value
     * @return the scope, which brings back what was there before
     * @throws NullPointerException if the value is {@code null}; it names the key
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public Scope bind(T value) {
        ThreadState here = ThreadState.here();
        return here.open(here.context().with(this, value), ContextListener.Step.SET);
    }

    /**
     * Sets the value until the scope is closed, if there is one: {@code null} leaves it as it is.
     *
     * @param value the value, or {@code null}
     * @return the scope, which brings back what was there before
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public Scope bindNonNull(@Nullable T value) {
        ThreadState here = ThreadState.here();
        AmbientContext context = here.context();
        return here.open(value == null ? context : context.with(this, value), ContextListener.Step.SET);
    }

    /**
     * Sets the value until the innermost scope, task or callback around the call ends. Then what was there before is
     * there again. With none around, on a thread of one's own, it stays; prefer {@link #bind} there.
     *
     * <p>Setting the same object, or an equal boxed number, boolean or character, changes nothing.
     *
     * @param value the value
     * @throws NullPointerException if the value is {@code null}; it names the key and what to call instead
     * @throws ClassCastException as {@link #where(Ambient, Object)}
     */
    public void set(T value) {
        ThreadState here = ThreadState.here();
        here.replace(here.context().with(this, value), ContextListener.Step.SET);
    }

    /** Takes the value away, for as long as {@link #set} would have set it. */
    public void unset() {
        ThreadState here = ThreadState.here();
        here.replace(here.context().without(this), ContextListener.Step.SET);
    }

    /**
     * Has a listener told of each change of this key's value, on whatever thread.
     *
     * <p>Listeners are told in the order in which they came. A switch to a context with the same value is no change. While no
     * key has a listener, switching contexts costs nothing more. The key holds on to its listeners and nothing else does:
     * they go with it, also if they are never taken out.
     *
     * @param listener the listener
     * @return takes the listener out
     */
    public Registration onChange(ChangeListener<? super T> listener) {
        return Listeners.add(this, Objects.requireNonNull(listener, "listener"));
    }

    /** {@code Ambient(name)}, for logs. */
    @Override
    public String toString() {
        return "Ambient(" + name + ")";
    }

    /** Its place among all keys, in the order in which they were made. */
    int number() {
        return number;
    }

    boolean redacted() {
        return redacted;
    }

    void hold(Object entry, Object listener) {
        listeners.put(entry, listener);
    }

    void release(Object entry) {
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
                    "ambient value '" + name + "' cannot be null. To take it away, call unset(); for"
                            + " a value that may be absent there are whereNonNull, bindNonNull and, in Reactor, putNonNull.");
        }
        checkType(value);
    }

    void checkType(@Nullable Object value) {
        if (value != null && !accepts(value)) {
            throw new ClassCastException("ambient value '" + name + "' " + mismatch(value) + ".");
        }
    }

    /** Whether a value is of the type that this key knows; one that knows none accepts all. */
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
        private boolean redacted;

        private Builder(String name, @Nullable Class<T> type) {
            this.name = checkName(name, "the name of an ambient value");
            this.type = type;
        }

        /**
         * What {@link Ambient#get} returns where no value is set. It is asked at each such reading and not stored, so
         * let it return quickly and always the same.
         *
         * @param initial supplies the value; {@code null} from it means none
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
         * <p>What is put under the plain key must be of the value's type. A key that was made with its type checks that: what
         * is of another is {@linkplain Problem.Kind#WRONG_TYPE reported}, once, and there is no value. Of a key without a type
         * it cannot be checked, and is a {@link ClassCastException} wherever somebody reads it.
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
         * Keeps the value out of {@code toString}, reports and recordings.
         *
         * @return this builder
         */
        public Builder<T> redacted() {
            this.redacted = true;
            return this;
        }

        /**
         * Makes the key.
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
            return key;
        }
    }
}
