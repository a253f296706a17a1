/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.TimelinePoint.Kind;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A timeline as a page: the picture, and under it what each number in it stands for. */
final class TimelineHtml {

    private static final int LEFT = 24;
    private static final int LANE = 46;
    private static final int TOP = 34;
    private static final int BAR = 14;
    private static final int RADIUS = 9;

    /** Between two points at the same time, and at most. The axis of time is squeezed: pauses are long, steps short. */
    private static final int NARROWEST = 8;

    private static final int WIDEST = 32;

    private static final List<String> COLOURS =
            List.of("#2f6fdb", "#1d9a6c", "#b7791f", "#8b46c9", "#0e7f8c", "#a8527a", "#5b6b1f", "#6b5b95");
    private static final String RED = "#d3202f";

    private final TimelineModel model;
    private final IdentityHashMap<TimelinePoint, Double> xs = new IdentityHashMap<>();
    private final StringBuilder svg = new StringBuilder();
    private final int gutter;
    private double right;

    TimelineHtml(TimelineModel model) {
        this.model = model;
        this.gutter =
                LEFT + 8 * model.threads.stream().mapToInt(String::length).max().orElse(4) + 16;
        place();
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
    }

    private boolean isNumbered(TimelinePoint point) {
        return model.number(point) != 0;
    }

    String page() {
        String title = escape(TimelineText.title(model));
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>%s</title>
                <style>
                body { font: 14px/1.45 system-ui, "DejaVu Sans", sans-serif; color: #1c2430; background: #fff; margin: 24px; }
                h1 { font-size: 19px; margin: 0 0 4px; }
                p { margin: 0 0 14px; color: #566072; }
                .picture { border: 1px solid #d9dee7; border-radius: 6px; overflow: auto; }
                svg { display: block; max-width: max(100%%, 1100px); height: auto; font: 12px system-ui, "DejaVu Sans", sans-serif; }
                table { border-collapse: collapse; margin-top: 16px; }
                th { text-align: left; color: #566072; font-weight: 600; }
                td, th { padding: 2px 18px 2px 0; vertical-align: top; }
                td.n { text-align: right; font-variant-numeric: tabular-nums; }
                tr.lost td { color: %s; font-weight: 600; }
                code { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; }
                .lit { stroke: #1c2430; stroke-width: 2.5; }
                tr.lit td { background: #fff3c4; }
                </style>
                </head>
                <body>
                <h1>%s</h1>
                <p>A bar: the value is there. An arrow: from where work was captured to where it goes on, by which operator.
                Red: the value is not there. The axis is squeezed: pauses are longer than they view. %s</p>
                <div class="picture">
                %s</div>
                %s
                <script>
                %s</script>
                </body>
                </html>
                """.formatted(title, RED, title, legend(), picture(), table(), SCRIPT);
    }

    /** Only where there is more than one value. */
    private String legend() {
        StringBuilder legend = new StringBuilder();
        if (model.values().size() > 1) {
            for (String value : model.values()) {
                legend.append("<b style=\"color:")
                        .append(colour(value))
                        .append("\">&#9632; ")
                        .append(escape(value))
                        .append("</b> ");
            }
        }
        return legend.toString();
    }

    private String picture() {
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
        model.numbered.forEach(this::loss);
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
                    escape(model.threads.get(i))));
        }
        double last = Double.NEGATIVE_INFINITY; // where the last time stands
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
                        millis(point)));
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
                colour(stretch.begin.value()),
                stretch.end == null ? " stroke-dasharray=\"3 3\" stroke=\"#566072\"" : "",
                escape(model.key + " = " + stretch.begin.value())));
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
                    escape(operator)));
        }
    }

    private void number(TimelinePoint point) {
        int number = model.number(point);
        boolean isLost = point.kind() == Kind.LOST;
        boolean isMark = point.kind() == Kind.MARK;
        String colour = isLost ? RED : colour(point.value());
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
                escape(point.thread() + ": " + TimelineText.what(model, point))));
    }

    /** So that what is wrong can be read from the picture itself. */
    private void loss(TimelinePoint point) {
        if (point.kind() == Kind.LOST) {
            String note = String.valueOf(point.note());
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" font-weight=\"600\" fill=\"%s\" paint-order=\"stroke\""
                            + " stroke=\"#fff\" stroke-width=\"3\">%s</text>%n",
                    x(point) - RADIUS - 4,
                    y(point) + 4,
                    RED,
                    escape(note.substring(note.lastIndexOf(": ") < 0 ? 0 : note.lastIndexOf(": ") + 2))));
        }
    }

    private String table() {
        StringBuilder table = new StringBuilder(
                "<table>\n<tr><th></th><th>ms</th><th>thread</th><th>what</th><th>operator</th><th>line</th></tr>\n");
        for (TimelinePoint point : model.numbered) {
            int number = model.number(point);
            table.append("<tr data-n=\"")
                    .append(number)
                    .append(point.kind() == Kind.LOST ? "\" class=\"lost\">" : "\">");
            table.append("<td class=\"n\">").append(number).append("</td>");
            table.append("<td class=\"n\">").append(millis(point)).append("</td>");
            table.append("<td>").append(escape(point.thread())).append("</td>");
            table.append("<td>").append(escape(what(point))).append("</td>");
            table.append("<td>").append(escape(model.operatorOf(point))).append("</td>");
            table.append("<td><code>").append(escape(point.place())).append("</code></td></tr>\n");
        }
        return table.append("</table>").toString();
    }

    private String what(TimelinePoint point) {
        TimelineModel.Stretch stretch = model.begunWith(point);
        String value = model.values().size() > 1 && point.value() != null ? " " + point.value() : "";
        return switch (point.kind()) {
            case SET -> "set" + value;
            case ENTERED ->
                "here" + value + (stretch == null || stretch.from == null ? "" : ", from " + stretch.from.thread());
            case RESUMED -> "here again" + value;
            case MARK -> point.note() + value;
            default -> "LOST " + point.note();
        };
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

    private String millis(TimelinePoint point) {
        return String.format(Locale.ROOT, "%.2f", TimelineText.millis(model, point));
    }

    private String colour(@Nullable String value) {
        int index = value == null ? -1 : model.values().indexOf(value);
        return index < 0 ? "#7a8496" : COLOURS.get(index % COLOURS.size());
    }

    /** Everything that comes from a program goes through here. */
    static String escape(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                        escaped.append('\uFFFD'); // XML has no place for them
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** The page can be read without it. */
    private static final String SCRIPT = """
            const svg = document.querySelector('svg'), size = svg.viewBox.baseVal, width = size.width;
            svg.addEventListener('wheel', e => {
              if (!e.ctrlKey && !e.shiftKey) return;
              e.preventDefault();
              const by = e.deltaY < 0 ? 0.85 : 1 / 0.85, at = size.x + e.offsetX / svg.clientWidth * size.width;
              size.width = Math.min(width, size.width * by);
              size.height = svg.clientHeight * size.width / svg.clientWidth;
              size.x = Math.max(0, at - e.offsetX / svg.clientWidth * size.width);
            }, { passive: false });
            svg.addEventListener('mousemove', e => {
              if (e.buttons) { const k = size.width / svg.clientWidth; size.x -= e.movementX * k; size.y -= e.movementY * k; }
            });
            svg.addEventListener('dblclick', () => { size.x = size.y = 0; size.width = width; size.height = svg.clientHeight; });
            for (const one of document.querySelectorAll('[data-n]')) {
              for (const [event, on] of [['mouseenter', true], ['mouseleave', false]]) {
                one.addEventListener(event, () => {
                  const n = one.dataset.n;
                  document.querySelectorAll('[data-n="' + n + '"]').forEach(same =>
                    (same.querySelector('circle') || same).classList.toggle('lit', on));
                });
              }
            }
            """;
}
