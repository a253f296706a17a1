/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.TimelinePoint.Kind;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws a timeline as SVG: a lane for each thread, bars, arrows and numbered points. */
final class TimelineSvg {

    static final String RED = "#d3202f";

    private static final List<String> COLOURS =
            List.of("#2f6fdb", "#1d9a6c", "#b7791f", "#8b46c9", "#0e7f8c", "#a8527a", "#5b6b1f", "#6b5b95");

    private static final int LEFT = 24;
    private static final int LANE = 46;
    private static final int TOP = 34;
    private static final int BAR = 14;
    private static final int RADIUS = 9;

    /** The least and the most space between two points. Time is compressed, because pauses are long and steps are short. */
    private static final int NARROWEST = 8;

    private static final int WIDEST = 32;

    private final TimelineModel model;
    private final IdentityHashMap<TimelinePoint, Double> xs = new IdentityHashMap<>();
    private final StringBuilder svg = new StringBuilder();
    private final int gutter;
    private double right;

    TimelineSvg(TimelineModel model) {
        this.model = model;
        this.gutter =
                LEFT + 8 * model.threads.stream().mapToInt(String::length).max().orElse(4) + 16;
        place();
    }

    static String colour(TimelineModel model, @Nullable String value) {
        int index = value == null ? -1 : model.values().indexOf(value);
        return index < 0 ? "#7a8496" : COLOURS.get(index % COLOURS.size());
    }

    private void place() {
        double x = gutter;
        TimelinePoint before = null;
        for (TimelinePoint point : model.axis) {
            if (before != null) {
                double micros = (point.nanos() - before.nanos()) / 1e3;
                double gap = Math.min(WIDEST, NARROWEST + 2 * Math.log1p(micros) / Math.log(2));
                boolean isCrowded = isNumbered(before) && isNumbered(point);
                x += isCrowded ? Math.max(2 * RADIUS + 2, gap) : gap;
            }
            xs.put(point, x);
            before = point;
        }
        right = x + 60;
        for (TimelinePoint point : model.numbered) {
            if (point.kind() == Kind.LOST && !hasRoomOnLeft(point)) {
                right = Math.max(right, x(point) + RADIUS + 4 + widthOfReason(point) + 16);
            }
        }
    }

    private boolean isNumbered(TimelinePoint point) {
        return model.number(point) != 0;
    }

    /** Returns the picture. */
    String picture() {
        int height = TOP + LANE * Math.max(1, model.threads.size()) + 10;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\" viewBox=\"0 0 %.0f %d\" role=\"img\">%n",
                right,
                height,
                right,
                height));
        svg.append(
                "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\""
                        + " orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#566072\"/></marker></defs>\n");
        lanes();
        model.stretches.forEach(this::bar);
        model.stretches.forEach(this::arrow);
        model.numbered.forEach(this::reason);
        model.numbered.forEach(this::number);
        return svg.append("</svg>\n").toString();
    }

    private void lanes() {
        for (int i = 0; i < model.threads.size(); i++) {
            double y = y(i);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.0f\" x2=\"%.0f\" y2=\"%.0f\" stroke=\"#d9dee7\"/>"
                            + "<text x=\"%d\" y=\"%.0f\" fill=\"#1c2430\">%s</text>%n",
                    gutter - 14,
                    y,
                    right - 16,
                    y,
                    LEFT - 10,
                    y + 4,
                    TimelineHtml.escape(model.threads.get(i))));
        }
        double last = Double.NEGATIVE_INFINITY; // the x of the last time label
        for (TimelinePoint point : model.axis) {
            double x = x(point);
            if (x - last >= 90) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"20\" x2=\"%.1f\" y2=\"%.0f\" stroke=\"#eef1f6\"/>"
                                + "<text x=\"%.1f\" y=\"14\" fill=\"#7a8496\" text-anchor=\"middle\">%s ms</text>%n",
                        x,
                        x,
                        y(model.threads.size() - 1) + LANE / 2.0,
                        x,
                        TimelineText.shortMillis(model, point)));
                last = x;
            }
        }
    }

    private void bar(TimelineModel.Stretch stretch) {
        double x = x(stretch.begin);
        double end = stretch.end == null ? right - 24 : x(stretch.end);
        double y = y(stretch.begin);
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"4\" fill=\"%s\" fill-opacity=\"0.35\"%s><title>%s</title></rect>%n",
                x,
                y - BAR / 2.0,
                Math.max(6, end - x),
                BAR,
                colour(model, stretch.begin.value()),
                stretch.end == null ? " stroke-dasharray=\"3 3\" stroke=\"#566072\"" : "",
                TimelineHtml.escape(model.key + " = " + stretch.begin.value())));
    }

    private void arrow(TimelineModel.Stretch stretch) {
        TimelinePoint from = stretch.from;
        Double start = from == null ? null : xs.get(from);
        if (from == null || start == null || !model.threads.contains(from.thread())) {
            return;
        }
        double x1 = start;
        double y1 = y(from);
        double x2 = x(stretch.begin);
        double y2 = y(stretch.begin);
        double down = Math.signum(y2 - y1);
        double tip = y2 - down * (RADIUS + 1);
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"#566072\" stroke-width=\"1.3\""
                        + " marker-end=\"url(#head)\"/>%n",
                x1,
                y1 + down * BAR / 2,
                x1,
                y1 + down * LANE * 0.6,
                x2,
                y2 - down * LANE * 0.7,
                x2,
                tip));
        String operator = model.operatorOf(stretch.begin);
        if (operator != null) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" fill=\"#566072\" font-size=\"10.5\" paint-order=\"stroke\" stroke=\"#fff\""
                            + " stroke-width=\"3\">%s</text>%n",
                    x2 + RADIUS + 2,
                    y2 - BAR / 2.0 - 4,
                    TimelineHtml.escape(operator)));
        }
    }

    private void number(TimelinePoint point) {
        int number = model.number(point);
        boolean isLost = point.kind() == Kind.LOST;
        boolean isMark = point.kind() == Kind.MARK;
        String colour = isLost ? RED : colour(model, point.value());
        svg.append(String.format(
                Locale.ROOT,
                "<g class=\"point\" data-n=\"%d\"><circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\" stroke=\"%s\"/>"
                        + "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"10\" font-weight=\"600\" fill=\"%s\">%d</text>"
                        + "<title>%s</title></g>%n",
                number,
                x(point),
                y(point),
                RADIUS,
                isMark ? "#fff" : colour,
                colour,
                x(point),
                y(point) + 3.5,
                isMark ? colour : "#fff",
                number,
                TimelineHtml.escape(point.thread() + ": " + TimelineText.what(model, point))));
    }

    /** Writes the reason beside the loss, so that the picture shows it without the table. */
    private void reason(TimelinePoint point) {
        if (point.kind() == Kind.LOST) {
            boolean isOnLeft = hasRoomOnLeft(point);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"600\" fill=\"%s\" paint-order=\"stroke\""
                            + " stroke=\"#fff\" stroke-width=\"3\">%s</text>%n",
                    isOnLeft ? x(point) - RADIUS - 4 : x(point) + RADIUS + 4,
                    y(point) + 4,
                    isOnLeft ? "end" : "start",
                    RED,
                    TimelineHtml.escape(reasonOf(point))));
        }
    }

    /** Returns whether the reason does not run into the name of the thread. */
    private boolean hasRoomOnLeft(TimelinePoint loss) {
        return x(loss) - RADIUS - 4 - widthOfReason(loss) >= gutter - 14;
    }

    private static double widthOfReason(TimelinePoint loss) {
        return 8.5 * reasonOf(loss).length(); // of bold capitals
    }

    private static String reasonOf(TimelinePoint loss) {
        String note = String.valueOf(loss.note());
        return note.substring(note.lastIndexOf(": ") < 0 ? 0 : note.lastIndexOf(": ") + 2);
    }

    private double x(TimelinePoint point) {
        return xs.getOrDefault(point, (double) gutter);
    }

    private double y(TimelinePoint point) {
        return y(model.threads.indexOf(point.thread()));
    }

    private static double y(int lane) {
        return TOP + LANE * lane + LANE / 2.0;
    }
}
