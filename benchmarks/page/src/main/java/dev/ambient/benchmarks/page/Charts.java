/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

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
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Cost against the number of values: one picture for each operation, as SVG. */
final class Charts {

    private static final List<String> OPERATIONS = List.of("capture", "restoreOther", "get", "set");
    private static final List<Integer> SIZES = List.of(1, 4, 16, 64);
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;

    private Charts() {}

    /** Pictures by the names of their files. */
    static Map<String, String> of(Results core, Results scopedValue) throws IOException {
        Map<String, String> pictures = new LinkedHashMap<>();
        for (String operation : OPERATIONS) {
            XYChart chart = chart(operation, core, scopedValue);
            // An axis of powers of ten cannot be drawn from nothing.
            if (!chart.getSeriesMap().isEmpty()) {
                pictures.put(file(operation), svg(chart));
            }
        }
        return pictures;
    }

    static String file(String operation) {
        return operation.toLowerCase(Locale.ROOT) + ".svg";
    }

    static List<String> operations() {
        return OPERATIONS;
    }

    private static XYChart chart(String operation, Results core, Results scopedValue) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(Table.OPERATIONS.get(operation))
                .xAxisTitle("values")
                .yAxisTitle("ns")
                .build();
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        // Each dash of a dashed line would be a rectangle of its own.
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1));
        series(chart, "Ambient", "ambient", operation, core);
        series(chart, "Micrometer", "micrometer", operation, core);
        series(chart, "OpenTelemetry", "opentelemetry", operation, core);
        series(chart, "gRPC", "grpc", operation, core);
        series(chart, "TTL", "ttl", operation, core);
        series(chart, "ScopedValue", "scopedvalue", operation, scopedValue);
        return chart;
    }

    private static void series(XYChart chart, String title, String candidate, String operation, Results results) {
        List<Integer> sizes = new ArrayList<>();
        List<Double> nanos = new ArrayList<>();
        for (int size : SIZES) {
            Figure figure = results.of(Table.core(operation, candidate, String.valueOf(size)));
            if (figure.isTimed()) {
                sizes.add(size);
                nanos.add(figure.median());
            }
        }
        if (!sizes.isEmpty()) {
            chart.addSeries(title, sizes, nanos);
        }
    }

    private static String svg(XYChart chart) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        return out.toString(StandardCharsets.UTF_8);
    }
}
