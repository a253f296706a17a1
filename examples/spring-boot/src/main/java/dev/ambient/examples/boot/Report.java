/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each stage has seen in each of the trials, as a table. */
final class Report {

    private final List<Trial> trials;

    Report(List<Trial> trials) {
        this.trials = trials;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        row(text, "", trial -> across(trial.mode().title));
        row(text, "stage", trial -> each(verdict -> "%10s".formatted(verdict.title)));
        for (Stage stage : Stage.values()) {
            row(
                    text,
                    stage.title,
                    trial -> each(verdict -> "%,10d".formatted(trial.seen().count(stage, verdict))));
        }
        row(text, "stages that are right", trial -> across("%d of %d".formatted(trial.right(), Stage.values().length)));
        row(
                text,
                "time, with the start",
                trial -> across("%,d ms".formatted(trial.time().toMillis())));
        return text.toString();
    }

    private void row(StringBuilder text, String label, Function<Trial, String> cells) {
        text.append("%-34s".formatted(label));
        trials.forEach(trial -> text.append(cells.apply(trial)));
        text.append('\n');
    }

    private static String each(Function<Verdict, String> cell) {
        return Stream.of(Verdict.values()).map(cell).collect(Collectors.joining());
    }

    private static String across(String text) {
        return "%30s".formatted(text);
    }
}
