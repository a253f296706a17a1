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
            Each cell: nanoseconds, the median of all iterations ± half of what lies between the fastest and the slowest; the ratio
            to the floor; bytes allocated; and for a peer how ours compares with it (below 1, ours takes less). *Ahead* names
            whoever takes less than ours, with how much; a peer that does not do the work is in no comparison.

            **Equal work.** In the JVM that is timed, each candidate first proves that the value arrives in the callback that is
            timed: hops then lead to a thread that has nothing, and foreign publishers emit from one. Where it does not arrive
            there is no time, but *does not carry*. The callback that looked is the one that is timed; the compiler leaves the look
            out once there is none.

            **What disturbs.** Read ratios within one run, not times of different runs. Real hops between threads are wake-ups and
            vary tenfold on a small machine, so the hops here run inline, on an executor that runs what it is given. Bytes are
            exact. `range.publishOn` fuses its queue away, so there is a `hide()` before it. What the compiler puts in line differs
            from one JVM to the next by up to a factor of two in rows of a few nanoseconds: the full form has two JVMs a row. Each
            row has a JVM of its own, so no candidate meets another's classes or hooks; Armeria, which registers a thread-local with
            Micrometer by itself, has a class path of its own. The heap of each is of 256 MB and touched before, else memory that is
            used for the first time would be most of what an allocating row takes.

            """;

    private static final Map<Group, String> INTRODUCTIONS = introductions();

    private Page() {}

    private static Map<Group, String> introductions() {
        Map<Group, String> introductions = new EnumMap<>(Group.class);
        introductions.put(Group.CORE, """
                The floor is one thread-local, carried by hand, however many values the others have. Micrometer's values are
                thread-locals with an accessor each. *set* changes one value until somebody changes it again; OpenTelemetry's and
                gRPC's is a new context made current without an end. ScopedValue (JDK 25) wraps bindings that the program has kept.

                """);
        introductions.put(Group.FOREIGN, """
                Thread-locals of others, so many of them, with an accessor each in Micrometer's registry: carried by ours and by
                Micrometer itself. In *another context* all of them differ.

                """);
        introductions.put(Group.THREADS, "");
        introductions.put(Group.REACTOR, """
                One value. Automatic mode is `Hooks.enableAutomaticContextPropagation()` with `contextCapture()` and one accessor.

                """);
        introductions.put(Group.GROWTH, """
                A flow of Reactor that gets longer or deeper, subscribed. Here each row is a whole flow.

                """);
        introductions.put(Group.RXJAVA, """
                One value. OpenTelemetry is its `TracingAssembly`. The schedule handler wraps each task with a snapshot of Micrometer's
                and does nothing else: where nothing hops there is nothing for it to do.

                """);
        introductions.put(Group.ARMERIA, """
                The same rows on Armeria's class path, with `RequestContextAssembly`.

                """);
        introductions.put(Group.CROSSING, """
                One value through a flow of Reactor inside one of RxJava inside one of Reactor.

                """);
        return introductions;
    }

    static String of(Map<Group, Results> results, Service service, ManyThreads threads, Machine machine, String form) {
        StringBuilder page = new StringBuilder("# What it costs, beside the peers\n\n")
                .append("Written by\n\n```sh\n")
                .append(COMMAND)
                .append(form.equals("short") ? "" : " -Djmh.form=" + form)
                .append("\n```\n\n")
                .append(
                        form.equals("short")
                                ? "That is the short form, for a first look; `-Djmh.form=full` takes half an hour. "
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
            page.append("ScopedValue and virtual threads are in a run on [JDK 25](jdk-25/README.md).\n\n");
        }
        if (!service.rounds().isEmpty()) {
            page.append(service(service, machine.isFloor() ? "../.." : "../../.."));
        }
        page.append(
                "What a request of a default Spring Boot service costs, and what it sees: [a page of its own](%1$sboot.md). What was tried for speed: [history](%1$shistory.md).\n\n"
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

                [The service](%s/examples/src/main/java/dev/ambient/examples/service/Offers.java) under 64 requests at a time, end to
                end over HTTP, with its client on the same machine: %d rounds of each in turns, each in a JVM of its own that is warm; the
                median ± half of what lies between the best and the worst round. With the bridges off the values are put on the
                thread by hand, and mostly lost. A request waits for the next reading of the settings, up to 5 ms.

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
                "## Raw\n\nAs JMH reports it, for a whole flow of 1000 items where a row is for an item:");
        files.forEach(file -> text.append(" [%s.json](%s.json)".formatted(file, file)));
        return text.append(".\n").toString();
    }
}
