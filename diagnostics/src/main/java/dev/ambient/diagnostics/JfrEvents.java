/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The events that are written to a flight recording. JFR adds the thread and the time to each. */
final class JfrEvents {

    private JfrEvents() {}

    /** What all that concern a key have. */
    abstract static class OfKey extends Event {

        @Label("Key")
        @Description("The name of the ambient value")
        @Nullable
        String key;

        @Label("Value")
        @Description("As text; stars if it is redacted")
        @Nullable
        String value;

        @Label("Operator")
        @Description("The operator of Reactor or RxJava that was at work")
        @Nullable
        String operator;

        @Label("Place")
        @Description("The nearest line of the program")
        @Nullable
        String place;

        @Label("Context")
        @Description("Tells contexts apart")
        int context;

        void at(String key, @Nullable String value, int context, StackView view) {
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
    @Description("Work that begins here will see the value")
    @Category("Ambient")
    @StackTrace(false)
    static final class Capture extends OfKey {}

    @Name("dev.ambient.Restore")
    @Label("Restore")
    @Description("The value was there on this thread, for the duration of the event")
    @Category("Ambient")
    @StackTrace(false)
    static final class Restore extends OfKey {

        @Label("Step")
        @Description("ENTERED with a context, or SET")
        @Nullable
        String step;
    }

    @Name("dev.ambient.Change")
    @Label("Change")
    @Description("The value was set, or taken away")
    @Category("Ambient")
    static final class Change extends OfKey {

        @Label("Previous")
        @Description("The value before")
        @Nullable
        String previous;
    }

    @Name("dev.ambient.LostValue")
    @Label("Lost Value")
    @Description("A value was read where it is not set, though it has been elsewhere")
    @Category("Ambient")
    static final class LostValue extends OfKey {

        @Label("Reason")
        @Description("Why it is not here, as far as can be told")
        @Nullable
        String reason;
    }

    @Name("dev.ambient.Leak")
    @Label("Leak")
    @Description("A scope was not closed as it should be")
    @Category("Ambient")
    static final class Leak extends Event {

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Message")
        @Nullable
        String message;

        @Label("Opened")
        @Description("Where the scope was opened, if that is recorded")
        @Nullable
        String opened;
    }

    @Name("dev.ambient.AccessorFailed")
    @Label("Accessor Failed")
    @Description("An accessor of a foreign thread-local, a listener or a recorder threw")
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
            "Reactor's Context, or another carrier, had something else where an ambient value or context should be")
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
    @Description("Hooks came or went, or are not all there")
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
