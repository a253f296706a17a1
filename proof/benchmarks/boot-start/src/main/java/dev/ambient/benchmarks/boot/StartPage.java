/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.Locale;

/** docs/benchmarks/boot-start.md. */
final class StartPage {

    private static final String HOW = """
            # The start of a Spring Boot service

            This command writes the page, in some two minutes. Nothing else should run on the machine.

            ```sh
            ./mvnw -B -ntp -Pstart -DskipTests -pl proof/benchmarks/boot-start -am verify
            ```

            The [example service](../../examples/spring-boot/src/main/java/com/example/orders/OrderService.java) starts in a JVM of its own, with and without
            the starter on the class path in turns. *Ready* is the time from the start of the JVM's process until Boot has started the service. The
            memory is that of a service that has had no request: the heap after a full collection, and what the process has resident. The heap
            may have 256 MB, and the collector is the serial one. A figure is the median ± half the distance between the quartiles.

            """;

    private StartPage() {}

    static String of(StartFigures figures, Machine machine) {
        return HOW
                + "This run: Boot %s, %s. Starts: %d each.\n\n"
                        .formatted(figures.boot(), machine, figures.rounds("ready"))
                + "| | without | with the starter | added |\n|---|---|---|---|\n"
                + row(figures, "ready, ms", "ready", 0, 1)
                + row(figures, "heap, MB", "heap", 1, 1 << 20)
                + row(figures, "resident, MB", "rss", 0, 1 << 20)
                + row(figures, "classes loaded", "classes", 0, 1);
    }

    private static String row(StartFigures figures, String title, String name, int digits, double unit) {
        double without = figures.median(false, name);
        double with = figures.median(true, name);
        return "| %s | %s ± %s | %s ± %s | %s |\n"
                .formatted(
                        title,
                        decimal(without / unit, digits),
                        decimal(figures.spread(false, name) / unit, digits),
                        decimal(with / unit, digits),
                        decimal(figures.spread(true, name) / unit, digits),
                        decimal((with - without) / unit, digits));
    }

    private static String decimal(double number, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }
}
