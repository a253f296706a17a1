/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The benchmarks of one class path or one part of the page: the result has its name. */
@SuppressWarnings("ImmutableEnumChecker") // its lists are List.of
public enum Group {
    CORE(
            "values on a thread",
            List.of(
                    Rows.of("CoreBenchmark.(capture|restoreOther|restoreSame|get|set|wrapTask|runTask)")
                            .with("candidate", "ambient", "micrometer", "opentelemetry", "grpc", "ttl"),
                    // It has one value, whatever the others have.
                    Rows.of("CoreBenchmark.(capture|restoreOther|restoreSame|get|set|wrapTask|runTask)")
                            .with("candidate", "floor")
                            .with("size", "1")),
            List.of(
                    Rows.of("CoreBenchmark.(capture|restoreOther|get|set)")
                            .with("candidate", "ambient")
                            .with("size", "16", "64"),
                    Rows.of("CoreBenchmark.(capture|restoreOther)")
                            .with("candidate", "micrometer")
                            .with("size", "16"))),

    FOREIGN(
            "foreign thread-locals",
            List.of(Rows.of("CoreBenchmark.(capture|restoreOther|restoreSame|runTask)")
                    .with("candidate", "ambient-foreign", "micrometer")
                    .with("size", "0", "1", "4", "16")),
            List.of()),

    THREADS("virtual threads", List.of(Rows.of("CoreBenchmark.virtualThread").with("size", "1")), List.of()),

    REACTOR(
            "Reactor",
            List.of(Rows.of("ReactorBenchmark")),
            List.of(Rows.of("ReactorBenchmark").with("row", "HOP"))),

    GROWTH("growth", List.of(Rows.of("GrowthBenchmark")), List.of()),

    RXJAVA(
            "RxJava",
            List.of(Rows.of("RxJavaBenchmark")),
            List.of(Rows.of("RxJavaBenchmark")
                    .with("candidate", "floor", "ambient", "opentelemetry")
                    .with("row", "FLOWABLE_HOP", "FLOWABLE_FUSED"))),

    CROSSING("Reactor, RxJava, Reactor", List.of(Rows.of("CrossingBenchmark")), List.of()),

    /** Of the module for Armeria, whose class path has something registered in Micrometer's registry. */
    ARMERIA(
            "RxJava beside Armeria",
            List.of(Rows.of("RxJavaBenchmark").with("candidate", "floor", "ambient", "armeria")),
            List.of()),

    /** Of the module for JDK 25. A ScopedValue has to be bound around all that JMH does, so each size has a JVM of its own. */
    SCOPEDVALUE(
            "ScopedValue",
            List.of(scopedValue("1"), scopedValue("4"), scopedValue("16"), scopedValue("64")),
            List.of());

    /** What the page calls it. */
    public final String title;

    /** The first JDK that has it. */
    public final int jdk;

    private final List<Rows> rows;
    private final List<Rows> gate;

    Group(String title, List<Rows> rows, List<Rows> gate) {
        this.title = title;
        this.jdk = title.equals("ScopedValue") ? 25 : 17;
        this.rows = rows;
        this.gate = gate;
    }

    List<Rows> rows(Form form) {
        return form == Form.GATE ? gate : rows;
    }

    private static Rows scopedValue(String size) {
        return Rows.of("CoreBenchmark.(capture|restoreOther|restoreSame|get|set|wrapTask|runTask)")
                .with("candidate", "scopedvalue")
                .with("size", size)
                .jvm(
                        "-Djmh.executor=CUSTOM",
                        "-Djmh.executor.class=dev.ambient.benchmarks.scopedvalue.BoundExecutor",
                        "-Dbindings=" + size);
    }

    /** Benchmarks by name, some of whose parameters are given. */
    record Rows(String include, Map<String, List<String>> parameters, List<String> jvm) {

        static Rows of(String include) {
            return new Rows(
                    "\\." + include.replace(".", "\\.") + (include.contains(".") ? "$" : "\\."), Map.of(), List.of());
        }

        Rows with(String parameter, String... values) {
            Map<String, List<String>> all = new TreeMap<>(parameters);
            all.put(parameter, List.of(values));
            return new Rows(include, all, jvm);
        }

        Rows jvm(String... arguments) {
            List<String> all = new ArrayList<>(jvm);
            all.addAll(List.of(arguments));
            return new Rows(include, parameters, all);
        }
    }
}
