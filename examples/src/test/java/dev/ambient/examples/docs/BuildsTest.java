/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages say of builds: artifacts, versions, profiles and modules are those of the poms. */
class BuildsTest {

    /** Not a candidate of the benchmarks. */
    private static final Pattern ARTIFACT = Pattern.compile("(?<!candidate=)\\bambient-[a-z][a-z-]*[a-z]");

    private static final Pattern OUR_VERSION = Pattern.compile(
            "<artifactId>ambient-[a-z-]+</artifactId>[^\\n]*\\s*<version>([^<]+)<|dev\\.ambient:ambient-[a-z-]+:([\\w.-]+)");
    private static final Pattern COMMAND = Pattern.compile("\\./mvnw [^`\\n]*");
    private static final Pattern PROFILES = Pattern.compile(" -P([\\w.,-]+)");
    private static final Pattern MODULES = Pattern.compile(" -pl ([\\w.,/-]+)");

    private static String poms;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.find(
                Page.ROOT,
                5,
                (file, attributes) -> file.getFileName().toString().equals("pom.xml"))) {
            poms = files.map(file -> Page.of(file).text()).collect(Collectors.joining());
        }
    }

    static List<Page> pages() {
        return Page.all().stream()
                .filter(page -> page.file().startsWith("docs") || page.file().startsWith("README.md"))
                .toList();
    }

    /** The first group that has something, or the whole where there are no groups. */
    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> IntStream.rangeClosed(1, result.groupCount())
                        .mapToObj(result::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(result.group()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void artifacts_and_their_versions(Page page) {
        String version = found(Pattern.compile("<artifactId>ambient-parent</artifactId>\\s*<version>([^<]+)<"), poms)
                .get(0);
        assertThat(found(OUR_VERSION, page.text())).allMatch(version::equals);

        List<String> code = Stream.concat(page.blocks().stream().map(Page.Block::code), page.inlineCode().stream())
                .toList();
        assertThat(code.stream().flatMap(text -> found(ARTIFACT, text).stream()))
                .allSatisfy(artifact -> assertThat(poms).contains("<artifactId>" + artifact + "</artifactId>"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void profiles_and_modules_of_commands(Page page) {
        for (String command :
                COMMAND.matcher(page.text()).results().map(MatchResult::group).toList()) {
            for (String profiles : found(PROFILES, command)) {
                assertThat(profiles.split(","))
                        .allSatisfy(profile -> assertThat(poms).contains("<id>" + profile + "</id>"));
            }
            for (String modules : found(MODULES, command)) {
                assertThat(modules.split(","))
                        .allSatisfy(
                                module -> assertThat(Page.ROOT.resolve(module).resolve("pom.xml"))
                                        .exists());
            }
        }
    }

    @Test
    void the_versions_that_the_compatibility_page_names_are_those_that_are_tested() {
        Page page = Page.of(Page.ROOT.resolve("docs/compatibility.md"));
        List<String> tested = page.text()
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("./mvnw") || line.contains("the same, by"))
                .map(line -> line.split("\\|")[3])
                .flatMap(cell -> found(Pattern.compile("\\d+(?:\\.\\d+)+(?:[.-][\\w.]+)?"), cell).stream())
                .toList();
        assertThat(tested).hasSizeGreaterThan(20).isSubsetOf(found(Pattern.compile(">(\\d[^<\\s]*)<"), poms));
    }
}
