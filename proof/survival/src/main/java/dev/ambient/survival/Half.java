/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** One library's part of the page. In the order of the candidates, rows in the order of their names. */
final class Half {

    private final StringBuilder page;
    private final List<Result> results;

    Half(StringBuilder page, List<Result> results) {
        this.page = page;
        this.results = results;
    }

    Half head(String title, String version, String text) {
        page.append("## ").append(title).append("\n\n").append(text);
        results.forEach(result -> page.append("- **%s**: %s.%n".formatted(result.title(), result.description())));
        page.append("\n%s, JDK %s.\n".formatted(version, Runtime.version().feature()));
        return this;
    }

    Half totals() {
        page.append("\n### Totals\n\n");
        row("", Result::title);
        page.append("|---|").append("---:|".repeat(results.size())).append('\n');
        row("pipelines", result -> "%,d".formatted(result.tally().pipelines()));
        row("callbacks", result -> "%,d".formatted(total(result).callbacks()));
        row("right", result -> "**" + percent(total(result)) + " %**");
        row("right, where nothing is shared", result -> percent(notShared(result)) + " %");
        row("right, but for the last subscriber", result -> percent(aboveSubscriber(result)) + " %");
        row("lost", result -> count(result, Verdict.LOST));
        row("another flow's", result -> count(result, Verdict.ANOTHERS));
        row("dirty threads", result -> count(result, Verdict.DIRTY));
        row("did not end", result -> count(result, Verdict.NOT_ENDED));
        faults("hook faults", Verdict.HOOK);
        faults("fusion faults", Verdict.FUSION);
        faults("retention faults", Verdict.RETENTION);
        row("operators with every callback right", Half::perfectOperators);
        return this;
    }

    /** Where somebody has such. */
    private void faults(String title, Verdict verdict) {
        if (results.stream().anyMatch(result -> total(result).get(verdict) > 0)) {
            row(title, result -> count(result, verdict));
        }
    }

    /** @param more tables that only this half has */
    Half misses(Map<Tally.By, String> more) {
        page.append("\n### What each misses\n\nThe share of the callbacks that are right, in %.\n");
        table("under which condition", Tally.By.CONDITION, Result::tally);
        table("where the items come from", Tally.By.SOURCE, Result::tally);
        table("how they change threads", Tally.By.HOP, Result::tally);
        table("what becomes of the flow", Tally.By.ENDING, Result::tally);
        table("for how many subscribers", Tally.By.SUBSCRIBERS, Result::tally);
        for (Tally.By by : Tally.By.values()) {
            String title = more.get(by);
            if (title != null) {
                table(title, by, Result::tally);
            }
        }
        table("a continuation that is handed to", Tally.By.EXECUTOR, Result::tally);
        table("which callback", Tally.By.CALLBACK, Result::tally);
        return this;
    }

    Half apart(String title, String text, String column, Tally.By by) {
        page.append("\n### ").append(title).append("\n\n").append(text);
        table(column, by, Result::apart);
        return this;
    }

    void operators() {
        page.append("\n### Every operator\n\nThe share of the callbacks that are right, in %.\n");
        table("operator", Tally.By.OPERATOR, Result::tally);
    }

    private void row(String title, Function<Result, String> cell) {
        page.append("| ").append(title).append(" |");
        results.forEach(result -> page.append(' ').append(cell.apply(result)).append(" |"));
        page.append('\n');
    }

    private static Counts total(Result result) {
        return result.tally().total();
    }

    private static Counts notShared(Result result) {
        return result.tally().counts(Tally.By.SUBSCRIBERS).getOrDefault(Tally.NOT_SHARED, new Counts());
    }

    private static Counts aboveSubscriber(Result result) {
        Counts sum = new Counts();
        result.tally().counts(Tally.By.CALLBACK).forEach((callback, counts) -> {
            if (!callback.startsWith("subscriber: ") && !callback.startsWith("observer: ")) {
                sum.add(counts);
            }
        });
        return sum;
    }

    private static String count(Result result, Verdict verdict) {
        return "%,d".formatted(total(result).get(verdict));
    }

    private static String perfectOperators(Result result) {
        var operators = result.tally().counts(Tally.By.OPERATOR).values();
        return operators.stream().filter(Counts::isPerfect).count() + " of " + operators.size();
    }

    private void table(String title, Tally.By by, Function<Result, Tally> which) {
        page.append("\n| ").append(title).append(" |");
        results.forEach(result -> page.append(' ').append(result.title()).append(" |"));
        page.append("\n|---|").append("---:|".repeat(results.size())).append('\n');
        TreeSet<String> keys = new TreeSet<>();
        results.forEach(result -> keys.addAll(which.apply(result).counts(by).keySet()));
        keys.remove("-");
        for (String key : keys) {
            row(key, result -> percent(which.apply(result).counts(by).getOrDefault(key, new Counts())));
        }
    }

    private static String percent(Counts counts) {
        if (counts.callbacks() == 0) {
            return "–"; // not run
        }
        double percent = counts.percent();
        return percent == 100 ? "100" : "%.1f".formatted(Math.floor(percent * 10) / 10);
    }
}
