/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came out for one candidate, counted in several ways. */
public final class Tally {

    /** Ways to count. */
    public enum By {
        CONDITION,
        ROW,
        OPERATOR,
        CALLBACK,
        SOURCE,
        INNER,
        HOP,
        ENDING,
        ASSEMBLED,
        EXECUTOR,
        SUBSCRIBERS
    }

    /** How rows are counted that have one subscriber. */
    public static final String NOT_SHARED = "not shared";

    private static final int SAMPLES_PER_ROW = Integer.getInteger("survival.samples", 3);

    private final Counts total = new Counts();
    private final Map<By, Map<String, Counts>> counts = new TreeMap<>();
    private final Map<String, List<String>> samples = new TreeMap<>();
    private long pipelines;

    /**
     * One callback.
     *
     * @param place where it was
     * @param sight what it saw
     * @param expected what it should have seen
     */
    public void saw(Place place, Seen.Sight sight, @Nullable String expected) {
        Verdict verdict = verdict(sight.value(), expected, sight.due());
        add(place, kind(sight.callback()), verdict, 1);
        if (verdict != Verdict.RIGHT) {
            sample(
                    place,
                    "%s: %s saw %s, not %s%s, on %s"
                            .formatted(
                                    place.cell(),
                                    sight.callback(),
                                    sight.value(),
                                    expected,
                                    sight.due() == Seen.Due.OWN ? "" : " or none",
                                    sight.thread()));
        }
    }

    private static Verdict verdict(@Nullable String value, @Nullable String expected, Seen.Due due) {
        if (value == null) {
            return expected == null || due == Seen.Due.OWN_OR_NONE ? Verdict.RIGHT : Verdict.LOST;
        }
        return value.equals(expected) ? Verdict.RIGHT : Verdict.ANOTHERS;
    }

    /**
     * A run that did not end, or not as it must.
     *
     * @param place which
     * @param how what is missing
     */
    public void didNotEnd(Place place, String how) {
        fault(place, Verdict.NOT_ENDED, how);
    }

    /**
     * What is wrong with a run as a whole.
     *
     * @param place which
     * @param verdict what is wrong
     * @param how the same, to be read
     */
    public void fault(Place place, Verdict verdict, String how) {
        add(place, "-", verdict, 1);
        List<String> list = samples.computeIfAbsent(place.row(), name -> new ArrayList<>());
        if (verdict == Verdict.NOT_ENDED || list.size() < 2 * SAMPLES_PER_ROW) {
            list.add(0, place.cell() + ": " + how);
        }
    }

    /**
     * Ends a run.
     *
     * @param place which
     * @param threads how many were dirty after it
     */
    public void dirty(Place place, int threads) {
        pipelines++;
        if (threads > 0) {
            add(place, "-", Verdict.DIRTY, threads);
            sample(place, place.cell() + ": dirty threads: " + threads);
        }
    }

    /** Those that are the same for all rows have a colon; the rest is what the operator takes. */
    private static String kind(String callback) {
        int phase = callback.startsWith("after ") ? callback.indexOf(": ") + 2 : 0;
        return callback.indexOf(": ", phase) >= 0
                ? callback
                : callback.substring(0, phase) + "the operator's functions";
    }

    private void add(Place place, String callback, Verdict verdict, long times) {
        total.add(verdict, times);
        count(By.ROW, place.row(), verdict, times);
        place.operators().forEach(operator -> count(By.OPERATOR, operator, verdict, times));
        count(By.CALLBACK, callback, verdict, times);
        place.how().forEach((by, key) -> count(by, key, verdict, times));
    }

    private void count(By by, String key, Verdict verdict, long times) {
        counts(by, key).add(verdict, times);
    }

    private Counts counts(By by, String key) {
        return counts.computeIfAbsent(by, b -> new TreeMap<>()).computeIfAbsent(key, k -> new Counts());
    }

    private void sample(Place place, String what) {
        List<String> list = samples.computeIfAbsent(place.row(), name -> new ArrayList<>());
        if (list.size() < SAMPLES_PER_ROW) {
            list.add(what);
        }
    }

    /**
     * All together.
     *
     * @return the counts
     */
    public Counts total() {
        return total;
    }

    /**
     * How many runs there were.
     *
     * @return how many
     */
    public long pipelines() {
        return pipelines;
    }

    /**
     * The counts in one way.
     *
     * @param by which
     * @return the counts by name
     */
    public Map<String, Counts> counts(By by) {
        return counts.getOrDefault(by, Map.of());
    }

    /**
     * Some of what was not right, by row.
     *
     * @return texts
     */
    public Map<String, List<String>> samples() {
        return samples;
    }

    /**
     * What was not right, row by row, to be read.
     *
     * @return texts, none if all was right
     */
    public List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        samples.forEach((row, some) ->
                wrong.add(row + ": " + counts(By.ROW).get(row) + "\n    " + String.join("\n    ", some) + "\n"));
        return wrong;
    }

    /** One line for each number, for another JVM. */
    List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.valueOf(pipelines));
        lines.add(numbers(total));
        counts.forEach((by, some) -> some.forEach((key, each) -> lines.add(by + "\t" + key + "\t" + numbers(each))));
        return lines;
    }

    static Tally fromLines(List<String> lines) {
        Tally tally = new Tally();
        tally.pipelines = Long.parseLong(lines.get(0));
        addNumbers(tally.total, lines.get(1));
        for (String line : lines.subList(2, lines.size())) {
            String[] parts = line.split("\t", 3);
            addNumbers(tally.counts(By.valueOf(parts[0]), parts[1]), parts[2]);
        }
        return tally;
    }

    private static String numbers(Counts counts) {
        StringBuilder numbers = new StringBuilder();
        for (Verdict verdict : Verdict.values()) {
            numbers.append(counts.get(verdict)).append(' ');
        }
        return numbers.toString().trim();
    }

    private static void addNumbers(Counts counts, String numbers) {
        String[] parts = numbers.split(" ", -1);
        int i = 0;
        for (Verdict verdict : Verdict.values()) {
            counts.add(verdict, Long.parseLong(parts[i++]));
        }
    }
}
