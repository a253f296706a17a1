/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the matrix for every candidate and writes the page whose path is the argument. It fails if one verdict of ours
 * is not right.
 */
public final class Survival {

    private Survival() {}

    /**
     * Runs it.
     *
     * @param args the page to write
     * @throws IOException if it cannot be written
     */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Map<Carrier, Tally> results = new LinkedHashMap<>();
        Map<Carrier, Tally> unbridged = new LinkedHashMap<>();
        for (ReactorCarrier carrier : candidates()) {
            long began = System.nanoTime();
            Tally tally = Matrix.run(carrier, Matrix.rows());
            results.put(carrier, tally);
            unbridged.put(carrier, Matrix.run(carrier, UnbridgedRows.rows()));
            System.out.printf(
                    "%s: %,d pipelines, %s; %,d s%n",
                    carrier.title(), tally.pipelines(), tally.total(), (System.nanoTime() - began) / 1_000_000_000);
        }
        Files.writeString(Path.of(args[0]), Page.of(results, unbridged));
        Tally ours = results.values().iterator().next();
        ours.samples().forEach((row, samples) -> System.out.println(row + ": " + samples));
        if (!ours.total().isPerfect()) {
            System.exit(1);
        }
    }

    /** Ours first: Reactor's automatic mode does not go back wholly to what was before. */
    static List<ReactorCarrier> candidates() {
        return List.of(
                new AmbientCarrier(),
                new ThreadLocalCarrier(ThreadLocalCarrier.Mode.PLAIN),
                new ThreadLocalCarrier(ThreadLocalCarrier.Mode.DEFAULT),
                new ThreadLocalCarrier(ThreadLocalCarrier.Mode.AUTOMATIC));
    }
}
