/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a run shows a gross regression. Bytes are exact and have the budgets of the design. Times are compared within the run,
 * with margins that a shared machine does not use up: about twice what was seen.
 * The fastest iterations are compared, which noise makes slower but a regression too.
 */
final class Gate {

    private static final String REACTOR_HOP = "ReactorBenchmark.run candidate=%s,row=HOP";
    private static final String RXJAVA_HOP = "RxJavaBenchmark.run candidate=%s,row=FLOWABLE_HOP";
    private static final String RXJAVA_FUSED = "RxJavaBenchmark.run candidate=%s,row=FLOWABLE_FUSED";
    private static final int ITEMS = 1000;

    /** The profiler's own, spread over the operations of an iteration. */
    private static final double NOISE = 0.5;

    /** Bytes of an operation, on top of those of another that is nobody's fault. */
    private record Bytes(String ours, String without, int operations, double atMost, String why) {}

    private record Ratio(String ours, String other, double atMost, String why) {}

    private static final List<Bytes> BYTES = List.of(
            new Bytes(Table.core("capture", "ambient", "16"), "", 1, 0, "a capture reads a reference"),
            new Bytes(Table.core("capture", "ambient", "64"), "", 1, 0, "whatever it holds"),
            new Bytes(Table.core("restoreOther", "ambient", "16"), "", 1, 0, "the scope is left out by the compiler"),
            new Bytes(Table.core("restoreOther", "ambient", "64"), "", 1, 0, "whatever it holds"),
            new Bytes(Table.core("get", "ambient", "64"), "", 1, 0, "reading makes nothing"),
            new Bytes(Table.core("set", "ambient", "16"), "", 1, 300, "budget of a change of one of 16"),
            new Bytes(Table.core("set", "ambient", "64"), "", 1, 150, "budget of a change of one of 64"),
            new Bytes(
                    REACTOR_HOP.formatted("ambient"),
                    REACTOR_HOP.formatted("floor"),
                    ITEMS,
                    32,
                    "a hop costs one small object, the task"),
            new Bytes(
                    RXJAVA_HOP.formatted("ambient"),
                    RXJAVA_HOP.formatted("floor"),
                    ITEMS,
                    32,
                    "a hop costs one small object, the task"),
            new Bytes(
                    RXJAVA_FUSED.formatted("ambient"),
                    RXJAVA_FUSED.formatted("floor"),
                    ITEMS,
                    0,
                    "an item costs nothing"));

    private static final List<Ratio> RATIOS = List.of(
            new Ratio(
                    Table.core("capture", "ambient", "16"),
                    Table.core("capture", "micrometer", "16"),
                    0.2,
                    "a look against a map of 16: 0.02 seen"),
            new Ratio(
                    Table.core("restoreOther", "ambient", "16"),
                    Table.core("restoreOther", "micrometer", "16"),
                    0.2,
                    "a swap of one reference against 16 writes: 0.02 seen"),
            new Ratio(
                    REACTOR_HOP.formatted("ambient"),
                    REACTOR_HOP.formatted("floor"),
                    2.7,
                    "twice the budget of 1.35: 1.2 to 1.8 seen"),
            new Ratio(
                    REACTOR_HOP.formatted("ambient"),
                    REACTOR_HOP.formatted("automatic"),
                    0.9,
                    "a hop in automatic mode takes a snapshot: 0.4 to 0.6 seen"),
            new Ratio(
                    RXJAVA_HOP.formatted("ambient"),
                    RXJAVA_HOP.formatted("floor"),
                    3.0,
                    "a task and a switch more: 1.4 to 1.7 seen"),
            new Ratio(
                    RXJAVA_HOP.formatted("ambient"),
                    RXJAVA_HOP.formatted("opentelemetry"),
                    2.5,
                    "it carries into the same hop: 1.0 to 1.2 seen"),
            new Ratio(
                    RXJAVA_FUSED.formatted("ambient"),
                    RXJAVA_FUSED.formatted("opentelemetry"),
                    1.0,
                    "it wraps each operator, ours leaves them to fuse: 0.3 seen"));

    private Gate() {}

    /** One line for each limit, and whether it holds. */
    record Verdict(String text, boolean holds) {}

    static List<Verdict> check(Results... groups) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Bytes limit : BYTES) {
            Figure ours = find(limit.ours, groups);
            Figure without = limit.without.isEmpty() ? Figure.timed(List.of(0.0), 0) : find(limit.without, groups);
            double bytes = (ours.bytes() - without.bytes()) / limit.operations;
            verdicts.add(verdict(
                    ours.isTimed() && without.isTimed() && bytes <= limit.atMost + NOISE,
                    "%s: %.1f B, at most %.0f: %s",
                    limit.ours,
                    bytes,
                    limit.atMost,
                    limit.why));
        }
        for (Ratio limit : RATIOS) {
            Figure ours = find(limit.ours, groups);
            Figure other = find(limit.other, groups);
            boolean timed = ours.isTimed() && other.isTimed();
            double ratio = timed ? ours.fastest() / other.fastest() : Double.NaN;
            verdicts.add(verdict(
                    timed && ratio <= limit.atMost,
                    "%s: %.2f × %s, at most %.2f: %s",
                    limit.ours,
                    ratio,
                    limit.other,
                    limit.atMost,
                    limit.why));
        }
        return verdicts;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency more
    private static Verdict verdict(boolean holds, String format, Object... arguments) {
        return new Verdict((holds ? "holds   " : "BROKEN  ") + String.format(Locale.ROOT, format, arguments), holds);
    }

    /** A row that was not run holds no limit: a gate that looks at nothing must not let pass. */
    private static Figure find(String id, Results... groups) {
        for (Results group : groups) {
            if (group.of(id).isTimed()) {
                return group.of(id);
            }
        }
        return Figure.notTimed("–");
    }
}
