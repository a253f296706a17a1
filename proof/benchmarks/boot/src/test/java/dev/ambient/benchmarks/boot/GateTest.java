/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {

    private final Map<Count, Double> counts = new EnumMap<>(Count.class);

    private Stage odd = Stage.CONTROLLER;
    private Kind oddKind = Kind.ID;
    private Verdict oddVerdict = Verdict.RIGHT;

    GateTest() {
        for (Count count : Count.values()) {
            counts.put(count, (double) count.limit);
        }
    }

    @Test
    void a_run_at_its_limits_passes() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void one_more_of_anything_is_refused() {
        for (Count count : Count.values()) {
            counts.merge(count, 1.0, Double::sum);
            assertThat(broken()).singleElement().asString().contains(count.title, "at most " + count.limit);
            counts.merge(count, -1.0, Double::sum);
        }
    }

    @Test
    void no_bytes_at_all_mean_that_nothing_was_counted() {
        counts.put(Count.OUR_BYTES, 0.0);

        assertThat(broken()).singleElement().asString().contains(Count.OUR_BYTES.title);
    }

    @Test
    void one_look_that_was_not_right_is_refused_whatever_was_looked_at() {
        for (Kind kind : Kind.values()) {
            see(Stage.SHARE, kind, Verdict.ANOTHERS);
            assertThat(broken())
                    .singleElement()
                    .asString()
                    .contains(Stage.SHARE.title, kind.title + ": 99.0 % right, **1.0 % another's**");
        }
    }

    @Test
    void what_one_sees_is_told_once_where_all_kinds_agree() {
        Figures figures = new Figures();
        for (Kind kind : Kind.values()) {
            figures.add(Mode.OFF, Looks.key(Stage.ZIP, kind, Verdict.RIGHT), 0);
            figures.add(Mode.OFF, Looks.key(Stage.ZIP, kind, Verdict.NONE), 7);
            figures.add(Mode.OFF, Looks.key(Stage.ZIP, kind, Verdict.ANOTHERS), 0);
        }

        assertThat(new Sight(Stage.ZIP, Mode.OFF, figures).text()).isEqualTo("none");
    }

    private void see(Stage stage, Kind kind, Verdict verdict) {
        odd = stage;
        oddKind = kind;
        oddVerdict = verdict;
    }

    private List<String> broken() {
        return Gate.check(figures()).stream()
                .filter(verdict -> !verdict.holds())
                .map(Gate.Verdict::text)
                .toList();
    }

    private Figures figures() {
        Figures figures = new Figures();
        counts.forEach((count, number) -> figures.add(Mode.AMBIENT, count.name(), number));
        for (Stage stage : Stage.values()) {
            for (Kind kind : Kind.values()) {
                for (Verdict verdict : Verdict.values()) {
                    figures.add(Mode.AMBIENT, Looks.key(stage, kind, verdict), looks(stage, kind, verdict));
                }
            }
        }
        return figures;
    }

    /** A hundred, all right but for an odd one. */
    private double looks(Stage stage, Kind kind, Verdict verdict) {
        boolean isOdd = stage == odd && kind == oddKind && oddVerdict != Verdict.RIGHT;
        return verdict == Verdict.RIGHT ? (isOdd ? 99 : 100) : isOdd && verdict == oddVerdict ? 1 : 0;
    }
}
