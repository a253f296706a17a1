/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignAccessor;
import dev.ambient.foreign.ForeignValues;
import dev.ambient.foreign.LeavingAccessor;
import dev.ambient.foreign.PlainAccessor;
import dev.ambient.report.Headroom;
import dev.ambient.report.Reporters;
import dev.ambient.report.Reports;
import dev.ambient.report.ScopeOrigins;
import dev.ambient.spi.ContextListener;
import dev.ambient.task.KnownTasks;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which thread-locals of other libraries travel along, and who is told when something goes wrong.
 *
 * <pre>{@code
 * AmbientRegistry registry = AmbientRegistry.global();
 * registry.register("locale", LOCALE_HOLDER);                        // a ThreadLocal
 * registry.policy("micrometer.observation", PropagationPolicy.LEAVE);           // somebody else takes care of it
 * }</pre>
 *
 * <p>It stands on Micrometer's {@link ContextRegistry}: every {@link ThreadLocalAccessor} there travels, whoever
 * registered it and whenever, and what is registered here is there too. They are served in the order in which they
 * were registered and restored in reverse.
 *
 * <p><b>Threads.</b> All methods can be called by all threads at any time. What was captured before an accessor came
 * or went keeps to the accessors it was captured with.
 */
public final class AmbientRegistry {

    private static final AmbientRegistry GLOBAL = new AmbientRegistry();

    /** Of what follows, for as long as a reference is compared and written: no code of others runs under it. */
    private final Object lock = new Object();

    /** Changed by whole copies, for the keys' equals and hashCode are others' code. */
    private volatile Settings settings = new Settings(Map.of(), Map.of());

    private volatile KnownAccessors known = KnownAccessors.stale();

    /** The keys for which somebody is just registering an accessor; for the same reason without a lock. */
    private final AtomicReference<List<Object>> taken = new AtomicReference<>(List.of());

    private final Queue<Consumer<ContextRegistry>> postponed = new ConcurrentLinkedQueue<>();

    private record Settings(Map<Object, PropagationPolicy> policies, Map<Object, UnaryOperator<?>> copiers) {

        Settings with(Object key, PropagationPolicy policy) {
            Map<Object, PropagationPolicy> changed = new HashMap<>(policies);
            changed.put(key, policy);
            return new Settings(changed, copiers);
        }

        Settings with(Object key, UnaryOperator<?> copier) {
            UnaryOperator<?> other = copiers.get(key);
            if (other != null) {
                throw new IllegalStateException("'" + Reports.text(key) + "' has a copier already: "
                        + Reports.text(other) + ". Close its registration first.");
            }
            Map<Object, UnaryOperator<?>> changed = new HashMap<>(copiers);
            changed.put(key, copier);
            return new Settings(policies, changed);
        }

        Settings without(Object key) {
            Map<Object, UnaryOperator<?>> changed = new HashMap<>(copiers);
            changed.remove(key);
            return new Settings(policies, changed);
        }
    }

    private AmbientRegistry() {
        Reporters.observe(problem -> {
            if (hasListeners()) {
                ThreadState.here().notifyListeners(listener -> listener.reported(problem));
            }
        });
    }

    /**
     * The one registry, beside Micrometer's {@link ContextRegistry#getInstance()}.
     *
     * @return the registry
     */
    public static AmbientRegistry global() {
        return GLOBAL;
    }

    /**
     * Adds a foreign thread-local.
     *
     * @param accessor reads and writes it
     * @return takes it out
     * @throws IllegalStateException if its key has an accessor already; Micrometer would silently replace that
     */
    public Registration register(ThreadLocalAccessor<?> accessor) {
        Object key = Objects.requireNonNull(accessor, "accessor").key();
        change(registry -> add(
                registry,
                key,
                accessor,
                other -> "'" + Reports.text(key) + "' has a ThreadLocalAccessor already: " + Reports.text(other)
                        + ". Remove that one first, or use another key."));
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                change(registry -> {
                    if (accessorOf(registry, key) == accessor) {
                        LeavingAccessor.remove(registry, key);
                    }
                });
            }
        };
    }

    /**
     * Adds a foreign thread-local.
     *
     * @param key its key
     * @param threadLocal the thread-local; {@code null} in it means absent
     * @param <V> the type of its value
     * @return takes it out
     * @throws IllegalStateException if the key has an accessor already
     */
    public <V> Registration register(String key, ThreadLocal<V> threadLocal) {
        return register(new PlainAccessor<>(key, threadLocal));
    }

    /**
     * Says what happens to a foreign thread-local at boundaries. It need not be registered yet.
     *
     * @param key its key
     * @param policy what happens; {@link PropagationPolicy#PROPAGATE} is what happens without a policy
     * @return this registry
     */
    public AmbientRegistry policy(Object key, PropagationPolicy policy) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(policy, "policy");
        changeSettings(now -> now.with(key, policy));
        return this;
    }

    /**
     * Has a mutable value copied, so that no two flows share one object: once when it is captured, and for each piece of
     * work that runs with what was captured. Without a copier all of them work on the object that was there.
     *
     * <pre>{@code
     * registry.copier("cart", (Cart cart) -> new Cart(cart));
     * }</pre>
     *
     * <p>It costs a copy at each capture and at each entry, wherever there is a value.
     *
     * @param key the key of the foreign thread-local, which need not be registered yet
     * @param copier makes the copy; {@code null} from it means absent. If it throws, that is as if the accessor did: it is
     *     reported and the value left alone, but {@link AmbientContext#makeCurrent} throws
     * @param <V> the type of the value
     * @return takes the copier out
     * @throws IllegalStateException if the key has a copier already
     */
    public <V> Registration copier(Object key, UnaryOperator<V> copier) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(copier, "copier");
        changeSettings(now -> now.with(key, copier));
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                changeSettings(now -> now.without(key));
            }
        };
    }

    /**
     * Suppresses propagation to a library's own work, such as evictions, timers of a cache or a task that schedules itself
     * again: it would keep the values of the request that happened to be first. What executors, thread factories and bridges
     * are given then begins in the empty context. The usual libraries are known: connection pools of Reactor, Netty, R2DBC and
     * JDBC, Lettuce, Caffeine.
     *
     * <pre>{@code
     * registry.suppressFlowTo("com.acme.cache.");
     * }</pre>
     *
     * <p>Callbacks of a request that are called from such a task have the request's values all the same where a boundary
     * lies between, as in Reactor and RxJava, or in what was {@linkplain AmbientContext#wrap(Runnable) wrapped}.
     *
     * <p>Like installing, it counts: each call has a registration of its own, and the last that is closed ends it.
     *
     * @param prefix how the name of the task's class, or of a superclass, begins: a package with its last dot, or a class
     * @return ends it
     * @throws IllegalArgumentException if the prefix is blank, which would be every task
     */
    public Registration suppressFlowTo(String prefix) {
        return KnownTasks.add(prefix);
    }

    /**
     * Has a reporter told of problems, in place of the one before it. At first they go to the {@link System.Logger} of
     * this package, as warnings, at most one of a kind a second.
     *
     * @param reporter the reporter
     * @return takes it out; the one before it is told again
     */
    public Registration reportTo(Consumer<Problem> reporter) {
        return Reporters.add(Objects.requireNonNull(reporter, "reporter"));
    }

    /**
     * Has each scope recorded: reports of one that was misused then say where it was opened, and tell also of one that was
     * {@linkplain Problem.Kind#SCOPE_CLOSED_TWICE closed twice} or {@linkplain Problem.Kind#SCOPE_NEVER_CLOSED never}. That
     * takes some microseconds for each scope, so it is for tests and for finding an error.
     *
     * @return ends the recording, unless somebody else wants it too
     */
    public ScopeRecording recordScopes() {
        return recordScopes(1);
    }

    /**
     * Has some scopes recorded, taken at random, so that it can stay on where each would cost too much.
     *
     * @param oneIn one scope of how many
     * @return ends the recording
     * @throws IllegalArgumentException if the number is less than one
     * @see #recordScopes()
     */
    public ScopeRecording recordScopes(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException(
                    "one scope in " + oneIn + " cannot be recorded: give 1 for each, 1000 for few");
        }
        return ScopeOrigins.record(oneIn);
    }

    /**
     * Registers a listener for what happens to contexts.
     *
     * @param listener the listener
     * @return takes it out
     */
    public Registration listen(ContextListener listener) {
        return ContextListeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Returns whether there is a listener for what happens to contexts. Ask this before {@link
     * dev.ambient.spi.Boundary#notifyListeners}, which allocates.
     *
     * @return whether there is
     */
    public boolean hasListeners() {
        return ContextListeners.any();
    }

    /**
     * Sets whether each boundary reads the foreign thread-locals, also where its context is current already, and writes each that is
     * not the very object that was captured. For the bridge to a library that writes them between two boundaries itself, as Reactor's
     * automatic mode does.
     *
     * @param rereads whether boundaries do so
     */
    public void rereadAtEachBoundary(boolean rereads) {
        if (ForeignValues.rereads != rereads) {
            ForeignValues.rereads = rereads;
        }
    }

    /**
     * Takes what is Ambient's own out of Micrometer's registry: the accessors of the whole context and of mirrored values.
     * For a program that is taken out of a server whose class loader has Micrometer, so that Ambient and the program can be
     * unloaded; nobody else needs it. Call it last: the next capture puts the first of them in again.
     */
    public void withdraw() {
        change(registry -> {
            for (ThreadLocalAccessor<?> accessor : List.copyOf(registry.getThreadLocalAccessors())) {
                if (isOurs(accessor)) {
                    LeavingAccessor.remove(registry, accessor.key());
                }
            }
        });
    }

    private static boolean isOurs(ThreadLocalAccessor<?> accessor) {
        return accessor instanceof AmbientContextAccessor || accessor instanceof Mirrors.Mirror;
    }

    /**
     * What happens to a foreign thread-local at boundaries.
     *
     * @param key its key
     * @return the policy that it was given, else {@link PropagationPolicy#PROPAGATE}
     */
    public PropagationPolicy policyOf(Object key) {
        return settings.policies().getOrDefault(Objects.requireNonNull(key, "key"), PropagationPolicy.PROPAGATE);
    }

    /**
     * Reports a problem; for those who write bridges. It never throws.
     *
     * @param problem what went wrong
     */
    public void report(Problem problem) {
        Reporters.report(problem);
    }

    /**
     * Changes Micrometer's registry. While that is still being made, by a class that it found and that has a mirrored key
     * in a static field, say, the change waits until it is there.
     */
    void change(Consumer<ContextRegistry> change) {
        ContextRegistry registry = ContextRegistry.getInstance();
        if (registry == null) {
            postponed.add(change);
        } else {
            change.accept(registry);
            forget(); // so that an accessor that is gone is not held on to
        }
    }

    /**
     * Registers an accessor, unless its key has one. Two that register one key at the same time must not both find that it
     * has none, for Micrometer would put the second in the place of the first: one of them is refused.
     *
     * @param refusal why not, given the accessor that is there already; null to put this one in its place
     */
    void add(
            ContextRegistry registry,
            Object key,
            ThreadLocalAccessor<?> accessor,
            Function<Object, @Nullable String> refusal) {
        taken.updateAndGet(keys -> {
            if (keys.contains(key)) {
                throw new IllegalStateException(refusal.apply("one that another thread is registering"));
            }
            return Stream.concat(keys.stream(), Stream.of(key)).toList();
        });
        try {
            ThreadLocalAccessor<?> other = accessorOf(registry, key);
            String why = other == null ? null : refusal.apply(other);
            if (why != null) {
                throw new IllegalStateException(why);
            }
            registry.registerThreadLocalAccessor(accessor);
        } finally {
            taken.updateAndGet(
                    keys -> keys.stream().filter(other -> other != key).toList());
        }
    }

    static @Nullable ThreadLocalAccessor<?> accessorOf(ContextRegistry registry, Object key) {
        for (ThreadLocalAccessor<?> accessor : registry.getThreadLocalAccessors()) {
            if (key.equals(accessor.key())) {
                return accessor;
            }
        }
        return null;
    }

    /** What work begins with that belongs to no flow: no value, and none of the foreign ones. */
    AmbientContext empty() {
        return known().empty;
    }

    private void changeSettings(UnaryOperator<Settings> change) {
        while (true) {
            Settings now = settings;
            Settings changed = change.apply(now);
            synchronized (lock) {
                if (settings == now) {
                    settings = changed;
                    known = KnownAccessors.stale();
                    return;
                }
            }
        }
    }

    private void forget() {
        synchronized (lock) {
            known = KnownAccessors.stale();
        }
    }

    /** The accessors of the foreign thread-locals that travel now. */
    ForeignAccessor[] foreign() {
        return known().foreign;
    }

    /** The context with the foreign values that work starting here should see; itself if it has them. */
    AmbientContext capture(AmbientContext context) {
        KnownAccessors known = known();
        if (context.flowSuppressed()) {
            return known.empty;
        }
        if (known.foreign.length == 0) {
            return context.withForeign(null);
        }
        ForeignValues foreign = context.foreign;
        return context.withForeign(foreign == null ? ForeignValues.read(known.foreign) : foreign.now(known.foreign));
    }

    /** The context with the foreign values that a carrier has; itself if it has the same. */
    AmbientContext readForeign(AmbientContext context, Function<Object, ? extends @Nullable Object> carrier) {
        ForeignAccessor[] accessors = known().foreign;
        if (accessors.length == 0) {
            return context.withForeign(null);
        }
        ForeignValues foreign = context.foreign;
        return context.withForeign(
                foreign == null ? ForeignValues.from(accessors, carrier) : foreign.in(accessors, carrier));
    }

    private KnownAccessors known() {
        KnownAccessors known = this.known;
        return known.upToDate() ? known : refresh(known);
    }

    private KnownAccessors refresh(KnownAccessors stale) {
        ContextRegistry registry = ContextRegistry.getInstance();
        if (registry == null) { // it is being made, and that runs us
            return stale;
        }
        try {
            addOurs(registry);
        } catch (RuntimeException e) { // another's key, which Micrometer compares ours with
            Reports.postponedFailed(e);
        }
        for (Consumer<ContextRegistry> change = postponed.poll(); change != null; change = postponed.poll()) {
            try {
                change.accept(registry);
            } catch (RuntimeException e) { // whoever asked for it is no longer there to be told
                Reports.postponedFailed(e);
            }
        }
        List<ThreadLocalAccessor<?>> all = List.copyOf(registry.getThreadLocalAccessors());
        KnownAccessors found = new KnownAccessors(registry.getThreadLocalAccessors(), all, foreign(all, settings));
        synchronized (lock) {
            if (known == stale) { // else something has changed meanwhile, and whoever asks next looks again
                known = found;
            }
        }
        return found;
    }

    /** Micrometer's registry was loaded with a class loader that does not see our jar, perhaps. */
    private static void addOurs(ContextRegistry registry) {
        for (ThreadLocalAccessor<?> accessor : registry.getThreadLocalAccessors()) {
            if (accessor instanceof AmbientContextAccessor) {
                return;
            }
        }
        if (accessorOf(registry, AmbientContextAccessor.KEY) == null) {
            registry.registerThreadLocalAccessor(new AmbientContextAccessor());
        }
    }

    private static ForeignAccessor[] foreign(List<ThreadLocalAccessor<?>> all, Settings settings) {
        List<ForeignAccessor> foreign = new ArrayList<>();
        for (ThreadLocalAccessor<?> accessor : all) {
            if (isOurs(accessor)) {
                continue;
            }
            try {
                Object key = Objects.requireNonNull(accessor.key(), "its key is null");
                PropagationPolicy policy = settings.policies().getOrDefault(key, PropagationPolicy.PROPAGATE);
                if (policy != PropagationPolicy.LEAVE) {
                    foreign.add(new ForeignAccessor(
                            accessor, key, policy, settings.copiers().get(key)));
                }
            } catch (Throwable e) {
                Headroom.rethrowIfShort(e);
                Reports.keyFailed(accessor, e);
            }
        }
        return foreign.toArray(new ForeignAccessor[0]);
    }
}
