/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spi;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The hooks by which a bridge holds on to its library, watched over: they go in and come off together; anybody else can remove
 * them, so it can be asked whether they are called; what is missing is reported, once, and put in again. For those who write
 * bridges.
 *
 * <pre>{@code
 * private static final HookGroup<MyHook> HOOKS = new HookGroup<>(List.of(MyHook.values()), missing -> List.of("Missing: " + missing));
 * private static final HookInstallation INSTALLATION = new HookInstallation("my bridge", HOOKS::install, HOOKS::uninstall);
 *
 * public static Registration install() {
 *     Registration registration = INSTALLATION.add();
 *     HOOKS.mend();
 *     return registration;
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> All methods can be called by all threads. The hooks are put in and taken out under a lock of this group. They are
 * asked whether they are called, and reporters are told, under none.
 *
 * @param <H> the type of the hooks
 */
public final class HookGroup<H extends HookGroup.Hook> {

    /** One hook. */
    public interface Hook {

        /** Puts it in. */
        void install();

        /** Takes it out, if it is in. */
        void uninstall();

        /**
         * Returns whether the library calls it.
         *
         * @return whether it does
         */
        boolean isCalled();

        /**
         * Returns whether it is called where it should be: behind the hooks of others, say.
         *
         * @return whether it is; as {@link #isCalled} where the place is of no account
         */
        default boolean isInPlace() {
            return isCalled();
        }

        /** Puts it in again, in its place. */
        default void reinstall() {
            uninstall();
            install();
        }
    }

    private final List<H> hooks;
    private final Function<? super List<H>, ? extends List<String>> sentences;

    /** Those that were found missing, and this was said. */
    private final Set<H> missed = new HashSet<>();

    /** Another object for each time that they are put in; {@code null} when they are to be out. */
    private volatile @Nullable Object in;

    /**
     * Makes a group with nothing in place yet.
     *
     * @param hooks in the order in which they go in
     * @param sentences what to report of those that are missing, for people
     */
    public HookGroup(List<? extends H> hooks, Function<? super List<H>, ? extends List<String>> sentences) {
        this.hooks = List.copyOf(hooks);
        this.sentences = Objects.requireNonNull(sentences, "sentences");
    }

    /** Puts all in. If one throws, those before it are taken out again, and that is thrown. */
    public synchronized void install() {
        try {
            hooks.forEach(Hook::install);
        } catch (RuntimeException | Error e) {
            hooks.forEach(Hook::uninstall);
            throw e;
        }
        areInstalled();
    }

    /** Takes all out. */
    public synchronized void uninstall() {
        in = null;
        hooks.forEach(Hook::uninstall);
    }

    private void areInstalled() {
        missed.clear();
        in = new Object();
    }

    /**
     * Returns whether all are in and called. Those that are missing are {@linkplain AmbientRegistry#reportTo reported}, once.
     *
     * @return whether they are
     */
    public boolean areCalled() {
        Object before = in;
        if (before == null) {
            return false;
        }
        List<H> missing = hooks.stream().filter(hook -> !hook.isCalled()).toList();
        if (missing.isEmpty()) {
            return true;
        }
        List<H> unsaid = unsaid(missing, before);
        if (!unsaid.isEmpty()) {
            for (String sentence : sentences.apply(unsaid)) {
                AmbientRegistry.global().report(new Problem(Problem.Kind.HOOK_REMOVED, sentence, null));
            }
        }
        return in != before && areCalled(); // they were being taken out, or put in
    }

    /** Those of which this was not said. If they were being put in or taken out meanwhile, nobody knows. */
    private synchronized List<H> unsaid(List<H> missing, Object before) {
        return in == before ? missing.stream().filter(missed::add).toList() : List.of();
    }

    /** Puts in again what somebody else has taken out, and in their place those that are not. What was missing is reported. */
    public void mend() {
        if (in == null) {
            return;
        }
        areCalled();
        List<H> displaced = hooks.stream().filter(hook -> !hook.isInPlace()).toList();
        if (!displaced.isEmpty()) {
            reinstall(displaced);
        }
    }

    private synchronized void reinstall(List<H> displaced) {
        if (in != null) {
            displaced.forEach(Hook::reinstall);
            areInstalled();
        }
    }
}
