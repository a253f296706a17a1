/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to/write-a-bridge.md stands in the example, and its rules are the tests of {@link BridgeRulesTest}. */
class BridgeGuideTest {

    private static final Path GUIDE = Path.of("../docs/how-to/write-a-bridge.md");
    private static final Path EXAMPLE = Path.of("src/main/java/dev/ambient/examples/flow");

    @Test
    void the_guides_code_is_the_examples() throws Exception {
        String example;
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            example = files.filter(Files::isRegularFile)
                    .map(BridgeGuideTest::bare)
                    .reduce("", String::concat);
        }
        List<String> blocks = Arrays.stream(Files.readString(GUIDE).split("```", -1))
                .filter(part -> part.startsWith("java\n"))
                .flatMap(part -> Arrays.stream(part.substring(5).split("\n\n")))
                .map(BridgeGuideTest::bare)
                .toList();

        assertThat(blocks)
                .hasSizeGreaterThan(10)
                .allSatisfy(block -> assertThat(example).contains(block));
    }

    @Test
    void the_guides_rules_are_the_tests() throws Exception {
        List<String> named = Pattern.compile("`(rule_\\d\\d_\\w+)`")
                .matcher(Files.readString(GUIDE))
                .results()
                .map(result -> result.group(1))
                .toList();
        List<String> tests = Arrays.stream(BridgeRulesTest.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("rule_"))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(tests);
        assertThat(named.stream().map(name -> name.substring(0, 7)).distinct()).hasSize(17);
    }

    private static String bare(Path file) {
        try {
            return bare(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bare(String code) {
        return code.replaceAll("//.*", "").replace("@Override", "").replaceAll("\\s+", "");
    }
}
