/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

import dev.ambient.Problem;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/** The messages of problems, in one place. Each says what happened, to which key, on which thread, and what to do. */
public final class Reports {

    private static final String FIX = " Close scopes where they are opened, best in a try statement.";

    private Reports() {}

    public static void closedOnOtherThread(Thread opener, String keys, @Nullable ScopeOrigin origin) {
        report(
                Problem.Kind.SCOPE_ON_OTHER_THREAD,
                scope(keys) + ", opened on thread '" + opener.getName() + "', was closed on " + here()
                        + ". Nothing was changed on either." + FIX + " Work on another thread gets the context"
                        + " through AmbientContext.wrap or AmbientExecutors.",
                origin);
    }

    public static void closedLate(String keys, @Nullable ScopeOrigin origin) {
        report(
                Problem.Kind.SCOPE_CLOSED_LATE,
                scope(keys) + " was closed on " + here()
                        + " after its enclosing task, callback or scope had ended. It was"
                        + " ended with that, so nothing was changed." + FIX,
                origin);
    }

    public static void closedInCallback(String keys, @Nullable ScopeOrigin origin) {
        report(
                Problem.Kind.SCOPE_OUT_OF_ORDER,
                scope(keys) + " was closed on " + here() + " in a callback of work that began inside it. It ends when"
                        + " that callback does." + FIX,
                origin);
    }

    private static String scope(String keys) {
        return "A scope" + (keys.isEmpty() ? "" : " of ambient value " + keys);
    }

    public static void leftOpen(boolean inTask, String keys, @Nullable ScopeOrigin origin) {
        String changed = keys.isEmpty() ? "" : " By then these ambient values had changed: " + keys + ".";
        if (inTask) {
            report(
                    Problem.Kind.SCOPE_LEFT_OPEN,
                    "A scope was still open on " + here() + " when the task or callback that opened it ended."
                            + " It was ended with it." + changed + FIX,
                    origin);
        } else {
            report(
                    Problem.Kind.SCOPE_OUT_OF_ORDER,
                    "A scope was closed on " + here() + " before one that was opened inside it. That was ended with it."
                            + changed + FIX,
                    origin);
        }
    }

    public static void listenerFailed(String key, Throwable cause) {
        report(
                Problem.Kind.LISTENER_FAILED,
                "A change listener of ambient value '" + key + "' threw on " + here()
                        + ". The change has happened, and the other listeners were notified.",
                cause);
    }

    public static void contextListenerFailed(Throwable cause) {
        report(
                Problem.Kind.LISTENER_FAILED,
                "A ContextListener threw on " + here()
                        + ". What it was notified of has happened, and the others were notified.",
                cause);
    }

    /** The stack had ended before listeners were notified or foreign thread-locals restored, and that is done now. */
    public static void unfinished(Throwable cause) {
        report(
                Problem.Kind.LISTENER_FAILED,
                "The stack of " + here() + " was too short at the end of a scope, task or callback to notify change"
                        + " listeners, or to restore the values of ThreadLocalAccessors. That has been done now.",
                cause);
    }

    /** Returns an object as text, whatever its {@code toString} does. */
    public static String text(Object object) {
        try {
            return String.valueOf(object);
        } catch (Throwable e) {
            return "a " + object.getClass().getName() + ", whose toString threw "
                    + e.getClass().getName();
        }
    }

    public static void keyFailed(ThreadLocalAccessor<?> accessor, Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "A ThreadLocalAccessor, a " + accessor.getClass().getName() + ", threw on " + here()
                        + " when it was asked for its key, or its key when it was looked up. Its thread-local is not"
                        + " propagated; the others are.",
                cause);
    }

    public static void accessorFailed(String key, String action, Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "The ThreadLocalAccessor of '" + key + "', or its copier, threw on " + here()
                        + " when its value was to be " + action + ". The others were not affected.",
                cause);
    }

    public static void copierFailed(String key, Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "The copier of '" + key + "' threw on " + here()
                        + ". Work sees what is on its own thread under that key.",
                cause);
    }

    /** With a stack trace, which may show the caller that put it. */
    public static void wrongType(String ambient, String mismatch, String key) {
        report(
                Problem.Kind.WRONG_TYPE,
                "The ambient value '" + ambient + "' " + mismatch + ", under the plain key '" + key + "', on "
                        + here()
                        + ". There it is unset. Put a value of its type under that key, or mirror the ambient value"
                        + " under another.",
                new ClassCastException(mismatch));
    }

    public static void postponedFailed(Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "Micrometer's ContextRegistry was still being created when an accessor was to be registered. It was refused now: "
                        + text(cause),
                cause);
    }

    public static void notAContext(String key, Object there) {
        report(
                Problem.Kind.WRONG_ENTRY,
                "A carrier, such as Reactor's Context, has a "
                        + there.getClass().getName() + " under '"
                        + key
                        + "', where Ambient keeps its AmbientContext. It was treated as absent"
                        + " on " + here() + ". Put it under another key.",
                null);
    }

    public static IllegalStateException notOpened(String key, Throwable cause) {
        return new IllegalStateException(
                "The ThreadLocalAccessor of '" + key
                        + "', or its copier, threw, so the scope was not opened. Nothing was changed.",
                cause);
    }

    public static void closedTwice(ScopeOrigin origin) {
        report(
                Problem.Kind.SCOPE_CLOSED_TWICE,
                "A scope was closed a second time, on " + here() + ". Nothing was changed." + FIX,
                origin);
    }

    public static Problem stillOpen(ScopeOrigin origin) {
        return new Problem(
                Problem.Kind.SCOPE_NEVER_CLOSED,
                "A scope that was opened on " + origin.thread() + " is still open." + FIX,
                origin);
    }

    public static void neverClosed(ScopeOrigin origin) {
        report(
                Problem.Kind.SCOPE_NEVER_CLOSED,
                "A scope that was opened on " + origin.thread() + " was never closed, and was garbage collected." + FIX,
                origin);
    }

    private static void report(Problem.Kind kind, String message, @Nullable Throwable cause) {
        Reporters.report(new Problem(kind, message, cause));
    }

    private static String here() {
        return "thread '" + Thread.currentThread().getName() + "'";
    }
}
