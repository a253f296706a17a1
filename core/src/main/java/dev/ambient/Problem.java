/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong with a context, and that must not stop the work in which it happened.
 *
 * @param kind what went wrong
 * @param message what happened, to which key or scope, on which thread, and what to do
 * @param cause what was thrown; for a scope, where it was opened, if that {@linkplain AmbientRegistry#recordScopes is
 *     recorded}; else {@code null}
 * @see AmbientRegistry#reportTo
 */
public record Problem(Kind kind, String message, @Nullable Throwable cause) {

    /** What can go wrong. */
    public enum Kind {
        /** A scope was closed on a thread that had not opened it. Nothing was changed. */
        SCOPE_ON_OTHER_THREAD,
        /** A scope was closed before something that began inside it had ended. */
        SCOPE_OUT_OF_ORDER,
        /** A scope was still open when the task or callback around it ended. It was ended with it. */
        SCOPE_LEFT_OPEN,
        /** A scope was closed after the task, callback or scope around it had ended. Nothing was changed. */
        SCOPE_CLOSED_LATE,
        /** A scope was closed a second time. Nothing was changed. Reported only while {@linkplain AmbientRegistry#recordScopes recorded}. */
        SCOPE_CLOSED_TWICE,
        /** A scope was garbage collected without having been closed. Reported only while {@linkplain AmbientRegistry#recordScopes recorded}. */
        SCOPE_NEVER_CLOSED,
        /** A {@code ThreadLocalAccessor} threw. The other accessors were served. */
        ACCESSOR_FAILED,
        /** A {@link ChangeListener} or {@link ContextListener} threw. The change has happened, and the others were notified. */
        LISTENER_FAILED,
        /** A hook of a bridge was removed by somebody else. Where the hook was, values are no longer propagated. */
        HOOK_REMOVED,
        /** A bridge is installed, but the library or the JVM keeps it from doing all of its work. The message says what is missing. */
        PARTLY_INSTALLED,
        /** A carrier, such as Reactor's Context, has another object under the key of the ambient context. It was treated as absent. */
        WRONG_ENTRY,
        /** A bridge is used that is not installed, so values do not arrive. */
        NOT_INSTALLED,
        /** A value of another type stood under the plain key of a mirrored value. There the value is unset. */
        WRONG_TYPE,
        /** A flow has a plain value under the name of an ambient value that is not mirrored. Reported by the diagnostics. */
        NOT_MIRRORED
    }

    /** Checks that kind and message are there. */
    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }
}
