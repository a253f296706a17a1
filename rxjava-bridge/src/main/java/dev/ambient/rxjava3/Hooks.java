/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientRegistry;
import dev.ambient.Installation;
import dev.ambient.Problem;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All slots together: they go in and come off as one, and what somebody else takes out of one is noticed. */
final class Hooks {

    private final List<Slot<?>> slots;

    /** Those that were found missing, and this was said. */
    private final Set<Slot<?>> missed = new HashSet<>();

    /** Another object for each time that they are put in, {@code null} when they are to be out. */
    private volatile @Nullable Object in;

    Hooks(List<Slot<?>> slots) {
        this.slots = slots;
    }

    synchronized void putIn() {
        Installation.requireVersion(Flowable.class, "rxjava", "3.1.1");
        refuseLockdown();
        try {
            slots.forEach(Slot::putIn);
        } catch (IllegalStateException e) { // locked down meanwhile: those that are in do nothing
            slots.forEach(Slot::takeOut);
            throw e;
        }
        arePutIn();
    }

    synchronized void takeOut() {
        in = null;
        slots.forEach(Slot::takeOut);
    }

    /** Puts in again what somebody else has taken out. */
    void mend() {
        if (in != null && !areIn()) {
            putInMissed();
        }
    }

    private synchronized void putInMissed() {
        if (in == null || missed.isEmpty()) {
            return;
        }
        refuseLockdown();
        for (Slot<?> slot : missed) {
            slot.takeOut();
            slot.putIn();
        }
        arePutIn();
    }

    private void arePutIn() {
        missed.clear();
        in = new Object();
    }

    private static void refuseLockdown() {
        if (RxJavaPlugins.isLockdown()) {
            throw new IllegalStateException("RxJava is locked down, so its hooks cannot be set. Nothing was installed."
                    + " Call RxJavaBridge.install() before RxJavaPlugins.lockdown().");
        }
    }

    /** Whether all are called; what is missing is reported, once. */
    boolean areIn() {
        Object before = in;
        if (before == null) {
            return false;
        }
        List<Slot<?>> missing = slots.stream().filter(slot -> !slot.isIn()).toList();
        if (missing.isEmpty()) {
            return true;
        }
        List<Slot<?>> unsaid = unsaid(missing, before);
        if (!unsaid.isEmpty()) {
            AmbientRegistry.global().report(new Problem(Problem.Kind.HOOK_REMOVED, message(unsaid), null));
        }
        return in != before && areIn(); // they were being taken out, or put in
    }

    private synchronized List<Slot<?>> unsaid(List<Slot<?>> missing, Object before) {
        return in == before ? missing.stream().filter(missed::add).toList() : List.of();
    }

    private static String message(List<Slot<?>> missing) {
        return "Ambient's hooks in RxJava are gone: somebody has called RxJavaPlugins.reset(), or has set others that do not"
                + " call those that were there. What is assembled, subscribed or scheduled now has no values where they are"
                + " missing. Call RxJavaBridge.install() to put them in again. Missing: "
                + missing.stream().map(Slot::setter).collect(Collectors.joining(", ")) + ".";
    }

    /** A look that costs one read. It notices a reset of all, after which no hook is called. */
    void lookIfReset() {
        if (RxJavaPlugins.getScheduleHandler() == null) {
            areIn();
        }
    }
}
