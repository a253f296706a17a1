/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.spi.ContextListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Reads the points of a timeline from a flight recording. */
final class TimelineReader {

    private final String key;
    private final @Nullable String value;
    private final List<TimelinePoint> points = new ArrayList<>();

    private TimelineReader(String key, @Nullable String value) {
        this.key = key;
        this.value = value;
    }

    static TimelineModel read(Path file, String key, @Nullable String value) throws IOException {
        TimelineReader reader = new TimelineReader(key, value);
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                reader.accept(events.readEvent());
            }
        }
        return new TimelineModel(key, reader.points);
    }

    private void accept(RecordedEvent event) {
        String name = event.getEventType().getName();
        if (!name.startsWith("dev.ambient.") || !event.hasField("key") || !key.equals(event.getString("key"))) {
            return;
        }
        if (value != null && event.hasField("value") && !value.equals(event.getString("value"))) {
            return;
        }
        switch (name) {
            case "dev.ambient.Capture" -> add(event, TimelinePoint.Kind.CAPTURED, event.getStartTime());
            case "dev.ambient.LostValue" -> add(event, TimelinePoint.Kind.LOST, event.getStartTime());
            case "dev.ambient.Restore" -> {
                boolean isSet = ContextListener.Step.SET.name().equals(event.getString("step"));
                add(event, isSet ? TimelinePoint.Kind.SET : TimelinePoint.Kind.ENTERED, event.getStartTime());
                add(event, TimelinePoint.Kind.ENDED, event.getEndTime());
            }
            default -> {} // a change also begins a stretch, which is drawn
        }
    }

    private void add(RecordedEvent event, TimelinePoint.Kind kind, Instant time) {
        String operator = event.getString("operator");
        String place = event.getString("place");
        points.add(new TimelinePoint(
                Duration.between(Instant.EPOCH, time).toNanos(),
                event.getThread() == null
                        ? "?"
                        : String.valueOf(event.getThread().getJavaName()),
                kind,
                event.getString("value"),
                event.getInt("context"),
                operator == null || operator.isEmpty() ? null : operator,
                place == null ? null : shorten(place),
                kind == TimelinePoint.Kind.LOST ? event.getString("reason") : null));
    }

    /** Shortens {@code com.acme.Orders.store(Orders.java:31)} to {@code Orders.java:31}. */
    private static String shorten(String place) {
        int open = place.lastIndexOf('(');
        return open < 0 || !place.endsWith(")") ? place : place.substring(open + 1, place.length() - 1);
    }
}
