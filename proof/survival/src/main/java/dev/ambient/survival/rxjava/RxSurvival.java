/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Draw;
import dev.ambient.survival.Result;
import dev.ambient.survival.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs RxJava's half for a candidate. */
public final class RxSurvival {

    /** Who makes flows hang must not hold up the others for long. */
    private static final Duration WITH_PEERS = Duration.ofMillis(100);

    private RxSurvival() {}

    /**
     * Runs it for the candidates that need no library of their own, ours first.
     *
     * @return what came out
     */
    public static List<Result> run() {
        List<Result> results = new ArrayList<>();
        for (RxCarrier carrier : List.of(new AmbientRxCarrier(), new PlainCarrier(), new HandlerCarrier())) {
            results.add(run(carrier));
        }
        return results;
    }

    /**
     * Runs it for a candidate in a JVM of its own.
     *
     * @param carrier the candidate
     * @param file where the result is written
     * @throws IOException if it cannot be written
     */
    public static void write(RxCarrier carrier, Path file) throws IOException {
        Locale.setDefault(Locale.ROOT);
        run(carrier).write(file);
    }

    /**
     * The public methods that are no operators.
     *
     * @return what they are, by name
     */
    public static Map<String, String> none() {
        return Operators.none();
    }

    private static Result run(RxCarrier carrier) {
        long began = System.nanoTime();
        Map<Row, List<Cell>> matrix = RxMatrix.cells(RxMatrix.rows());
        Tally tally = RxMatrix.run(carrier, matrix, Norm.of(matrix), patience(carrier), Draw.same(3));
        Tally apart = run(carrier, UnreachedRows.cells());
        System.out.printf(
                "%s: %,d pipelines, %s; %,d s%n",
                carrier.title(), tally.pipelines(), tally.total(), (System.nanoTime() - began) / 1_000_000_000);
        return new Result(carrier.title(), carrier.description(), tally, apart);
    }

    private static Tally run(RxCarrier carrier, Map<Row, List<Cell>> matrix) {
        return RxMatrix.run(carrier, matrix, Norm.of(matrix), patience(carrier));
    }

    private static Duration patience(RxCarrier carrier) {
        return carrier instanceof AmbientRxCarrier ? RxMatrix.PATIENCE : WITH_PEERS;
    }
}
