/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs groups of benchmarks and leaves for each its times, as JMH writes them, and the verdicts on those without a time. */
public final class Run {

    /** So that what is timed is not the system handing out memory for the first time, which takes as long as the rows do. */
    private static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

    private Run() {}

    /**
     * Runs them. It fails if one crashes, and if ours does not carry.
     *
     * @param args the folder for the results, the form, the groups with commas between them; whatever follows is for JMH, which
     *     then runs that alone
     * @throws Exception if it cannot run or write
     */
    public static void main(String[] args) throws Exception {
        Path results = Files.createDirectories(Path.of(args[0]));
        Form form = Form.valueOf(args[1].toUpperCase(Locale.ROOT));
        if (args.length > 3) {
            byHand(List.of(args).subList(3, args.length), results);
            return;
        }
        for (String name : args[2].split(",", -1)) {
            run(Group.valueOf(name.toUpperCase(Locale.ROOT)), form, results);
        }
    }

    private static void byHand(List<String> args, Path results) throws Exception {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of(
                "-prof",
                "gc",
                "-rf",
                "json",
                "-rff",
                results.resolve("by-hand.json").toString()));
        new Runner(new CommandLineOptions(all.toArray(String[]::new))).run();
    }

    private static void run(Group group, Form form, Path results) throws IOException, RunnerException {
        Path times = results.resolve(file(group, ".json"));
        Path verdicts = results.resolve(file(group, ".verdicts"));
        Files.deleteIfExists(times);
        Files.deleteIfExists(verdicts);
        if (group.rows(form).isEmpty()) {
            return;
        }
        if (Runtime.version().feature() < group.jdk) {
            System.out.printf(
                    "== %s: not run, for it needs JDK %d or later and this is %d%n",
                    group.title, group.jdk, Runtime.version().feature());
            return;
        }
        List<RunResult> timed = new ArrayList<>();
        Set<String> expected = new TreeSet<>();
        for (Group.Rows rows : group.rows(form)) {
            expected.addAll(expected(rows));
            timed.addAll(new Runner(options(rows, form, verdicts)).run());
        }
        ResultFormatFactory.getInstance(ResultFormatType.JSON, times.toString()).writeOut(timed);
        check(expected, timed, verdicts);
    }

    static String file(Group group, String suffix) {
        return group.name().toLowerCase(Locale.ROOT) + suffix;
    }

    private static org.openjdk.jmh.runner.options.Options options(Group.Rows rows, Form form, Path verdicts) {
        List<String> jvm = new ArrayList<>(HEAP);
        jvm.addAll(rows.jvm());
        jvm.add("-D" + Proof.FILE + "=" + verdicts.toAbsolutePath());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(rows.include())
                .forks(form.forks)
                .warmupIterations(rows.include().contains("CoreBenchmark") ? form.warmUps : form.warmUpsOfFlows)
                .warmupTime(TimeValue.milliseconds(form.warmUp.toMillis()))
                .measurementIterations(form.measurements)
                .measurementTime(TimeValue.milliseconds(form.measurement.toMillis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(false) // a row that is not carried ends with an error
                .jvmArgsAppend(jvm.toArray(String[]::new));
        rows.parameters().forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return options.build();
    }

    /** Every row that JMH is about to run. */
    private static Set<String> expected(Group.Rows rows) {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        Set<String> ids = new TreeSet<>();
        for (BenchmarkListEntry benchmark :
                BenchmarkList.defaultList().find(silent, List.of(rows.include()), List.of())) {
            List<String> parameters = List.of("");
            for (String name : List.of("candidate", "row", "size")) {
                List<String> values = rows.parameters().getOrDefault(name, declared(benchmark, name));
                if (!values.isEmpty()) {
                    parameters = parameters.stream()
                            .flatMap(before -> values.stream()
                                    .map(value -> before + (before.isEmpty() ? "" : ",") + name + "=" + value))
                            .toList();
                }
            }
            parameters.forEach(some -> ids.add(Row.id(benchmark.getUsername(), some)));
        }
        return ids;
    }

    private static List<String> declared(BenchmarkListEntry benchmark, String parameter) {
        String[] values = benchmark.getParams().orElse(Map.of()).get(parameter);
        return values == null ? List.of() : List.of(values);
    }

    private static void check(Set<String> expected, List<RunResult> timed, Path verdicts) throws IOException {
        Map<String, String> known = new TreeMap<>();
        for (String line : Files.readAllLines(verdicts)) {
            String[] parts = line.split("\t", 2);
            known.put(parts[0], parts[1]);
        }
        Set<String> missing = new TreeSet<>(expected);
        timed.forEach(result -> missing.remove(Row.id(result.getParams())));
        List<String> wrong = new ArrayList<>();
        for (String row : missing) {
            String verdict = known.getOrDefault(row, Proof.CARRIES);
            if (verdict.equals(Proof.CARRIES)) {
                wrong.add(row + " has crashed");
            } else if (row.contains("candidate=ambient") && !verdict.startsWith("not on this JDK")) {
                wrong.add(row + ": ours " + verdict);
            } else {
                System.out.println("not timed: " + row + ": " + verdict);
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("\n", wrong));
        }
    }
}
