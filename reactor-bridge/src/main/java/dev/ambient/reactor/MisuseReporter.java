/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientContextAccessor;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** Reports mistakes of the program that it would not notice. Each is reported once, with what to do instead. */
final class MisuseReporter {

    /** The number of reports after which there are no more, so that the messages that are kept stay few. */
    private static final int MAX_REPORTS = 64;

    /** The number of Contexts whose entries are checked. */
    private static final int MAX_CHECKS = 1 << 10;

    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    /** Whether the program has installed the bridge, bridges by hand or reads by itself: then a call of put is no mistake. */
    private static volatile boolean isDeliberate;

    private static int checks;

    private MisuseReporter() {}

    /** Reports an object that Reactor's Context has in place of the ambient context. */
    static void reportWrongEntry(Object entry) {
        report(
                Problem.Kind.WRONG_ENTRY,
                "Reactor's Context has a " + entry.getClass().getName() + " under '" + AmbientContextAccessor.KEY
                        + "', where Ambient keeps its AmbientContext. It is treated as absent. Put it under another key.",
                null);
    }

    /** Reports a Context that cannot be read. */
    static void reportUnreadableContext(Object subscriber, Throwable failure) {
        report(
                Problem.Kind.WRONG_ENTRY,
                "The Context of a subscriber, a " + subscriber.getClass().getName()
                        + ", threw when it was read."
                        + " Operators above that subscriber see the ambient values that were current where it subscribed,"
                        + " and no other entries of that Context. Fix its currentContext(), or the Context that it returns.",
                failure);
    }

    /** Notes that the program uses the bridge on purpose, so that {@link #checkInstalled} reports nothing. */
    static void markDeliberateUse() {
        if (!isDeliberate) { // it is read for each value, and a volatile write costs more than a read
            isDeliberate = true;
        }
    }

    /** Reports a value that was put into Reactor's Context if nothing propagates it. */
    static void checkInstalled(Ambient<?> key) {
        if (isDeliberate) {
            return;
        }
        if (ReactorHook.isTaskContextPropagated()) { // Reactor's automatic mode is on
            isDeliberate = true;
            return;
        }
        report(
                Problem.Kind.NOT_INSTALLED,
                "ReactorBridge.put was called for ambient value '" + key.name()
                        + "', but neither the bridge nor Reactor's"
                        + " automatic context propagation is in place. Only handle, tap and deferContextual see the"
                        + " value. Call ReactorBridge.install() when the program starts.",
                null);
    }

    /**
     * Reports entries of Reactor's Context that the program may take for ambient values. Only the first Contexts are checked, since a
     * program makes such a mistake from the start.
     */
    static void checkEntries(ContextView context, AmbientContext ambient) {
        if (checks < MAX_CHECKS) {
            checks++; // threads may lose some counts, which does not matter
            context.forEach((key, value) -> checkEntry(key, value, ambient));
        }
    }

    private static void checkEntry(Object key, Object value, AmbientContext ambient) {
        if (key instanceof Ambient<?> itself) {
            report(
                    Problem.Kind.WRONG_ENTRY,
                    "Reactor's Context has an entry whose key is the ambient value '" + itself.name()
                            + "' itself. Nothing reads it. Write contextWrite(ReactorBridge.put(key, value)).",
                    null);
        } else if (key instanceof String name) {
            for (Ambient<?> known : ambient.keys()) {
                if (known.name().equals(name) && !isSame(value, ambient.get(known))) {
                    report(
                            Problem.Kind.WRONG_ENTRY,
                            "Reactor's Context has an entry under '" + name
                                    + "', and the flow has an ambient value of that"
                                    + " name. The entry does not change the value. To set the value, write"
                                    + " contextWrite(ReactorBridge.put(key, value)), or build the key with mirrored().",
                            null);
                }
            }
        }
    }

    /** Returns whether two values are the same. It calls no equals method of the program's classes. */
    private static boolean isSame(Object value, @Nullable Object other) {
        return value == other || (value.getClass().getName().startsWith("java.lang.") && value.equals(other));
    }

    private static void report(Problem.Kind kind, String message, @Nullable Throwable cause) {
        if (REPORTED.size() < MAX_REPORTS && REPORTED.add(message)) {
            AmbientRegistry.global().report(new Problem(kind, message, cause));
        }
    }

    /** Forgets what was reported and counted, for tests. */
    static void reset() {
        REPORTED.clear();
        isDeliberate = false;
        checks = 0;
    }
}
