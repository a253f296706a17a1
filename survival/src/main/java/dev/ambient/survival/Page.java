/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/** What came out, as docs/survival.md. In the order of the candidates, rows in the order of their names. */
final class Page {

    private static final String INTRODUCTION = """
            # The operator survival matrix

            Does a value survive every operator of Reactor? Each public operator of `Flux`, `Mono`, `ParallelFlux`,
            `ConnectableFlux`, `GroupedFlux` and every flavour of `Sinks` is run over every kind of source and hop, with a probe in
            every function that it takes, in operators above and below it, and in the last subscriber, which is a raw one of Reactive
            Streams. Each callback that a user could look into gets a verdict: it sees its own flow's value (right), none (lost)
            or another flow's. Then each thread is looked at: it must hold nothing.

            ```sh
            ./mvnw -B -ntp -Psurvival -DskipTests -pl bom,core,reactor-bridge,survival verify
            ```

            writes this page, in minutes. The rows are the classes named `*Rows` in
            [survival/](../survival/src/main/java/dev/ambient/survival); an operator without one fails the build. In the normal build
            ours is run alone, and one verdict that is not right fails it.

            A *busy thread* works for another flow meanwhile and holds its value, as does the thread of the *foreign publisher*, which is
            of no library. *Shared*: an operator such as `share()` or `cache()`, or a sink, with several subscribers, each with a value
            of its own; above the sharing point the value of whoever connects is right. Such rows are run for one, two and eight
            subscribers, so they weigh more than half of the totals.

            """;

    private static final String ON_A_SINK = """
            Here an operator is built directly on `sink.asFlux()` or `sink.asMono()`, without `ReactorBridge.bridge`. It passes none
            of Reactor's hooks, so with ours the first operator sees what is current on the thread that emits. Not in the totals.
            """;

    private final Map<Carrier, Tally> results;
    private final Map<Carrier, Tally> unbridged;
    private final StringBuilder page = new StringBuilder();

    private Page(Map<Carrier, Tally> results, Map<Carrier, Tally> unbridged) {
        this.results = results;
        this.unbridged = unbridged;
    }

    static String of(Map<Carrier, Tally> results, Map<Carrier, Tally> unbridged) {
        return new Page(results, unbridged).write();
    }

    private String write() {
        page.append(INTRODUCTION);
        results.keySet()
                .forEach(carrier -> page.append("- **%s**: %s.%n".formatted(carrier.title(), carrier.description())));
        page.append(
                "\nReactor %s, JDK %s. ".formatted(reactor(), Runtime.version().feature()));
        page.append("The figures of the peers differ a little from run to run.\n");
        totals();
        page.append("\n## What each misses\n\nThe share of the callbacks that are right, in %.\n");
        table("where the items come from", results, Tally.By.SOURCE);
        table("how they change threads", results, Tally.By.HOP);
        table("what becomes of the flow", results, Tally.By.ENDING);
        table("for how many subscribers", results, Tally.By.SUBSCRIBERS);
        table("which callback", results, Tally.By.CALLBACK);
        page.append("\n## Directly on a sink\n\n").append(ON_A_SINK);
        table("sink", unbridged, Tally.By.ROW);
        page.append("\n## Every operator\n\nThe share of the callbacks that are right, in %.\n");
        table("operator", results, Tally.By.OPERATOR);
        page.append("\nNo operators, so without a row: ");
        page.append(Operators.none().entrySet().stream()
                .map(entry -> "`%s` (%s)".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ")));
        return page.append(".\n").toString();
    }

    private void totals() {
        page.append("\n## Totals\n\n");
        row("", Carrier::title);
        page.append("|---|").append("---:|".repeat(results.size())).append('\n');
        row("pipelines", carrier -> "%,d".formatted(tally(carrier).pipelines()));
        row("callbacks", carrier -> "%,d".formatted(total(carrier).callbacks()));
        row("right", carrier -> "**" + percent(total(carrier)) + " %**");
        row("right, where nothing is shared", carrier -> percent(notShared(carrier)) + " %");
        row("right, but for the last subscriber", carrier -> percent(aboveSubscriber(carrier)) + " %");
        row("lost", carrier -> count(carrier, Verdict.LOST));
        row("another flow's", carrier -> count(carrier, Verdict.ANOTHERS));
        row("dirty threads", carrier -> count(carrier, Verdict.DIRTY));
        row("did not end", carrier -> count(carrier, Verdict.NOT_ENDED));
        row("operators with every callback right", this::perfectOperators);
    }

    private void row(String title, Function<Carrier, String> cell) {
        page.append("| ").append(title).append(" |");
        results.keySet()
                .forEach(carrier -> page.append(' ').append(cell.apply(carrier)).append(" |"));
        page.append('\n');
    }

    private Tally tally(Carrier carrier) {
        return Objects.requireNonNull(results.get(carrier));
    }

    private Counts total(Carrier carrier) {
        return tally(carrier).total();
    }

    private Counts notShared(Carrier carrier) {
        return tally(carrier).counts(Tally.By.SUBSCRIBERS).getOrDefault(Tally.NOT_SHARED, new Counts());
    }

    private Counts aboveSubscriber(Carrier carrier) {
        Counts sum = new Counts();
        tally(carrier).counts(Tally.By.CALLBACK).forEach((callback, counts) -> {
            if (!callback.startsWith("subscriber: ")) {
                sum.add(counts);
            }
        });
        return sum;
    }

    private String count(Carrier carrier, Verdict verdict) {
        return "%,d".formatted(total(carrier).get(verdict));
    }

    private String perfectOperators(Carrier carrier) {
        var operators = tally(carrier).counts(Tally.By.OPERATOR).values();
        return operators.stream().filter(Counts::isPerfect).count() + " of " + operators.size();
    }

    private void table(String title, Map<Carrier, Tally> of, Tally.By by) {
        page.append("\n| ").append(title).append(" |");
        of.keySet().forEach(carrier -> page.append(' ').append(carrier.title()).append(" |"));
        page.append("\n|---|").append("---:|".repeat(of.size())).append('\n');
        TreeSet<String> keys = new TreeSet<>();
        of.values().forEach(tally -> keys.addAll(tally.counts(by).keySet()));
        keys.remove("-");
        for (String key : keys) {
            page.append("| ").append(key).append(" |");
            of.values()
                    .forEach(tally -> page.append(' ')
                            .append(percent(tally.counts(by).getOrDefault(key, new Counts())))
                            .append(" |"));
            page.append('\n');
        }
    }

    private static String percent(Counts counts) {
        double percent = counts.percent();
        return percent == 100 ? "100" : "%.1f".formatted(Math.floor(percent * 10) / 10);
    }

    private static String reactor() {
        return Objects.requireNonNullElse(Flux.class.getPackage().getImplementationVersion(), "of the class path");
    }
}
