/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.survival.rxjava.RxSurvival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs both halves of the matrix for every candidate on the class path and writes the page. It fails if one verdict of ours
 * is not right.
 */
public final class Survival {

    private Survival() {}

    /**
     * Runs it.
     *
     * @param args the page to write, then the results of RxJava's candidates that have a JVM of their own
     * @throws IOException if one of them cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        List<Result> rxjava = new ArrayList<>(RxSurvival.run());
        for (String file : List.of(args).subList(1, args.length)) {
            rxjava.add(Result.read(Path.of(file)));
        }
        List<Result> reactor = new ArrayList<>();
        for (ReactorCarrier carrier : candidates()) {
            long began = System.nanoTime();
            Tally tally = Matrix.run(carrier, Matrix.rows(), Draw.same(3));
            reactor.add(new Result(carrier.title(), carrier.description(), tally, new Tally()));
            System.out.printf(
                    "%s: %,d pipelines, %s; %,d s%n",
                    carrier.title(), tally.pipelines(), tally.total(), (System.nanoTime() - began) / 1_000_000_000);
        }
        Files.writeString(Path.of(args[0]), Page.of(reactor, rxjava));
        boolean perfect = true;
        for (Result ours : List.of(reactor.get(0), rxjava.get(0))) {
            ours.tally().wrong().forEach(System.out::print);
            perfect &= ours.tally().total().isPerfect();
        }
        if (!perfect) {
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
