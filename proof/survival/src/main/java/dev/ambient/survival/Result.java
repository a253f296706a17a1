/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What came out for one candidate, perhaps in another JVM.
 *
 * @param title its name in the page
 * @param description what it is
 * @param tally of the rows
 * @param apart of the rows that count apart
 */
public record Result(String title, String description, Tally tally, Tally apart) {

    private static final String APART = "apart";

    /**
     * Hands it to another JVM.
     *
     * @param file to write
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(title, description));
        lines.addAll(tally.toLines());
        lines.add(APART);
        lines.addAll(apart.toLines());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    static Result read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int apart = lines.indexOf(APART);
        return new Result(
                lines.get(0),
                lines.get(1),
                Tally.fromLines(lines.subList(2, apart)),
                Tally.fromLines(lines.subList(apart + 1, lines.size())));
    }
}
