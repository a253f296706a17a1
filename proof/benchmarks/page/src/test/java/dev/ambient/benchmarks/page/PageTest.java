/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.benchmarks.Group;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    private static final Machine MACHINE = new Machine("A JVM 17", 17, 2, 8, "Linux");

    private static final ManyThreads NO_THREADS = new ManyThreads(List.of());

    @TempDir
    Path folder;

    private final Fixture run = new Fixture()
            .flow("RxJavaBenchmark", "floor", "FLOWABLE_HOP", 50_000, 63_000)
            .flow("RxJavaBenchmark", "ambient", "FLOWABLE_HOP", 60_000, 87_000)
            .flow("RxJavaBenchmark", "opentelemetry", "FLOWABLE_HOP", 100_000, 87_000);

    @Test
    void figures_are_for_one_item_with_the_ratio_to_the_floor_and_to_ours() throws IOException {
        assertThat(hop())
                .contains("| 50 ± 0.5, 63 B |")
                .contains("| 60 ± 0.6 (1.20 ×), 87 B |")
                .contains("| 100 ± 1.0 (2.00 ×), 87 B; ours 0.60 × it |");
    }

    @Test
    void who_does_not_carry_has_a_verdict_and_no_time() throws IOException {
        run.verdict(
                "RxJavaBenchmark.run candidate=handler,row=FLOWABLE_HOP", "does not carry: the callback saw no value");

        assertThat(hop())
                .contains("| does not carry: the callback saw no value |")
                .endsWith("| Ambient |");
    }

    @Test
    void a_peer_that_is_ahead_is_said_plainly() throws IOException {
        run.flow("RxJavaBenchmark", "opentelemetry", "FLOWABLE_HOP", 40_000, 87_000);

        assertThat(hop()).endsWith("| **OpenTelemetry**, 1.50 × |");
    }

    @Test
    void a_peer_that_is_ahead_within_the_error_is_said_too() throws IOException {
        run.flow("RxJavaBenchmark", "opentelemetry", "FLOWABLE_HOP", 59_500, 87_000);

        assertThat(hop()).endsWith("| **OpenTelemetry**, 1.01 × (within the error) |");
    }

    @Test
    void ours_is_not_called_ahead_where_nobody_else_does_the_work() throws IOException {
        run.flow("RxJavaBenchmark", "ambient", "FLOWABLE_FOREIGN", 9_000, 0)
                .verdict(
                        "RxJavaBenchmark.run candidate=opentelemetry,row=FLOWABLE_FOREIGN", "does not carry: no value");

        assertThat(row("`Flowable`: a foreign publisher")).endsWith("| nobody else carries |");
    }

    @Test
    void a_row_that_was_proved_and_has_no_time_shows_none() throws IOException {
        run.verdict("RxJavaBenchmark.run candidate=handler,row=FLOWABLE_HOP", "carries");

        assertThat(hop()).contains("| – | Ambient |").doesNotContain("carries");
    }

    @Test
    void the_page_says_what_made_it_and_where() throws IOException {
        assertThat(page())
                .contains("./mvnw -B -ntp -Pjmh -DskipTests -pl proof/benchmarks/page -am verify -Djmh.form=full")
                .contains("This run: A JVM 17, 2 cores, 8 GB, Linux.")
                .contains("[JDK 25](jdk-25/README.md)")
                .doesNotContain("## Reactor\n");
    }

    @Test
    void a_run_on_a_later_jdk_has_a_page_of_its_own_and_leaves_the_front_page_alone() throws IOException {
        Path front = Files.writeString(
                folder.resolve("README.md"), "<!-- proof/benchmarks/page writes from here -->\n<!-- to here -->\n");
        Path pages = Files.createDirectories(folder.resolve("docs/benchmarks"));
        Map<Group, Results> results = Map.of(Group.RXJAVA, run.read(folder, Group.RXJAVA));
        Service service = new Service(Stream.of("by_hand", "bridged", "automatic")
                .map(carrying -> Service.Round.parse(carrying + "\t900\t22\t44\t1.0000"))
                .toList());

        Pages.write(results, service, NO_THREADS, new Machine("A JVM 25", 25, 2, 8, "Linux"), "full", pages);
        assertThat(pages.resolve("jdk-25/rxjava.json")).exists();
        assertThat(pages.resolve("jdk-25/README.md"))
                .content()
                .contains("This run: A JVM 25", "](../../../examples/")
                .doesNotContain("jdk-25/README.md");
        assertThat(front).content().doesNotContain("RxJava");

        Pages.write(results, service, NO_THREADS, MACHINE, "full", pages);
        assertThat(pages.resolve("rxjava.json")).exists();
        assertThat(pages.resolve("README.md")).content().contains("This run: A JVM 17", "](../../examples/");
        assertThat(front).content().contains("RxJava");
    }

    @Test
    void what_is_published_of_the_raw_report_names_no_path() throws IOException {
        assertThat(run.read(folder, Group.RXJAVA).json())
                .contains("\"benchmark\":\"dev.ambient.benchmarks.RxJavaBenchmark.run\"", "\"rawData\"")
                .doesNotContain("/somewhere", "jvmArgs");
    }

    @Test
    void a_million_virtual_threads_stand_below_the_row_of_one() throws IOException {
        Files.writeString(
                folder.resolve("manythreads.tsv"),
                "nothing\t1000000\t1606.3\t484.1\t315.4\nopentelemetry\t1000000\t2501.0\t542.0\t663.0\n");
        Results one =
                new Fixture().core("virtualThread", "ambient", 1, 900, 500).read(folder, Group.THREADS);

        assertThat(Page.of(
                        Map.of(Group.THREADS, one), new Service(List.of()), ManyThreads.read(folder), MACHINE, "full"))
                .containsSubsequence(
                        "start a virtual thread for it, wait",
                        "1,000,000 virtual threads",
                        "| no value | 1,606 | 484 | 315 |",
                        "| OpenTelemetry | 2,501 | 542 | 663 |");
    }

    @Test
    void the_service_is_the_median_of_its_rounds_and_says_who_did_not_carry() {
        Service service = new Service(List.of(
                Service.Round.parse("by_hand\t1000\t20\t40\t0.3"),
                Service.Round.parse("bridged\t900\t22\t44\t1.0000"),
                Service.Round.parse("automatic\t800\t25\t50\t0.85"),
                Service.Round.parse("by_hand\t2000\t20\t40\t0.3"),
                Service.Round.parse("bridged\t950\t22\t44\t1.0000"),
                Service.Round.parse("automatic\t800\t25\t50\t0.85"),
                Service.Round.parse("by_hand\t1100\t20\t40\t0.3"),
                Service.Round.parse("bridged\t1100\t22\t44\t1.0000"),
                Service.Round.parse("automatic\t800\t25\t50\t0.85")));

        assertThat(service.markdown())
                .contains("| bridges off | 1,100 ± 500 | 1.00 × |")
                .contains("| bridges on | 950 ± 100 | 0.86 × | 22 ± 0.0 | 44 ± 0.0 | all |")
                .contains(
                        "| automatic mode | 800 ± 0.0 | 0.73 × | 25 ± 0.0 | 50 ± 0.0 | 85 %: does not carry everywhere |");
    }

    @Test
    void the_summary_names_the_fastest_peer_and_that_it_is_ahead() throws IOException {
        run.flow("RxJavaBenchmark", "handler", "FLOWABLE_HOP", 45_000, 400_000);

        String page = page();
        assertThat(page.substring(0, page.indexOf("## RxJava")))
                .contains("| 50, 63 B | 60, 87 B | schedule handler: 45, 400 B, **ahead** |");
    }

    @Test
    void the_summary_replaces_the_one_before_and_nothing_else() {
        String text = "a\n<!-- proof/benchmarks/page writes from here -->\nold\n<!-- to here -->\nz\n";

        assertThat(Summary.into(text, "new\n"))
                .isEqualTo("a\n<!-- proof/benchmarks/page writes from here -->\nnew\n<!-- to here -->\nz\n");
        assertThat(Summary.into("no place\n", "new\n")).isEqualTo("no place\n");
    }

    @Test
    void charts_are_small_pictures_that_an_xml_parser_reads() throws Exception {
        Fixture core = new Fixture();
        for (String candidate : List.of("ambient", "micrometer", "opentelemetry", "grpc", "ttl")) {
            for (int size : List.of(1, 4, 16, 64)) {
                core.core("capture", candidate, size, 1 + size, 0);
            }
        }

        List<Charts.Chart> charts = Charts.of(Group.CORE, Map.of(Group.CORE, core.read(folder, Group.CORE)));

        assertThat(charts).extracting(Charts.Chart::file).containsExactly("capture.svg");
        String svg = charts.get(0).svg();
        assertThat(svg.length()).isBetween(1_000, 100_000);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // The type is at the end of an address, and a test asks nobody.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        DocumentBuilder parser = factory.newDocumentBuilder();
        assertThat(parser.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @Test
    void what_grows_has_a_row_for_each_size_and_a_picture() throws Exception {
        Fixture growth = new Fixture();
        for (int size : List.of(1, 4, 16, 64)) {
            growth.timed(
                    "GrowthBenchmark.run", Map.of("candidate", "floor", "row", "NESTED", "size", "" + size), size, 0);
            growth.timed(
                    "GrowthBenchmark.run",
                    Map.of("candidate", "ambient", "row", "NESTED", "size", "" + size),
                    2 * size,
                    0);
        }
        Map<Group, Results> results = Map.of(Group.GROWTH, growth.read(folder, Group.GROWTH));

        String page = Page.of(results, new Service(List.of()), NO_THREADS, MACHINE, "full");

        assertThat(page).contains("## Growth").contains("(nested.svg)").doesNotContain("(writes.svg)");
        assertThat(page.lines().filter(line -> line.startsWith("| 64 flows, one inside the other")))
                .singleElement()
                .asString()
                .contains("(2.00 ×)");
        assertThat(Charts.of(Group.GROWTH, results).get(0).series().get("Ambient"))
                .containsEntry(64, 128.0);
    }

    private String hop() throws IOException {
        return row("`Flowable.range(1000).hide().observeOn(inline).map`");
    }

    private String row(String title) throws IOException {
        return page().lines()
                .filter(line -> line.startsWith("| " + title))
                .findFirst()
                .orElseThrow();
    }

    private String page() throws IOException {
        return Page.of(
                Map.of(Group.RXJAVA, run.read(folder, Group.RXJAVA)),
                new Service(List.of()),
                NO_THREADS,
                MACHINE,
                "full");
    }
}
