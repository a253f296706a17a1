/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import dev.ambient.benchmarks.Group;
import dev.ambient.benchmarks.GrowthRow;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Cost against a number of things, as pictures. */
final class Charts {

    static final List<Integer> SIZES = List.of(1, 4, 16, 64);

    private static final List<String> OPERATIONS = List.of("capture", "restoreOther", "get", "set");
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;

    private Charts() {}

    /**
     * One picture.
     *
     * @param title what is done
     * @param axis of what there are more and more
     * @param file the name of its file
     * @param series each candidate's nanoseconds, by number
     */
    record Chart(String title, String axis, String file, Map<String, Map<Integer, Double>> series) {

        String svg() throws IOException {
            XYChart chart = new XYChartBuilder()
                    .width(WIDTH)
                    .height(HEIGHT)
                    .title(title)
                    .xAxisTitle(axis)
                    .yAxisTitle("ns")
                    .build();
            chart.getStyler().setXAxisLogarithmic(true);
            chart.getStyler().setYAxisLogarithmic(true);
            chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
            chart.getStyler().setChartBackgroundColor(Color.WHITE);
            // Each dash of a dashed line would be a rectangle of its own.
            chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1));
            series.forEach((name, nanos) ->
                    chart.addSeries(name, new ArrayList<>(nanos.keySet()), new ArrayList<>(nanos.values())));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
            return out.toString(StandardCharsets.UTF_8);
        }

        private void add(String name, Results results, IntFunction<String> id) {
            Map<Integer, Double> nanos = new LinkedHashMap<>();
            for (int size : SIZES) {
                Figure figure = results.of(id.apply(size));
                if (figure.isTimed()) {
                    nanos.put(size, figure.median());
                }
            }
            if (!nanos.isEmpty()) {
                series.put(name, nanos);
            }
        }
    }

    /** The pictures of a group; none where nothing was measured, for an axis of powers of ten cannot be drawn from nothing. */
    static List<Chart> of(Group group, Map<Group, Results> all) {
        Results results = Page.get(all, group);
        List<Chart> charts = switch (group) {
            case CORE ->
                OPERATIONS.stream()
                        .map(operation -> values(operation, results, Page.get(all, Group.SCOPEDVALUE)))
                        .toList();
            case FOREIGN -> List.of(accessors(results));
            case GROWTH ->
                List.of(GrowthRow.values()).stream()
                        .map(row -> flows(row, results))
                        .toList();
            default -> List.of();
        };
        return charts.stream().filter(chart -> !chart.series.isEmpty()).toList();
    }

    private static Chart values(String operation, Results core, Results scopedValue) {
        Chart chart = chart(Table.OPERATIONS.getOrDefault(operation, operation), "values", operation);
        chart.add("Ambient", core, size -> Table.core(operation, "ambient", String.valueOf(size)));
        for (String peer : List.of("micrometer", "opentelemetry", "grpc", "ttl")) {
            chart.add(name(peer), core, size -> Table.core(operation, peer, String.valueOf(size)));
        }
        chart.add("ScopedValue", scopedValue, size -> Table.core(operation, "scopedvalue", String.valueOf(size)));
        return chart;
    }

    private static Chart accessors(Results foreign) {
        Chart chart = chart("restore and close, another context", "foreign thread-locals", "accessors");
        chart.add("Ambient", foreign, size -> Table.core("restoreOther", "ambient-foreign", String.valueOf(size)));
        chart.add("Micrometer", foreign, size -> Table.core("restoreOther", "micrometer", String.valueOf(size)));
        return chart;
    }

    private static Chart flows(GrowthRow row, Results growth) {
        Chart chart = chart(row.title().replace("`", ""), row.name().toLowerCase(Locale.ROOT), row.name());
        chart.add("floor", growth, size -> Table.growth(row, size).formatted("floor"));
        chart.add("Ambient", growth, size -> Table.growth(row, size).formatted("ambient"));
        chart.add(name("automatic"), growth, size -> Table.growth(row, size).formatted("automatic"));
        return chart;
    }

    private static Chart chart(String title, String axis, String file) {
        return new Chart(title, axis, file.toLowerCase(Locale.ROOT) + ".svg", new LinkedHashMap<>());
    }

    private static String name(String candidate) {
        return Table.NAMES.getOrDefault(candidate, candidate);
    }
}
