/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a light request makes no more than it may, and a full one sees its own values at every stage. */
final class Gate {

    /** One line for each limit, and whether it holds. */
    record Verdict(String text, boolean holds) {}

    private Gate() {}

    static List<Verdict> check(Figures figures) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Count count : Count.values()) {
            double seen = figures.of(Mode.AMBIENT, count.name());
            verdicts.add(verdict(
                    seen <= count.limit && (seen > 0 || count != Count.OUR_BYTES), // none: nothing was counted
                    "%s of a light request: %.1f, at most %d, goal %d",
                    count.title,
                    seen,
                    count.limit,
                    count.goal));
        }
        for (Stage stage : Stage.values()) {
            Sight sight = new Sight(stage, Mode.AMBIENT, figures);
            verdicts.add(verdict(sight.isRight(), "seen %s: %s", stage.title, sight.text()));
        }
        return verdicts;
    }

    private static Verdict verdict(boolean holds, String format, Object... arguments) {
        return new Verdict((holds ? "holds   " : "BROKEN  ") + String.format(Locale.ROOT, format, arguments), holds);
    }
}
