/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each stage saw in each of the trials, as a table. */
final class Report {

    private final List<Trial> trials;

    Report(Trial... trials) {
        this.trials = List.of(trials);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        row(text, "", trial -> across(trial.carrying().text));
        row(text, "stage", trial -> each(verdict -> "%11s".formatted(verdict.text)));
        for (Stage stage : Stage.values()) {
            row(text, stage.text, trial -> each(verdict -> count(trial, stage, verdict)));
        }
        row(text, "dirty pool threads", trial -> across(dirty(trial.pools())));
        row(text, "time", trial -> across("%,d ms".formatted(trial.time().toMillis())));
        return text.toString();
    }

    private void row(StringBuilder text, String label, Function<Trial, String> cells) {
        text.append("%-30s".formatted(label));
        trials.forEach(trial -> text.append(cells.apply(trial)));
        text.append('\n');
    }

    private static String each(Function<Verdict, String> cell) {
        return Stream.of(Verdict.values()).map(cell).collect(Collectors.joining());
    }

    private static String count(Trial trial, Stage stage, Verdict verdict) {
        return "%,11d".formatted(trial.verdicts().count(stage, verdict));
    }

    private static String dirty(PoolCheck pools) {
        return pools.dirty().size() + " of " + pools.threads();
    }

    private static String across(String text) {
        return "%33s".formatted(text);
    }
}
