/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/** The sentences of what can go wrong, in one place. */
final class Reports {

    private static final String CURE = " Close scopes where they are opened, best in a try statement.";

    private Reports() {}

    static void closedOnOtherThread(Thread opener) {
        report(
                Problem.Kind.SCOPE_ON_OTHER_THREAD,
                "A scope of thread '" + opener.getName() + "' was closed on " + here()
                        + ". Nothing was changed on either." + CURE
                        + " Work on another thread gets the context through AmbientContext.wrap or AmbientExecutors.",
                null);
    }

    static void closedOutOfOrder() {
        report(
                Problem.Kind.SCOPE_OUT_OF_ORDER,
                "A scope was closed on " + here() + " before what was opened inside it. It ends together with that."
                        + CURE,
                null);
    }

    static void closedLate() {
        report(
                Problem.Kind.SCOPE_CLOSED_LATE,
                "A scope was closed on " + here() + " after the task or callback that opened it had ended."
                        + " It was ended with it, so nothing was changed." + CURE,
                null);
    }

    static void leftOpen() {
        report(
                Problem.Kind.SCOPE_LEFT_OPEN,
                "A scope was still open on " + here() + " when the task or callback that opened it ended."
                        + " It was ended with it." + CURE,
                null);
    }

    static void listenerFailed(Ambient<?> key, Throwable cause) {
        report(
                Problem.Kind.LISTENER_FAILED,
                "A change listener of ambient value '" + key.name() + "' threw on " + here()
                        + ". The change has happened, and the other listeners were told.",
                cause);
    }

    static void accessorFailed(Object key, String action, Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "The ThreadLocalAccessor of '" + key + "' threw on " + here() + " when its value was to be " + action
                        + ". The others were served.",
                cause);
    }

    private static void report(Problem.Kind kind, String message, @Nullable Throwable cause) {
        AmbientRegistry.global().report(new Problem(kind, message, cause));
    }

    private static String here() {
        return "thread '" + Thread.currentThread().getName() + "'";
    }
}
