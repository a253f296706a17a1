/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came out for one candidate, counted in several ways. */
final class Tally {

    /** Ways to count. */
    enum By {
        ROW,
        OPERATOR,
        CALLBACK,
        SOURCE,
        HOP,
        ENDING,
        SUBSCRIBERS
    }

    static final String NOT_SHARED = "not shared";

    private static final int SAMPLES_PER_ROW = 3;

    private final Counts total = new Counts();
    private final Map<By, Map<String, Counts>> counts = new TreeMap<>();
    private final Map<String, List<String>> samples = new TreeMap<>();
    private long pipelines;

    void saw(Row row, Cell cell, Seen.Sight sight, @Nullable String expected) {
        Verdict verdict = verdict(sight.value(), expected);
        add(row, cell, kind(sight.callback()), verdict, 1);
        if (verdict != Verdict.RIGHT) {
            sample(row, cell + ": " + sight.callback() + " saw " + sight.value() + ", not " + expected);
        }
    }

    private static Verdict verdict(@Nullable String value, @Nullable String expected) {
        if (value == null) {
            return expected == null ? Verdict.RIGHT : Verdict.LOST;
        }
        return value.equals(expected) ? Verdict.RIGHT : Verdict.ANOTHERS;
    }

    void didNotEnd(Row row, Cell cell, String how) {
        add(row, cell, "-", Verdict.NOT_ENDED, 1);
        samples.computeIfAbsent(row.name(), name -> new ArrayList<>()).add(0, cell + ": " + how);
    }

    /** Ends a run. */
    void dirty(Row row, Cell cell, int threads) {
        pipelines++;
        if (threads > 0) {
            add(row, cell, "-", Verdict.DIRTY, threads);
            sample(row, cell + ": dirty threads: " + threads);
        }
    }

    /** Those that are the same for all rows have a colon; the rest is what the operator takes. */
    private static String kind(String callback) {
        return callback.contains(": ") ? callback : "the operator's functions";
    }

    private void add(Row row, Cell cell, String callback, Verdict verdict, long times) {
        total.add(verdict, times);
        count(By.ROW, row.name(), verdict, times);
        count(By.OPERATOR, row.operator(), verdict, times);
        row.also().forEach(operator -> count(By.OPERATOR, operator, verdict, times));
        count(By.CALLBACK, callback, verdict, times);
        count(By.SOURCE, cell.source().toString(), verdict, times);
        count(By.HOP, cell.hop().toString(), verdict, times);
        count(By.ENDING, cell.ending().toString(), verdict, times);
        count(By.SUBSCRIBERS, row.isShared() ? "shared by " + cell.subscribers() : NOT_SHARED, verdict, times);
    }

    private void count(By by, String key, Verdict verdict, long times) {
        counts.computeIfAbsent(by, b -> new TreeMap<>())
                .computeIfAbsent(key, k -> new Counts())
                .add(verdict, times);
    }

    private void sample(Row row, String what) {
        List<String> list = samples.computeIfAbsent(row.name(), name -> new ArrayList<>());
        if (list.size() < SAMPLES_PER_ROW) {
            list.add(what);
        }
    }

    Counts total() {
        return total;
    }

    long pipelines() {
        return pipelines;
    }

    Map<String, Counts> counts(By by) {
        return counts.getOrDefault(by, Map.of());
    }

    /** Some of what was not right, by row. */
    Map<String, List<String>> samples() {
        return samples;
    }
}
