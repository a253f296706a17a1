/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of a value through the threads of a program, as a page, as text, and as a Mermaid diagram.
 *
 * <pre>{@code
 * try (Timeline.Capture capture = Timeline.capture(REQUEST_ID, "r-17")) {
 *     handle(request);
 *     Files.writeString(Path.of("r-17.html"), capture.timeline().toHtml());
 * }
 * }</pre>
 *
 * <p>Threads are lanes, with a bar where the value was there. Arrows lead from where work was captured to where it went on, with the
 * operator that brought it. What was lost is red. The page needs nothing else and no JavaScript; with it, the wheel zooms
 * and the mouse drags.
 *
 * <p>A timeline also comes from a {@linkplain #read flight recording}, written in production perhaps.
 *
 * <p><b>What it shows of the program's own code</b> are the lines where values were set, captured and lost. To have other points of
 * it on the picture, {@linkplain Capture#mark mark} them.
 *
 * <p><b>Threads.</b> A timeline never changes. A capture can be used by all threads.
 *
 * <p><b>Memory.</b> It holds text only. A capture stops at 100,000 points.
 *
 * <p><b>Redacted</b> values are stars, in each form. What is in values, threads' names and marks is escaped in each form.
 */
public final class Timeline {

    private final TimelineModel model;

    Timeline(TimelineModel model) {
        this.model = model;
    }

    /** What is being captured. Closing ends it; {@link #timeline} can be called before and after. */
    public interface Capture extends Registration {

        /**
         * What was captured so far.
         *
         * @return a timeline
         */
        Timeline timeline();

        /**
         * Puts a point of the program's own on the picture, with the running thread; as a loss, and red, where the value
         * is not there.
         *
         * @param text what to call it
         */
        void mark(String text);
    }

    /**
     * Captures one flow, or all that have one value: in whatever contexts a key has it.
     *
     * @param key the key
     * @param value the value
     * @param <T> its type
     * @return what is being captured; it {@linkplain Diagnostics#install installs} the diagnostics until it is closed
     */
    public static <T> Capture capture(Ambient<T> key, T value) {
        return new TimelineCapture(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    }

    /**
     * Captures all flows in which a key has a value. Each value has a colour.
     *
     * @param key the key
     * @return what is being captured; it {@linkplain Diagnostics#install installs} the diagnostics until it is closed
     */
    public static Capture capture(Ambient<?> key) {
        return new TimelineCapture(Objects.requireNonNull(key, "key"), null);
    }

    /**
     * Reads a flight recording that was written with {@link DiagnosticsOptions#flightRecorder()}.
     *
     * @param recording the file
     * @param key the name of the key
     * @param value its value, as text; {@code null} for all values
     * @return the timeline; without points if there are none
     * @throws IOException if the file cannot be read
     */
    public static Timeline read(Path recording, String key, @Nullable String value) throws IOException {
        return new Timeline(TimelineReader.read(
                Objects.requireNonNull(recording, "recording"), Objects.requireNonNull(key, "key"), value));
    }

    /**
     * One self-contained page.
     *
     * @return HTML, with the picture as SVG in it
     */
    public String toHtml() {
        return new TimelineHtml(model).page();
    }

    /**
     * A line for each point, for terminals and logs.
     *
     * @return text
     */
    public String toText() {
        return TimelineText.text(model);
    }

    /**
     * A sequence diagram, for pages that draw <a href="https://mermaid.js.org">Mermaid</a>.
     *
     * @return the source of the diagram
     */
    public String toMermaid() {
        return TimelineText.mermaid(model);
    }

    /** The same as {@link #toText}. */
    @Override
    public String toString() {
        return toText();
    }
}
