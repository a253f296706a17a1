/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a timeline as lines of text and as a Mermaid sequence diagram. */
final class TimelineText {

    private TimelineText() {}

    static String text(TimelineModel model) {
        StringBuilder text = new StringBuilder();
        text.append(title(model)).append('\n');
        int width = model.threads.stream().mapToInt(String::length).max().orElse(0);
        for (TimelinePoint point : model.numbered) {
            text.append(String.format(
                    Locale.ROOT,
                    "%9.3f ms  %-" + Math.max(1, width) + "s  %s%n",
                    millis(model, point),
                    point.thread(),
                    what(model, point)));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /** Returns a title such as {@code requestId: 43.2 ms on 6 threads, 1 loss}. */
    static String title(TimelineModel model) {
        String values = model.values().size() == 1 ? " = " + model.values().get(0) : "";
        long losses = model.losses();
        return String.format(
                Locale.ROOT,
                "%s%s: %.1f ms on %d thread%s, %s",
                model.key,
                values,
                (model.end() - model.start()) / 1e6,
                model.threads.size(),
                model.threads.size() == 1 ? "" : "s",
                losses == 0 ? "nothing lost" : losses == 1 ? "1 loss" : losses + " losses");
    }

    static double millis(TimelineModel model, TimelinePoint point) {
        return (point.nanos() - model.start()) / 1e6;
    }

    static String shortMillis(TimelineModel model, TimelinePoint point) {
        return String.format(Locale.ROOT, "%.2f", millis(model, point));
    }

    /** Returns what happened, in one line. */
    static String what(TimelineModel model, TimelinePoint point) {
        String value = model.values().size() > 1 && point.value() != null ? " " + point.value() : "";
        return switch (point.kind()) {
            case SET -> "set" + value + at(point);
            case ENTERED -> "here" + value + from(model, point) + by(model, point) + at(point);
            case RESUMED -> "here again" + value + at(point);
            case MARK -> point.note() + value + at(point);
            case LOST -> "LOST " + point.note() + by(model, point) + at(point);
            case ENDED, CAPTURED -> ""; // these are not numbered
        };
    }

    private static String from(TimelineModel model, TimelinePoint point) {
        TimelineModel.Stretch stretch = model.begunWith(point);
        return stretch == null || stretch.from == null ? "" : ", from " + stretch.from.thread();
    }

    private static String by(TimelineModel model, TimelinePoint point) {
        String operator = model.operatorOf(point);
        return operator == null ? "" : (point.isBegin() ? ", by " : ", in ") + operator;
    }

    private static String at(TimelinePoint point) {
        return point.place() == null ? "" : " (" + point.place() + ")";
    }

    static String mermaid(TimelineModel model) {
        StringBuilder text = new StringBuilder("sequenceDiagram\n");
        for (int i = 0; i < model.threads.size(); i++) {
            line(text, "participant T" + i + " as " + escape(model.threads.get(i)));
        }
        for (TimelinePoint point : model.numbered) {
            String here = "T" + model.threads.indexOf(point.thread());
            TimelineModel.Stretch stretch = model.begunWith(point);
            if (stretch != null && stretch.from != null && model.threads.contains(stretch.from.thread())) {
                String operator = model.operatorOf(point);
                line(
                        text,
                        "T" + model.threads.indexOf(stretch.from.thread()) + "->>" + here + ": "
                                + escape(operator == null ? "task" : operator));
            } else if (point.kind() == TimelinePoint.Kind.LOST) {
                line(text, "rect rgb(255, 205, 205)");
                line(text, "Note over " + here + ": " + escape(what(model, point)));
                line(text, "end");
            } else {
                line(text, "Note over " + here + ": " + escape(what(model, point)));
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("    ").append(line).append('\n');
    }

    /** Replaces characters that mean something in Mermaid or HTML by their number, which Mermaid reads. */
    private static String escape(@Nullable String text) {
        StringBuilder escaped = new StringBuilder();
        String.valueOf(text).codePoints().forEach(c -> {
            boolean isPlain = Character.isLetterOrDigit(c) || " .,:_()/-=".indexOf(c) >= 0;
            if (isPlain) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append('#').append(c).append(';');
            }
        });
        return escaped.toString();
    }
}
