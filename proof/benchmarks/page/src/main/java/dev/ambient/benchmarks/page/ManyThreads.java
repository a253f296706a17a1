/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What very many virtual threads have left. */
record ManyThreads(List<Row> rows) {

    /** One candidate: how many threads there were, and what one of them takes. */
    record Row(String candidate, int threads, double bytes, double startNanos, double turnNanos) {

        static Row parse(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]));
        }
    }

    private static final Map<String, String> NAMES =
            Map.of("nothing", "no value", "floor", "a thread-local, by hand", "ambient", "Ambient");

    static ManyThreads read(Path folder) throws IOException {
        Path file = folder.resolve("manythreads.tsv");
        return new ManyThreads(
                Files.exists(file)
                        ? Files.readAllLines(file).stream().map(Row::parse).toList()
                        : List.of());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("""
                %,d virtual threads, each started by a task that carries one value. The columns: the bytes that one of them takes on the heap
                while all of them wait; the time to start one and have it end; the time of one to give way, come back and read the value, a
                thousand at a time. Each candidate has a JVM of its own. The times are medians of nine rounds.

                | | bytes on the heap | start and end, ns | give way and read, ns |
                |---|---|---|---|
                """.formatted(rows.get(0).threads));
        rows.forEach(row -> text.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %,.0f |\n",
                NAMES.getOrDefault(row.candidate, Table.NAMES.getOrDefault(row.candidate, row.candidate)),
                row.bytes,
                row.startNanos,
                row.turnNanos)));
        return text.append('\n').toString();
    }
}
