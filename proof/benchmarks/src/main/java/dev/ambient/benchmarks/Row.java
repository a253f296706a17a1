/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A flow that is timed. */
public interface Row {

    /** What it is. */
    Flow flow();

    /** What the page says of it. */
    default String title() {
        return flow().title;
    }

    /** How many items are in it, for figures are for one. */
    default int items() {
        return flow().items;
    }

    /** Assembles it and returns what is timed: subscribing it, and for some rows assembling it again as well. */
    default Supplier<Object> make(Stage stage) {
        return flow().maker.apply(stage);
    }

    /** A row's title, number of items and maker. */
    record Flow(String title, int items, Function<Stage, Supplier<Object>> maker) {}

    /** One benchmark with its parameters, as verdicts and results are told apart. */
    static String id(BenchmarkParams params) {
        return id(
                params.getBenchmark(),
                params.getParamsKeys().stream()
                        .sorted()
                        .map(key -> key + "=" + params.getParam(key))
                        .collect(Collectors.joining(",")));
    }

    /** The same from a benchmark's full name and its sorted parameters. */
    static String id(String benchmark, String parameters) {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1) + " " + parameters;
    }
}
