/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line of Java in a guide stands in the test that runs it, but for comments and space. */
class GuideCodeTest {

    @ParameterizedTest
    @CsvSource({"core.md, CoreGuideTest.java", "junit.md, JUnitGuideTest.java"})
    void the_guides_code_is_run(String guide, String test) throws Exception {
        String run = Files.readAllLines(Path.of("src/test/java/dev/ambient/examples/docs", test)).stream()
                .map(GuideCodeTest::bare)
                .reduce("", String::concat);
        List<String> code = code(Path.of("../docs", guide));
        assertThat(code).isNotEmpty().allSatisfy(line -> assertThat(run).contains(line));
    }

    private static List<String> code(Path guide) throws Exception {
        String[] parts = Files.readString(guide).split("```", -1);
        return Stream.of(parts)
                .filter(part -> part.startsWith("java\n"))
                .flatMap(part -> part.lines().skip(1))
                .map(GuideCodeTest::bare)
                .filter(line -> !line.isEmpty())
                .map(line -> line.endsWith(";") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }

    private static String bare(String line) {
        return line.replaceAll("//.*", "").replaceAll("\\s+", "");
    }
}
