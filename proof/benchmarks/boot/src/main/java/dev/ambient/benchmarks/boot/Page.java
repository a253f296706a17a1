/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** docs/benchmarks/boot.md, and that of another JDK in a folder below. */
final class Page {

    private static final String COMMAND =
            "./mvnw -B -ntp -Pservice -DskipTests -pl proof/benchmarks/boot,proof/benchmarks/boot-4 -am verify";

    private static final String HOW = """
            The service is what Boot configures by itself: WebFlux, Spring Security with HTTP Basic, Micrometer's observations and tracing
            with the OpenTelemetry bridge, R2DBC with a pool and H2, and `WebClient`. RxJava is added. Passwords are compared as plain text,
            because the check that Boot does by default takes longer than all the rest.

            *Off* is Boot's default. *Auto* is `spring.reactor.context-propagation=auto`, on a class path without Ambient. *Ambient* is
            `ReactorBridge.install()` and `RxJavaBridge.install()`. *Both* is Ambient with `auto`. The program's own value is a thread-local
            with an accessor in the first two, and an `Ambient<String>` in the others.

            **A light request** passes five operators of the program; the rest is what Boot puts around a handler. Each round of each mode has
            a JVM of its own, in turns, with a heap of 1 GB and the serial collector. It is warm before it is timed. 16 connections send
            requests from another process on the same machine, so the CPU time, user and system, is the service's alone.

            **Counts** are exact. They are of one request after the other, in a JVM that keeps every object on the heap
            (`-XX:-DoEscapeAnalysis`) and does not collect meanwhile. *Wrappers* are our objects that are a source to Reactor or RxJava.
            *Boundaries* are our objects that are a subscriber or an observer. Both are told by type. The bytes of our objects are counted in
            this JVM too, so they include objects that the compiler leaves out in a usual one.

            **A full request** passes all stages, 32 requests at a time, and looks at three values at each: the program's id; the user, by
            `ReactiveSecurityContextHolder.getContext()` with `contextCapture()`; and the trace, by Micrometer's `Tracer`.
            *Right* means all three, in all requests. *None* means no value. *Another's* means the value of another request. An executor is
            wrapped with what the mode offers. With Ambient, a future that another completes is an `AmbientFuture`.

            """;

    private Page() {}

    static String of(Map<String, Figures> lines, Machine machine, String form) {
        StringBuilder page = new StringBuilder("# A Spring Boot service\n\nThis command writes the page:\n\n```sh\n")
                .append(COMMAND)
                .append(form.equals("short") ? "" : " -Dservice.form=" + form)
                .append("\n```\n\n");
        if (form.equals("short")) {
            page.append("It is the short form, for a first look. `-Dservice.form=full` takes half an hour. ");
        }
        page.append("This run: ").append(machine).append(".\n\n").append(HOW);
        lines.forEach((line, figures) -> {
            page.append("## Boot %s, Reactor %s\n\n".formatted(figures.about("boot"), figures.about("reactor")));
            page.append(costs(figures)).append('\n').append(sights(figures)).append('\n');
        });
        page.append("## Raw\n\n");
        lines.keySet().forEach(line -> page.append("[boot-%s.tsv](boot-%s.tsv) ".formatted(line, line)));
        return page.toString().trim() + "\n";
    }

    private static String costs(Figures figures) {
        int rounds = figures.rounds(Mode.OFF, "cpu");
        StringBuilder table = new StringBuilder(header("a light request", " goal |")).append('\n');
        row(table, "CPU of the service, ms", "", mode -> timed(figures, mode, "cpu", 2, 1) + ratio(figures, mode));
        row(table, "allocated, KB", "", mode -> timed(figures, mode, "bytes", 1, 1024));
        row(table, "requests a second", "", mode -> timed(figures, mode, "perSecond", 0, 1));
        row(table, "p50, ms", "", mode -> timed(figures, mode, "p50", 2, 1));
        row(table, "p99, ms", "", mode -> timed(figures, mode, "p99", 1, 1));
        for (Count count : Count.values()) {
            row(table, count.title, "%,d".formatted(count.goal), mode -> number(figures.of(mode, count.name())));
        }
        return "Rounds: %d. A figure is their median ± half the distance between the least and the most.\n\n%s"
                .formatted(rounds, table);
    }

    private static String sights(Figures figures) {
        StringBuilder table = new StringBuilder(header("a full request sees", "")).append('\n');
        for (Stage stage : Stage.values()) {
            table.append("| ").append(stage.title);
            for (Mode mode : Mode.values()) {
                table.append(" | ").append(new Sight(stage, mode, figures).text());
            }
            table.append(" |\n");
        }
        table.append("| **stages that are right**");
        for (Mode mode : Mode.values()) {
            long right = List.of(Stage.values()).stream()
                    .filter(stage -> new Sight(stage, mode, figures).isRight())
                    .count();
            table.append(" | %d of %d".formatted(right, Stage.values().length));
        }
        return table.append(" |\n").toString();
    }

    private static String header(String corner, String more) {
        StringBuilder header = new StringBuilder("| " + corner + " |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Mode mode : Mode.values()) {
            header.append(' ').append(mode.title).append(" |");
            rule.append("---|");
        }
        header.append(more);
        return header + "\n" + rule + (more.isEmpty() ? "" : "---|");
    }

    private static void row(
            StringBuilder table, String title, String goal, java.util.function.Function<Mode, String> cell) {
        table.append("| ").append(title).append(" |");
        for (Mode mode : Mode.values()) {
            table.append(' ').append(cell.apply(mode)).append(" |");
        }
        table.append(' ').append(goal).append(" |\n");
    }

    private static String timed(Figures figures, Mode mode, String name, int digits, double unit) {
        return decimal(figures.of(mode, name) / unit, digits) + " ± "
                + decimal(figures.error(mode, name) / unit, digits);
    }

    private static String ratio(Figures figures, Mode mode) {
        return mode == Mode.OFF ? "" : " (" + decimal(figures.of(mode, "cpu") / figures.of(Mode.OFF, "cpu"), 2) + " ×)";
    }

    private static String number(double number) {
        return decimal(number, number == Math.rint(number) ? 0 : 1);
    }

    private static String decimal(double number, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }
}
