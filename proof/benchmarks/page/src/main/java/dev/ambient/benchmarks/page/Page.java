/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import dev.ambient.benchmarks.Group;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** docs/benchmarks/README.md, and that of another JDK in a folder below. */
final class Page {

    private static final String COMMAND = "./mvnw -B -ntp -Pjmh -DskipTests -pl proof/benchmarks/page -am verify";

    private static final String HOW = """
            **A cell** holds the time in nanoseconds (the median of all iterations ± half the distance between the fastest and the
            slowest), the ratio to the floor, and the bytes allocated. For a peer it also holds our time divided by its time: below 1, ours
            is faster. The column *ahead* names each peer that is faster than ours, and by how much. A peer that does not do the work is
            not compared.

            **Equal work.** Before it is timed, each candidate proves in the same JVM that the value arrives in the callback. For the proof,
            hops lead to a thread without a value, and foreign publishers emit from one. If the value does not arrive, the cell says
            *does not carry* and has no time. The callback that was checked is the one that is timed. By then the check is off, and the
            compiler removes it.

            **What disturbs.** Compare ratios within one run, not times of different runs.

            - Hops between real threads are wake-ups and vary tenfold on a small machine. So the hops here run inline: the executor runs a
              task at once, on the calling thread.
            - Bytes are exact.
            - `range.publishOn` would fuse its queue away, so a `hide()` stands before it.
            - What the compiler inlines differs from one JVM to the next. In rows of a few nanoseconds this makes a factor of up to two. The
              full form runs each row in two JVMs.
            - Each row has a JVM of its own, so no candidate meets another's classes or hooks. Armeria registers a thread-local with
              Micrometer by itself, so it has a class path of its own.
            - Each JVM has a heap of 256 MB and touches all of it first. Otherwise a row that allocates would mostly measure the first use of
              memory.

            """;

    private static final Map<Group, String> INTRODUCTIONS = introductions();

    private Page() {}

    private static Map<Group, String> introductions() {
        Map<Group, String> introductions = new EnumMap<>(Group.class);
        introductions.put(Group.CORE, """
                The floor is one thread-local, carried by hand, however many values the others have. Micrometer's values are
                thread-locals with an accessor each. *set* changes one value until it is changed again; OpenTelemetry and gRPC make a new
                context current and do not close it. ScopedValue (JDK 25) cannot be captured, so its tasks run in bindings that the program has
                kept.

                """);
        introductions.put(Group.FOREIGN, """
                Each row has so many thread-locals of other libraries, with an accessor each in Micrometer's registry. Ambient carries them,
                and so does Micrometer itself. In *another context* all of them differ.

                """);
        introductions.put(Group.THREADS, "");
        introductions.put(Group.REACTOR, """
                One value. Automatic mode is `Hooks.enableAutomaticContextPropagation()` with `contextCapture()` and one accessor.

                """);
        introductions.put(Group.GROWTH, """
                A flow of Reactor gets longer or deeper. Each row is the subscription of a whole flow.

                """);
        introductions.put(Group.RXJAVA, """
                One value. OpenTelemetry is its `TracingAssembly`. The schedule handler wraps each task with a snapshot of Micrometer's
                and does nothing else. Where nothing hops, it has nothing to do.

                """);
        introductions.put(Group.ARMERIA, """
                The same rows on Armeria's class path, with `RequestContextAssembly`.

                """);
        introductions.put(Group.CROSSING, """
                One value passes through a flow of Reactor inside one of RxJava inside one of Reactor.

                """);
        return introductions;
    }

    static String of(Map<Group, Results> results, Service service, ManyThreads threads, Machine machine, String form) {
        StringBuilder page = new StringBuilder("# What it costs, beside the peers\n\n")
                .append("This command writes the page:\n\n```sh\n")
                .append(COMMAND)
                .append(form.equals("short") ? "" : " -Djmh.form=" + form)
                .append("\n```\n\n")
                .append(
                        form.equals("short")
                                ? "It is the short form, for a first look. `-Djmh.form=full` takes half an hour. "
                                : "")
                .append("This run: ")
                .append(machine)
                .append(".\n\n")
                .append(HOW)
                .append("## In short\n\n")
                .append(Summary.markdown(tables(results)))
                .append('\n');
        for (Group group : INTRODUCTIONS.keySet()) {
            if (!get(results, group).isEmpty()) {
                page.append("## ").append(heading(group)).append("\n\n").append(INTRODUCTIONS.get(group));
                page.append(pictures(group, results));
                page.append(table(group, results).markdown()).append('\n');
                if (group == Group.THREADS && !threads.isEmpty()) {
                    page.append(threads.markdown());
                }
            }
        }
        if (machine.isFloor()) {
            page.append("The run on [JDK 25](jdk-25/README.md) also has ScopedValue and virtual threads.\n\n");
        }
        if (!service.rounds().isEmpty()) {
            page.append(service(service, machine.isFloor() ? "../.." : "../../.."));
        }
        page.append(
                "[What a request of a default Spring Boot service costs and sees](%1$sboot.md). [What was tried for speed](%1$shistory.md).\n\n"
                        .formatted(machine.isFloor() ? "" : "../"));
        return page.append(raw(results, service)).toString();
    }

    static Map<Group, Table> tables(Map<Group, Results> results) {
        Map<Group, Table> tables = new EnumMap<>(Group.class);
        for (Group group : INTRODUCTIONS.keySet()) {
            if (!get(results, group).isEmpty()) {
                tables.put(group, table(group, results));
            }
        }
        return tables;
    }

    private static Table table(Group group, Map<Group, Results> results) {
        Results own = get(results, group);
        return switch (group) {
            case CORE -> Table.core(own, get(results, Group.SCOPEDVALUE));
            case FOREIGN -> Table.foreign(own);
            case THREADS -> Table.threads(own);
            case GROWTH -> Table.growth(own);
            default -> Table.flows(group, own);
        };
    }

    static Results get(Map<Group, Results> results, Group group) {
        return results.getOrDefault(group, new Results());
    }

    private static String heading(Group group) {
        return group.title.substring(0, 1).toUpperCase(Locale.ROOT) + group.title.substring(1);
    }

    private static String pictures(Group group, Map<Group, Results> results) {
        StringBuilder text = new StringBuilder();
        for (Charts.Chart chart : Charts.of(group, results)) {
            text.append("![%s: nanoseconds against the number of %s](%s)\n"
                    .formatted(chart.title(), chart.axis(), chart.file()));
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    private static String service(Service service, String root) {
        return """
                ## The service of the examples

                [The service](%s/examples/src/main/java/dev/ambient/examples/service/Offers.java) answers 64 requests at a time, end to end
                over HTTP, with its client on the same machine. Rounds of each row: %d, in turns, each in a warm JVM of its own. A figure is
                their median ± half the distance between the best and the worst round. With the bridges off, the program puts the values on the
                thread by hand, and mostly loses them. A request waits up to 5 ms for the next reading of the settings.

                %s
                """.formatted(root, service.perCarrier(), service.markdown());
    }

    private static String raw(Map<Group, Results> results, Service service) {
        List<String> files = new ArrayList<>();
        results.forEach((group, some) -> {
            if (!some.isEmpty()) {
                files.add(group.name().toLowerCase(Locale.ROOT));
            }
        });
        if (!service.rounds().isEmpty()) {
            files.add("service");
        }
        StringBuilder text = new StringBuilder(
                "## Raw\n\nJMH's own reports. Where a row is for an item, they are for the whole flow of 1000 items:");
        files.forEach(file -> text.append(" [%s.json](%s.json)".formatted(file, file)));
        return text.append(".\n").toString();
    }
}
