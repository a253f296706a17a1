/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.examples.readme.Kept;
import dev.ambient.examples.readme.Lost;
import dev.ambient.examples.tutorial.FirstHop;
import dev.ambient.examples.tutorial.ReactorHop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** README.md and docs/tutorial.md show what their programs print; {@link SnippetsTest} compares the programs themselves. */
class ProgramsTest {

    @Test
    void readme_shows_what_its_programs_print() throws Exception {
        assertThat(shown("README.md")).contains(outputOf(Lost.class), outputOf(Kept.class));
    }

    @Test
    void the_tutorial_shows_what_its_programs_print() throws Exception {
        assertThat(shown("docs/tutorial.md")).contains(outputOf(FirstHop.class), outputOf(ReactorHop.class));
    }

    @Test
    void readme_fits_on_two_screens() {
        assertThat(Page.of(Page.ROOT.resolve("README.md")).text().lines()).hasSizeLessThanOrEqualTo(130);
    }

    private static List<String> shown(String page) {
        return Page.of(Page.ROOT.resolve(page)).blocks().stream()
                .filter(block -> block.language().equals("text"))
                .map(Page.Block::code)
                .toList();
    }

    /** In a JVM of its own, for some install the bridges and leave them in. */
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
