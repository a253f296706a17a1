/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/how-a-value-travels.md names the files that a debugger steps through, all of them, in their order. */
class HowAValueTravelsTest {

    private static final Path PAGE = Path.of("../docs/how-a-value-travels.md");
    private static final Pattern ROW = Pattern.compile("^\\| (\\w+) \\| (\\w+( → \\w+)*) \\|", Pattern.MULTILINE);

    @ParameterizedTest
    @CsvSource({"task, A task on an executor", "foreign, A foreign thread-local", "reactor, A hop in Reactor"})
    void the_page_names_the_files_on_the_way(String journey, String title) throws Exception {
        String section = section(title);
        List<String> rows = new ArrayList<>();
        Set<String> all = new HashSet<>();
        CallTrace.of(journey).forEach((step, files) -> {
            if (!files.isEmpty()) {
                rows.add(step + ": " + String.join(" → ", files));
            }
            if (!step.equals("read")) { // which is no part of the hop
                all.addAll(files);
            }
        });

        assertThat(ROW.matcher(section).results().map(row -> row.group(1) + ": " + row.group(2)))
                .filteredOn(row -> !row.startsWith("step:"))
                .containsExactlyElementsOf(rows);
        assertThat(section.lines().findFirst()).hasValue(title + ": " + all.size() + " files");
    }

    private static String section(String title) throws Exception {
        for (String section : Files.readString(PAGE).split("\n## ", -1)) {
            if (section.startsWith(title)) {
                return section;
            }
        }
        throw new AssertionError("no section " + title);
    }
}
