/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Defines the events that are written to a flight recording. JFR adds the thread and the time to each. */
final class JfrEvents {

    private JfrEvents() {}

    /** An event that concerns a key. */
    abstract static class OfKey extends Event {

        @Label("Key")
        @Description("The name of the ambient value")
        @Nullable
        String key;

        @Label("Value")
        @Description("The value as text; stars if it is redacted")
        @Nullable
        String value;

        @Label("Operator")
        @Description("The operator of Reactor or RxJava that was running")
        @Nullable
        String operator;

        @Label("Place")
        @Description("The nearest line of the program's own code")
        @Nullable
        String place;

        @Label("Context")
        @Description("A number that identifies the context")
        int context;

        void fill(String key, @Nullable String value, int context, StackView view) {
            this.key = key;
            this.value = value;
            this.context = context;
            this.operator = String.join(" below ", view.operators());
            StackTraceElement line = view.line();
            this.place = line == null ? null : line.toString();
        }
    }

    @Name("dev.ambient.Capture")
    @Label("Capture")
    @Description("A value was captured: work that begins here will see it")
    @Category("Ambient")
    @StackTrace(false)
    static final class Capture extends OfKey {}

    @Name("dev.ambient.Restore")
    @Label("Restore")
    @Description("A thread had the value, for the duration of the event")
    @Category("Ambient")
    @StackTrace(false)
    static final class Restore extends OfKey {

        @Label("Step")
        @Description("ENTERED if the value came with a context, or SET")
        @Nullable
        String step;
    }

    @Name("dev.ambient.Change")
    @Label("Change")
    @Description("A value was set or unset")
    @Category("Ambient")
    static final class Change extends OfKey {

        @Label("Previous")
        @Description("The previous value")
        @Nullable
        String previous;
    }

    @Name("dev.ambient.LostValue")
    @Label("Lost Value")
    @Description("A value was read where it is not set, though it was set elsewhere")
    @Category("Ambient")
    static final class LostValue extends OfKey {

        @Label("Reason")
        @Description("Why the value is not here, as far as is known")
        @Nullable
        String reason;
    }

    @Name("dev.ambient.Leak")
    @Label("Leak")
    @Description("A scope was not closed, or was closed in the wrong place")
    @Category("Ambient")
    static final class Leak extends Event {

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Message")
        @Nullable
        String message;

        @Label("Opened")
        @Description("The line that opened the scope, if it is recorded")
        @Nullable
        String opened;
    }

    @Name("dev.ambient.AccessorFailed")
    @Label("Accessor Failed")
    @Description("An accessor of a foreign thread-local or a listener threw")
    @Category("Ambient")
    static final class AccessorFailed extends Event {

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Message")
        @Nullable
        String message;

        @Label("Thrown")
        @Nullable
        String thrown;
    }

    @Name("dev.ambient.WrongEntry")
    @Label("Wrong Entry")
    @Description(
            "Reactor's Context, or another carrier, held something else where an ambient value or context should be")
    @Category("Ambient")
    static final class WrongEntry extends Event {

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Message")
        @Nullable
        String message;
    }

    @Name("dev.ambient.Install")
    @Label("Install")
    @Description("Hooks were installed or removed, or some are missing")
    @Category("Ambient")
    @StackTrace(false)
    static final class Install extends Event {

        @Label("What")
        @Nullable
        String what;

        @Label("In Place")
        boolean inPlace;
    }
}
