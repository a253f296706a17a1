/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContextAccessor;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a program does by mistake, and would not notice. Each is reported once, with what to do instead. */
final class Misuse {

    /** So many are reported: a program that makes more mistakes has other troubles. */
    private static final int MOST = 64;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

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

    static void notInstalled(Ambient<?> key) {
        report(
                Problem.Kind.NOT_INSTALLED,
                "ReactorBridge.put was called for ambient value '" + key.name()
                        + "', but neither the bridge nor Reactor's"
                        + " automatic context propagation is in place: only handle, tap and deferContextual see the"
                        + " value. Call ReactorBridge.install() when the program starts.",
                null);
    }

    private static void report(Problem.Kind kind, String message, @Nullable Throwable cause) {
        if (SAID.size() < MOST && SAID.add(message)) {
            AmbientRegistry.global().report(new Problem(kind, message, cause));
        }
    }

    /** As if nothing had been said, for tests. */
    static void forget() {
        SAID.clear();
    }
}
