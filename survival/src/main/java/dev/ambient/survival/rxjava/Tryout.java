/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import java.time.Duration;
import java.util.List;
import java.util.Map;

final class Tryout {
    private Tryout() {}

    public static void main(String[] args) {
        RxCarrier carrier = switch (args[0]) {
            case "ours" -> new AmbientRxCarrier();
            case "handler" -> new HandlerCarrier();
            default -> new PlainCarrier();
        };
        long began = System.nanoTime();
        List<Row> rows = RxMatrix.rows();
        Map<Row, List<Cell>> cells = RxMatrix.cells(rows);
        io.reactivex.rxjava3.plugins.RxJavaPlugins.setErrorHandler(failure -> {});
        Norm norm = Norm.of(cells);
        System.out.println("norm " + (System.nanoTime() - began) / 1_000_000 + " ms; unsound "
                + norm.unsound().size());
        norm.unsound().forEach((row, why) -> System.out.println("  " + row + ": " + why));
        var tally = RxMatrix.run(carrier, cells, norm, Duration.ofSeconds(Integer.parseInt(args[2])));
        tally.wrong().stream().limit(Integer.parseInt(args[3])).forEach(System.out::print);
        System.out.println(rows.size() + " rows " + tally.pipelines() + " " + tally.total() + " "
                + (System.nanoTime() - began) / 1_000_000 + " ms; wrong rows "
                + tally.wrong().size());
    }
}
