/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws the way of a value through the threads of a program: as a web page, as text and as a Mermaid diagram.
 *
 * <pre>{@code
 * try (Timeline.Capture capture = Timeline.capture(REQUEST_ID, "r-17")) {
 *     handle(request);
 *     Files.writeString(Path.of("r-17.html"), capture.timeline().toHtml());
 * }
 * }</pre>
 *
 * <p>Each thread is a lane, with a bar while the thread has the value. An arrow leads from where work was captured to where it
 * continues, and names the operator. Losses are red. The page is self-contained and works without JavaScript; with it, Ctrl
 * and the wheel zoom, and the mouse drags.
 *
 * <p>A timeline can also be {@linkplain #read read from a flight recording}, for example one of production.
 *
 * <p><b>The program's own lines</b> on it are those where values were set, captured and lost. {@linkplain Capture#mark Mark}
 * other places to see them, too.
 *
 * <p><b>Threads.</b> A timeline is immutable. A capture can be used by all threads.
 *
 * <p><b>Memory.</b> It holds text only. A capture stops at 100,000 points.
 *
 * <p><b>Redacted</b> values appear as stars in each form. Values, thread names and marks are escaped in each form.
 */
public final class Timeline {

    private final TimelineModel model;

    Timeline(TimelineModel model) {
        this.model = model;
    }

    /** A timeline that is being recorded. Closing it ends the recording; {@link #timeline} can be called before and after. */
    public interface Capture extends Registration {

        /**
         * Returns what was recorded so far.
         *
         * @return a timeline
         */
        Timeline timeline();

        /**
         * Marks this place and thread on the timeline. If the value is missing here, the mark is shown as a loss, in red.
         *
         * @param text the name of the mark
         */
        void mark(String text);
    }

    /**
     * Starts to record the flows in which a key has one value.
     *
     * @param key the key
     * @param value the value
     * @param <T> the type of the value
     * @return the capture, which {@linkplain Diagnostics#install installs} the diagnostics until it is closed
     */
    public static <T> Capture capture(Ambient<T> key, T value) {
        return new TimelineCapture(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    }

    /**
     * Starts to record all flows in which a key has a value. Each value gets a colour.
     *
     * @param key the key
     * @return the capture, which {@linkplain Diagnostics#install installs} the diagnostics until it is closed
     */
    public static Capture capture(Ambient<?> key) {
        return new TimelineCapture(Objects.requireNonNull(key, "key"), null);
    }

    /**
     * Reads a timeline from a flight recording that was written with {@link DiagnosticsOptions#flightRecorder()}.
     *
     * @param recording the file
     * @param key the name of the key
     * @param value the value as text; {@code null} for all values
     * @return the timeline; empty if the recording has no such events
     * @throws IOException if the file cannot be read
     */
    public static Timeline read(Path recording, String key, @Nullable String value) throws IOException {
        return new Timeline(TimelineReader.read(
                Objects.requireNonNull(recording, "recording"), Objects.requireNonNull(key, "key"), value));
    }

    /**
     * Returns one self-contained web page.
     *
     * @return HTML that contains the picture as SVG
     */
    public String toHtml() {
        return new TimelineHtml(model).page();
    }

    /**
     * Returns a line for each point, for terminals and logs.
     *
     * @return text
     */
    public String toText() {
        return TimelineText.text(model);
    }

    /**
     * Returns a sequence diagram, for pages that draw <a href="https://mermaid.js.org">Mermaid</a>.
     *
     * @return the source of the diagram
     */
    public String toMermaid() {
        return TimelineText.mermaid(model);
    }

    /** Returns the same as {@link #toText}. */
    @Override
    public String toString() {
        return toText();
    }
}
