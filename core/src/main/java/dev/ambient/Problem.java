/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong with a context, and that must not stop the work it happened to.
 *
 * @param kind what went wrong
 * @param message a sentence for people: names the key or scope, the threads, and what to do
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
        /** A scope was closed once more. Nothing was changed. Told only while {@linkplain AmbientRegistry#recordScopes recorded}. */
        SCOPE_CLOSED_TWICE,
        /** A scope was dropped without having been closed. Told only while {@linkplain AmbientRegistry#recordScopes recorded}. */
        SCOPE_NEVER_CLOSED,
        /** A {@code ThreadLocalAccessor} threw. The other accessors were served. */
        ACCESSOR_FAILED,
        /** A {@link ChangeListener} or {@link ContextListener} threw. The change has happened and the others were told. */
        LISTENER_FAILED,
        /** Somebody has taken out a hook that a bridge had put in. What has no hook has no values. */
        HOOK_REMOVED,
        /** A bridge is installed, but the library or the JVM does not let it do all of its work. The message says what is left out. */
        PARTLY_INSTALLED,
        /** Something else stands where a carrier, such as Reactor's Context, should hold a context. It was treated as absent. */
        WRONG_ENTRY,
        /** A bridge is used that has not been installed, so that values do not arrive where they should. */
        NOT_INSTALLED,
        /** Under the plain key of a mirrored value stood something of another type. There the value is unset. */
        WRONG_TYPE,
        /** A flow came with a plain value under the name of an ambient value that is not mirrored. Told by the diagnostics. */
        NOT_MIRRORED
    }

    /** Checks that kind and message are there. */
    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }
}
