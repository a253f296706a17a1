/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/** The sentences of what can go wrong, in one place. */
final class Reports {

    private static final String CURE = " Close scopes where they are opened, best in a try statement.";

    private Reports() {}

    /** A scope was closed otherwise than it should be. */
    static void closed(OpenScope.Closing closing, Thread opener, String keys, @Nullable Opening opening) {
        String scope = "A scope" + (keys.isEmpty() ? "" : " of ambient value " + keys);
        switch (closing) {
            case ON_OTHER_THREAD ->
                report(
                        Problem.Kind.SCOPE_ON_OTHER_THREAD,
                        scope + ", opened on thread '" + opener.getName() + "', was closed on " + here()
                                + ". Nothing was changed on either." + CURE + " Work on another thread gets the context"
                                + " through AmbientContext.wrap or AmbientExecutors.",
                        opening);
            case LATE ->
                report(
                        Problem.Kind.SCOPE_CLOSED_LATE,
                        scope + " was closed on " + here() + " after what was around it when it opened had ended: a"
                                + " task, a callback or another scope. It was ended with that, so nothing was changed."
                                + CURE,
                        opening);
            case IN_CALLBACK ->
                report(
                        Problem.Kind.SCOPE_OUT_OF_ORDER,
                        scope + " was closed on " + here() + " in a callback of work that began inside it. It ends when"
                                + " that callback does." + CURE,
                        opening);
            case DONE -> {} // as it should be
        }
    }

    static void leftOpen(boolean inTask, String keys, @Nullable Opening opening) {
        String changed = keys.isEmpty() ? "" : " By then these ambient values had changed: " + keys + ".";
        if (inTask) {
            report(
                    Problem.Kind.SCOPE_LEFT_OPEN,
                    "A scope was still open on " + here() + " when the task or callback that opened it ended."
                            + " It was ended with it." + changed + CURE,
                    opening);
        } else {
            report(
                    Problem.Kind.SCOPE_OUT_OF_ORDER,
                    "A scope was closed on " + here() + " before one that was opened inside it. That was ended with it."
                            + changed + CURE,
                    opening);
        }
    }

    static void listenerFailed(Ambient<?> key, Throwable cause) {
        report(
                Problem.Kind.LISTENER_FAILED,
                "A change listener of ambient value '" + key.name() + "' threw on " + here()
                        + ". The change has happened, and the other listeners were told.",
                cause);
    }

    static void recorderFailed(Throwable cause) {
        report(
                Problem.Kind.LISTENER_FAILED,
                "A recorder threw on " + here() + ". What it was told of has happened, and the others were told.",
                cause);
    }

    /** The stack ended before listeners were told or foreign thread-locals put back, and that is done now. */
    static void cutShort(Throwable cause) {
        report(
                Problem.Kind.LISTENER_FAILED,
                "The stack of " + here() + " was too short at the end of a scope, task or callback to tell the change"
                        + " listeners, or to put the values of ThreadLocalAccessors back. That has been done now.",
                cause);
    }

    /** An object as text, whatever its {@code toString} does. */
    static String text(Object object) {
        try {
            return String.valueOf(object);
        } catch (Throwable e) {
            return "a " + object.getClass().getName() + ", whose toString threw "
                    + e.getClass().getName();
        }
    }

    static void keyFailed(ThreadLocalAccessor<?> accessor, Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "A ThreadLocalAccessor, a " + accessor.getClass().getName() + ", threw on " + here()
                        + " when it was asked for its key, or its key when it was looked up. Its thread-local does not"
                        + " travel; the others do.",
                cause);
    }

    /** Micrometer handed us what somebody else has put under our key. */
    static void notAContext(Object value) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "Under the key '" + AmbientContextAccessor.KEY + "' there was a "
                        + value.getClass().getName()
                        + " on " + here() + ", where only Ambient puts something. It was taken for a context without"
                        + " values. Use another key.",
                null);
    }

    static void accessorFailed(String key, String action, Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "The ThreadLocalAccessor of '" + key + "', or its copier, threw on " + here()
                        + " when its value was to be " + action + ". The others were served.",
                cause);
    }

    static void copierFailed(String key, Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "The copier of '" + key + "' threw on " + here()
                        + ". Work sees what is on its own thread under that key.",
                cause);
    }

    static void postponedFailed(Throwable cause) {
        report(
                Problem.Kind.ACCESSOR_FAILED,
                "What was to be registered while Micrometer's ContextRegistry was still being made was refused: "
                        + text(cause),
                cause);
    }

    static IllegalStateException notOpened(String key, Throwable cause) {
        return new IllegalStateException(
                "The ThreadLocalAccessor of '" + key
                        + "', or its copier, threw, so the scope was not opened. Nothing was changed.",
                cause);
    }

    static void closedTwice(Opening opening) {
        report(
                Problem.Kind.SCOPE_CLOSED_TWICE,
                "A scope was closed on " + here() + " that was closed already. Nothing was changed." + CURE,
                opening);
    }

    static Problem stillOpen(Opening opening) {
        return new Problem(
                Problem.Kind.SCOPE_NEVER_CLOSED,
                "A scope that was opened on " + opening.thread() + " is still open." + CURE,
                opening);
    }

    static void neverClosed(Opening opening) {
        report(
                Problem.Kind.SCOPE_NEVER_CLOSED,
                "A scope that was opened on " + opening.thread() + " was never closed, and nobody has it any more."
                        + CURE,
                opening);
    }

    private static void report(Problem.Kind kind, String message, @Nullable Throwable cause) {
        AmbientRegistry.global().report(new Problem(kind, message, cause));
    }

    private static String here() {
        return "thread '" + Thread.currentThread().getName() + "'";
    }
}
