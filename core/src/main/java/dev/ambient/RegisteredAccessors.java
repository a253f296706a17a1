/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignAccessor;
import dev.ambient.foreign.ForeignValues;
import dev.ambient.foreign.LeavingAccessor;
import dev.ambient.report.Headroom;
import dev.ambient.report.Reporters;
import dev.ambient.report.Reports;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The foreign thread-locals that are registered with Micrometer's {@link ContextRegistry}, and what is to be done with each.
 *
 * <p>The accessors are kept as they were last seen, so a capture need only compare them. They are looked up again when the registry or
 * the settings have changed.
 */
final class RegisteredAccessors {

    /** Held only while a reference is compared and written. No code of others runs under it. */
    private static final Object LOCK = new Object();

    /** Replaced as a whole, because {@code equals} and {@code hashCode} of the keys are code of others. */
    private static volatile Settings settings = new Settings(Map.of(), Map.of());

    private static volatile RegisteredAccessors known = stale();

    /** The keys for which somebody is just registering an accessor. For the same reason no lock is held meanwhile. */
    private static final AtomicReference<List<Object>> TAKEN = new AtomicReference<>(List.of());

    private static final Queue<Consumer<ContextRegistry>> POSTPONED = new ConcurrentLinkedQueue<>();

    /** Those that are propagated or cleared, without our own. */
    private final ForeignAccessor[] foreign;

    /** The context for work that begins empty. */
    private final AmbientContext empty;

    /** Micrometer's own list, which changes. */
    private final List<ThreadLocalAccessor<?>> registered;

    /** What was in it. */
    private final ThreadLocalAccessor<?>[] all;

    private RegisteredAccessors(
            List<ThreadLocalAccessor<?>> registered, List<ThreadLocalAccessor<?>> all, ForeignAccessor[] foreign) {
        this.registered = registered;
        this.all = all.toArray(new ThreadLocalAccessor<?>[0]);
        this.foreign = foreign;
        this.empty = foreign.length == 0
                ? AmbientContext.EMPTY
                : AmbientContext.EMPTY.withForeign(ForeignValues.absent(foreign));
    }

    /** Returns accessors that are never up to date. New ones each time, so that what was found meanwhile is not taken for newer. */
    private static RegisteredAccessors stale() {
        return new RegisteredAccessors(List.of(), List.of(new AmbientContextAccessor()), new ForeignAccessor[0]);
    }

    /** Returns the accessors of the foreign thread-locals that are propagated or cleared now. */
    static ForeignAccessor[] foreign() {
        return known().foreign;
    }

    /** Returns the context of work that belongs to no flow: it has no value, and no foreign one either. */
    static AmbientContext noFlow() {
        return known().empty;
    }

    /** Returns the context with the foreign values that work starting here should see; the same context if it has them. */
    static AmbientContext capture(AmbientContext context) {
        RegisteredAccessors known = known();
        if (context.flowSuppressed()) {
            return known.empty;
        }
        if (known.foreign.length == 0) {
            return context.withForeign(null);
        }
        ForeignValues foreign = context.foreign;
        return context.withForeign(foreign == null ? ForeignValues.read(known.foreign) : foreign.now(known.foreign));
    }

    /** Returns the context with the foreign values that a carrier has; the same context if it has them. */
    static AmbientContext read(AmbientContext context, Function<Object, ? extends @Nullable Object> carrier) {
        ForeignAccessor[] accessors = foreign();
        if (accessors.length == 0) {
            return context.withForeign(null);
        }
        ForeignValues foreign = context.foreign;
        return context.withForeign(
                foreign == null ? ForeignValues.from(accessors, carrier) : foreign.in(accessors, carrier));
    }

    static PropagationPolicy policyOf(Object key) {
        return settings.policies().getOrDefault(key, PropagationPolicy.PROPAGATE);
    }

    static void policy(Object key, PropagationPolicy policy) {
        changeSettings(now -> now.with(key, policy));
    }

    static void addCopier(Object key, UnaryOperator<?> copier) {
        changeSettings(now -> now.with(key, copier));
    }

    static void removeCopier(Object key) {
        changeSettings(now -> now.without(key));
    }

    private static void changeSettings(UnaryOperator<Settings> change) {
        while (true) {
            Settings now = settings;
            Settings changed = change.apply(now);
            synchronized (LOCK) {
                if (settings == now) {
                    settings = changed;
                    known = stale();
                    return;
                }
            }
        }
    }

    /**
     * Changes Micrometer's registry. The registry may still be under construction: it loads accessors, and a class that it loads may have a
     * mirrored key in a static field. Then the change waits until the registry is there.
     */
    static void change(Consumer<ContextRegistry> change) {
        ContextRegistry registry = ContextRegistry.getInstance();
        if (registry == null) {
            POSTPONED.add(change);
            return;
        }
        change.accept(registry);
        synchronized (LOCK) {
            known = stale(); // so that an accessor that is gone is not held on to
        }
    }

    /**
     * Registers an accessor, unless its key has one. Two threads that register one key at the same time must not both find that it has
     * none, for Micrometer would replace the first by the second: one of them is refused.
     *
     * @param refusal why not, given the accessor that is there already; null to replace it
     */
    static void add(
            ContextRegistry registry,
            Object key,
            ThreadLocalAccessor<?> accessor,
            Function<Object, @Nullable String> refusal) {
        TAKEN.updateAndGet(keys -> {
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
            TAKEN.updateAndGet(
                    keys -> keys.stream().filter(other -> other != key).toList());
        }
    }

    static void remove(ContextRegistry registry, Object key, ThreadLocalAccessor<?> accessor) {
        if (accessorOf(registry, key) == accessor) {
            LeavingAccessor.remove(registry, key);
        }
    }

    /** Removes our own accessors. */
    static void removeOurs(ContextRegistry registry) {
        for (ThreadLocalAccessor<?> accessor : List.copyOf(registry.getThreadLocalAccessors())) {
            if (isOurs(accessor)) {
                LeavingAccessor.remove(registry, accessor.key());
            }
        }
    }

    private static boolean isOurs(ThreadLocalAccessor<?> accessor) {
        return accessor instanceof AmbientContextAccessor || accessor instanceof Mirrors.Mirror;
    }

    static @Nullable ThreadLocalAccessor<?> accessorOf(ContextRegistry registry, Object key) {
        for (ThreadLocalAccessor<?> accessor : registry.getThreadLocalAccessors()) {
            if (key.equals(accessor.key())) {
                return accessor;
            }
        }
        return null;
    }

    private static RegisteredAccessors known() {
        RegisteredAccessors known = RegisteredAccessors.known;
        return known.isUpToDate() ? known : refresh(known);
    }

    /** Returns whether the registry's accessors are still these, in this order. */
    private boolean isUpToDate() {
        try {
            if (registered.size() != all.length) {
                return false;
            }
            for (int i = 0; i < all.length; i++) {
                if (registered.get(i) != all[i]) {
                    return false;
                }
            }
            return true;
        } catch (IndexOutOfBoundsException e) { // one was removed meanwhile
            return false;
        }
    }

    private static RegisteredAccessors refresh(RegisteredAccessors stale) {
        Reporters.prepare(); // here, for nearly every program comes here early, and on no lock
        ContextRegistry registry = ContextRegistry.getInstance();
        if (registry == null) { // it is being made, and that runs us
            return stale;
        }
        try {
            addOurs(registry);
        } catch (RuntimeException e) { // of another's key, with which Micrometer compares ours
            Reports.postponedFailed(e);
        }
        for (Consumer<ContextRegistry> change = POSTPONED.poll(); change != null; change = POSTPONED.poll()) {
            try {
                change.accept(registry);
            } catch (RuntimeException e) { // the caller that asked for it has long returned
                Reports.postponedFailed(e);
            }
        }
        List<ThreadLocalAccessor<?>> all = List.copyOf(registry.getThreadLocalAccessors());
        RegisteredAccessors found =
                new RegisteredAccessors(registry.getThreadLocalAccessors(), all, settings.foreignOf(all));
        synchronized (LOCK) {
            if (known == stale) { // else something has changed meanwhile, and the next capture looks again
                known = found;
            }
        }
        return found;
    }

    /** Micrometer's registry may have been loaded with a class loader that does not see our jar. */
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

    /** What was configured for foreign thread-locals, by key. */
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

        ForeignAccessor[] foreignOf(List<ThreadLocalAccessor<?>> all) {
            List<ForeignAccessor> foreign = new ArrayList<>();
            for (ThreadLocalAccessor<?> accessor : all) {
                if (isOurs(accessor)) {
                    continue;
                }
                try {
                    Object key = Objects.requireNonNull(accessor.key(), "its key is null");
                    PropagationPolicy policy = policies.getOrDefault(key, PropagationPolicy.PROPAGATE);
                    if (policy != PropagationPolicy.LEAVE) {
                        foreign.add(new ForeignAccessor(accessor, key, policy, copiers.get(key)));
                    }
                } catch (Throwable e) {
                    Headroom.rethrowIfShort(e);
                    Reports.keyFailed(accessor, e);
                }
            }
            return foreign.toArray(new ForeignAccessor[0]);
        }
    }
}
