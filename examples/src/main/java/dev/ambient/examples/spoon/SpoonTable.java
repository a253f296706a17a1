/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import java.util.List;
import java.util.function.Function;

/** What each version printed in its first run, line by line, and in how many of its runs all was right. */
final class SpoonTable {

    private final List<VersionRuns> versions;

    SpoonTable(List<VersionRuns> versions) {
        this.versions = versions;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        row(text, "line", VersionRuns::name);
        for (Line line : Line.values()) {
            row(text, line.text, version -> cell(version.first(), line));
        }
        row(
                text,
                "runs all right",
                version -> version.right() + " of " + version.transcripts().size());
        return text.append("(! marks a value that does not belong there. Nobody waits for Fire, it may print later.)\n")
                .toString();
    }

    private void row(StringBuilder text, String label, Function<VersionRuns, String> cell) {
        StringBuilder row = new StringBuilder("%-18s".formatted(label));
        versions.forEach(version -> row.append("%-21s".formatted(cell.apply(version))));
        text.append(row.toString().stripTrailing()).append('\n');
    }

    private static String cell(Transcript transcript, Line line) {
        String value = transcript.value(line);
        return value.equals(line.value) ? value : value + " !";
    }
}
