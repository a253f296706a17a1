/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No page shows Java or Kotlin that a test does not run. */
class SnippetsTest {

    /** A block says what it is, so that none goes unseen for want of a label. */
    private static final Set<String> LANGUAGES = Set.of("java", "kotlin", "properties", "sh", "text", "xml");

    private static Sources sources;

    @BeforeAll
    static void read() throws Exception {
        sources = Sources.below(Page.ROOT);
    }

    static List<Page> pages() {
        return Page.all().stream().filter(page -> !page.blocks().isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_block_of_java_or_kotlin_is_run_by_a_test(Page page) {
        assertThat(page.programs().stream().filter(block -> !sources.run(block)))
                .as("blocks of %s that stand in no source that a test runs", page)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_block_says_what_it_is(Page page) {
        assertThat(page.blocks())
                .allSatisfy(block ->
                        assertThat(LANGUAGES).as("%s: %s", page, block.code()).contains(block.language()));
    }

    @Test
    void a_block_that_no_test_runs_is_found(@TempDir Path root) throws Exception {
        Path tests = Files.createDirectories(root.resolve("module/src/test/java"));
        Files.writeString(
                tests.resolve("RunTest.java"), "@Test void it() { first(); /* why */ second(); new Used(); }");
        Files.writeString(tests.resolve("Used.java"), "class Used { void used() { third(); fourth(); } }");
        Files.writeString(
                Files.createDirectories(root.resolve("module/src/test/kotlin")).resolve("KotlinTest.kt"),
                "@Test fun it() { sixth() }");
        Files.writeString(tests.resolve("Forgotten.java"), "class Forgotten { void forgotten() { fifth(); } }");
        Sources few = Sources.below(root);

        assertThat(few.run("first();\nsecond();   // a comment\n")).isTrue();
        assertThat(few.run("third();\n// … and so on\nfourth();\n")).isTrue();
        assertThat(few.run("third();\n\nfourth();\n")).isTrue();
        assertThat(few.run("sixth()\n")).isTrue();
        assertThat(few.run("fourth();\n\nthird();\n")).isFalse();
        assertThat(few.run("first();\nthird();\n")).isFalse();
        assertThat(few.run("fifth();\n")).isFalse();
        assertThat(few.run("\n")).isFalse();
    }
}
