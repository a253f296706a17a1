/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of a bridge into its library. They are installed and uninstalled together. Others can remove them, so the group can be asked
 * whether they are called; those that are not are reported, once, and can be installed again.
 *
 * <pre>{@code
 * private static final HookGroup<MyHook> HOOKS = new HookGroup<>(List.of(MyHook.values()), missing -> List.of("Missing: " + missing));
 * private static final HookInstallation INSTALLATION = new HookInstallation("my bridge", HOOKS::install, HOOKS::uninstall);
 *
 * public static Registration install() {
 *     Registration registration = INSTALLATION.add();
 *     HOOKS.mend();               // if somebody has removed a hook since the first installation
 *     return registration;
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> All methods can be called by all threads. Hooks are installed and uninstalled under a lock of this group. No lock is
 * held while they are asked whether they are called, nor while a problem is reported.
 *
 * @param <H> the type of the hooks
 */
public final class HookGroup<H extends HookGroup.Hook> {

    /** One hook. */
    public interface Hook {

        /** Installs it. */
        void install();

        /** Uninstalls it, if it is installed. */
        void uninstall();

        /**
         * Returns whether the library calls it. If this throws, the hook is taken to be called: the hook of another library may refuse the
         * probe.
         *
         * @return whether it does
         */
        boolean isCalled();

        /**
         * Returns whether it is called in its place among the hooks of others: last, say.
         *
         * @return whether it is; the same as {@link #isCalled} where the place does not matter
         */
        default boolean isInPlace() {
            return isCalled();
        }

        /** Installs it again, in its place. */
        default void reinstall() {
            uninstall();
            install();
        }
    }

    /** Whether the library calls a hook. */
    public enum State {
        /** It is called, in its place. */
        IN_PLACE,
        /** It is called, but hooks that others have installed later keep it from its place. */
        DISPLACED,
        /** It is not called: somebody has removed it. */
        MISSING
    }

    private final List<H> hooks;
    private final Function<? super List<H>, ? extends List<String>> messages;

    /** Those that were reported as missing. */
    private final Set<H> missed = new HashSet<>();

    /** Another object for each time that they are installed; {@code null} while they are not. */
    private volatile @Nullable Object installed;

    /**
     * Creates a group. Nothing is installed yet.
     *
     * @param hooks in the order in which they are installed
     * @param messages what to report of those that are missing
     */
    public HookGroup(List<? extends H> hooks, Function<? super List<H>, ? extends List<String>> messages) {
        this.hooks = List.copyOf(hooks);
        this.messages = Objects.requireNonNull(messages, "messages");
    }

    /** Installs all. If one throws, all are uninstalled, and the failure is thrown. */
    public synchronized void install() {
        try {
            hooks.forEach(Hook::install);
        } catch (Throwable e) { // checked ones too, from a language that does not check them
            uninstallAll(e);
            throw e;
        }
        noteInstalled();
    }

    /** Uninstalls all. If one throws, the others are uninstalled all the same, and the first failure is thrown. */
    public synchronized void uninstall() {
        installed = null;
        Throwable failure = uninstallAll(null);
        if (failure != null) {
            sneak(failure);
        }
    }

    /** Returns the first failure: the given one if there is one, else a hook's. Later failures are added to it as suppressed. */
    private @Nullable Throwable uninstallAll(@Nullable Throwable earlier) {
        Throwable failure = earlier;
        for (H hook : hooks) {
            try {
                hook.uninstall();
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }

    /** Throws what a hook has thrown as it is. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable failure) throws X {
        throw (X) failure;
    }

    private void noteInstalled() {
        missed.clear();
        installed = new Object();
    }

    /**
     * Returns whether all are installed and called. Those that are missing are {@linkplain AmbientRegistry#reportTo reported}, once.
     *
     * @return whether they are
     */
    public boolean areCalled() {
        Object before = installed;
        if (before == null) {
            return false;
        }
        List<H> missing = hooks.stream().filter(HookGroup::isMissing).toList();
        if (missing.isEmpty()) {
            return true;
        }
        List<H> unreported = unreported(missing, before);
        if (!unreported.isEmpty()) {
            for (String message : messages.apply(unreported)) {
                AmbientRegistry.global().report(new Problem(Problem.Kind.HOOK_REMOVED, message, null));
            }
        }
        return installed != before && areCalled(); // they were being uninstalled or installed
    }

    /**
     * Returns the state of each hook, by its text, in the order in which they are installed. It reports nothing, and changes nothing.
     *
     * @return an unmodifiable map; empty while the hooks are not installed
     */
    public Map<String, State> states() {
        if (installed == null) {
            return Map.of();
        }
        Map<String, State> states = new LinkedHashMap<>();
        for (H hook : hooks) {
            State state = isMissing(hook) ? State.MISSING : isDisplaced(hook) ? State.DISPLACED : State.IN_PLACE;
            states.put(hook.toString(), state);
        }
        return Collections.unmodifiableMap(states);
    }

    /** Throws nothing: it is called in the middle of signals that have nothing to do with it. */
    private static boolean isMissing(Hook hook) {
        try {
            return !hook.isCalled();
        } catch (Throwable e) {
            return false;
        }
    }

    private static boolean isDisplaced(Hook hook) {
        try {
            return !hook.isInPlace();
        } catch (Throwable e) {
            return false;
        }
    }

    /** Returns those that were not reported before. None where they were installed or uninstalled meanwhile, since nothing is known then. */
    private synchronized List<H> unreported(List<H> missing, Object before) {
        return installed == before ? missing.stream().filter(missed::add).toList() : List.of();
    }

    /** Installs again the hooks that somebody else has removed or displaced. Those that were missing are reported. */
    public void mend() {
        if (installed == null) {
            return;
        }
        areCalled();
        List<H> displaced = hooks.stream().filter(HookGroup::isDisplaced).toList();
        if (!displaced.isEmpty()) {
            reinstall(displaced);
        }
    }

    private synchronized void reinstall(List<H> displaced) {
        if (installed != null) {
            displaced.forEach(Hook::reinstall);
            noteInstalled();
        }
    }
}
