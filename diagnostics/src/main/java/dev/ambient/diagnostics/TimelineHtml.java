/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.diagnostics.TimelinePoint.Kind;
import org.jspecify.annotations.Nullable;

/** Writes a timeline as a web page: the picture, and below it a table that explains each of its numbers. */
final class TimelineHtml {

    private final TimelineModel model;

    TimelineHtml(TimelineModel model) {
        this.model = model;
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
                """.formatted(
                        title, TimelineSvg.RED, title, legend(), new TimelineSvg(model).picture(), table(), SCRIPT);
    }

    /** Returns the colour of each value, if there is more than one. */
    private String legend() {
        StringBuilder legend = new StringBuilder();
        if (model.values().size() > 1) {
            for (String value : model.values()) {
                legend.append("<b style=\"color:")
                        .append(TimelineSvg.colour(model, value))
                        .append("\">&#9632; ")
                        .append(escape(value))
                        .append("</b> ");
            }
        }
        return legend.toString();
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
            table.append("<td class=\"n\">")
                    .append(TimelineText.shortMillis(model, point))
                    .append("</td>");
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

    /** Escapes text for HTML and XML. All text that comes from a program goes through here. */
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
                        escaped.append('\uFFFD'); // XML allows none of them
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** Zooms, drags and highlights. The page can be read without it. */
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
