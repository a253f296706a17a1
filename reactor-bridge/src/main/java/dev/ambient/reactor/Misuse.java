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

/** What a program does by mistake, and would not notice. Each is reported once, with what to do instead. */
final class Misuse {

    /** So many are reported: a program that makes more mistakes has other troubles. */
    private static final int MOST = 64;

    /** So many Contexts are looked at. */
    private static final int LOOKS = 1 << 10;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private static volatile boolean isDeliberate;
    private static int looks;

    private Misuse() {}

    /** Something else stands where Reactor's Context holds the ambient one. */
    static void notAContext(Object there) {
        report(
                Problem.Kind.WRONG_ENTRY,
                "Reactor's Context has a " + there.getClass().getName() + " under '" + AmbientContextAccessor.KEY
                        + "', where Ambient keeps its AmbientContext. It is treated as absent. Put it under another key.",
                null);
    }

    /** A Context that cannot be read. */
    static void unreadable(Object subscriber, Throwable failure) {
        report(
                Problem.Kind.WRONG_ENTRY,
                "The Context of a subscriber, a " + subscriber.getClass().getName()
                        + ", threw when it was read. What is"
                        + " above it has the ambient values that were current where it subscribed, and no other entries of"
                        + " that Context. Mend its currentContext(), or the Context that it returns.",
                failure);
    }

    /** The program knows of the bridge, or need not: it has installed it, bridges by hand or reads by itself. */
    static void isDeliberate() {
        if (!isDeliberate) {
            isDeliberate = true;
        }
    }

    /** A value was put into Reactor's Context. */
    static void put(Ambient<?> key) {
        if (isDeliberate) {
            return;
        }
        if (ReactorHook.isCarried()) { // by Reactor's automatic mode
            isDeliberate = true;
            return;
        }
        report(
                Problem.Kind.NOT_INSTALLED,
                "ReactorBridge.put was called for ambient value '" + key.name()
                        + "', but neither the bridge nor Reactor's"
                        + " automatic context propagation is in place: only handle, tap and deferContextual see the"
                        + " value. Call ReactorBridge.install() when the program starts.",
                null);
    }

    /**
     * Looks for entries of which the program may think that they are ambient values, in the first of many Contexts: what is
     * written wrongly is so from the start.
     */
    static void look(ContextView context, AmbientContext ambient) {
        if (looks < LOOKS) {
            looks++; // some may be lost, which does not matter
            context.forEach((key, value) -> look(key, value, ambient));
        }
    }

    private static void look(Object key, Object value, AmbientContext ambient) {
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
                                    + " name, which stays as it was. If they are to be one, write"
                                    + " contextWrite(ReactorBridge.put(key, value)), or build the key with mirrored().",
                            null);
                }
            }
        }
    }

    /** Asks no class of the program's whether two values are equal. */
    private static boolean isSame(Object value, @Nullable Object other) {
        return value == other || (value.getClass().getName().startsWith("java.lang.") && value.equals(other));
    }

    private static void report(Problem.Kind kind, String message, @Nullable Throwable cause) {
        if (SAID.size() < MOST && SAID.add(message)) {
            AmbientRegistry.global().report(new Problem(kind, message, cause));
        }
    }

    /** As if nothing had been said, for tests. */
    static void forget() {
        SAID.clear();
        isDeliberate = false;
        looks = 0;
    }
}
