/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.ArrayList;
import java.util.List;

/** Whether a light request makes no more than it may, and a full one sees its own values at every stage. */
final class Gate {

    /** One line for each limit, and whether it holds. */
    record Verdict(String text, boolean holds) {}

    private Gate() {}

    static List<Verdict> check(Figures figures) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Count count : Count.values()) {
            double seen = figures.of(Mode.AMBIENT, count.name());
            boolean counted = seen > 0 || count != Count.OUR_BYTES;
            verdicts.add(verdict(
                    counted && seen <= count.limit,
                    "%s of a light request: %.1f, at most %d, goal %d"
                            .formatted(count.title, seen, count.limit, count.goal)));
        }
        for (Stage stage : Stage.values()) {
            Sight sight = new Sight(stage, Mode.AMBIENT, figures);
            verdicts.add(verdict(sight.isRight(), "seen %s: %s".formatted(stage.title, sight.text())));
        }
        return verdicts;
    }

    private static Verdict verdict(boolean holds, String text) {
        return new Verdict((holds ? "holds   " : "BROKEN  ") + text, holds);
    }
}
