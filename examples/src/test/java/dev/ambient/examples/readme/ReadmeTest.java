/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** README.md shows what the programs print, and the lines of which they consist. */
class ReadmeTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/ambient/examples/readme");

    @Test
    void the_output_shown_is_what_the_programs_print() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));

        assertThat(readme).contains(outputOf(Lost.class));
        assertThat(readme).contains(outputOf(Kept.class));
    }

    @Test
    void the_code_shown_is_the_code_that_was_run() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        String shown = readme.substring(readme.indexOf("```java"), readme.indexOf("## Run it"));

        String sources = squeezed(Files.readString(SOURCES.resolve("Lost.java")))
                + squeezed(Files.readString(SOURCES.resolve("Kept.java")));
        assertThat(shown.lines().map(ReadmeTest::squeezed).filter(line -> line.endsWith(";") || line.startsWith(".")))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(sources).contains(line));
    }

    /** Without white space, comments and the type annotations that a reader of ten lines does not need. */
    private static String squeezed(String code) {
        return code.replaceAll("//.*", "").replaceAll("\\s|@Nullable", "");
    }

    /** In a JVM of its own, for Kept installs the bridges and leaves them in. */
    private static String outputOf(Class<?> program) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
