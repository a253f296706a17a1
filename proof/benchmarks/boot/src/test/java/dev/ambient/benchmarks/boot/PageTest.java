/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final Machine MACHINE = new Machine("Some VM", 17, 2, 25, "Linux");

    private final Figures figures = new Figures();

    PageTest() {
        figures.about("boot", "3.5.16");
        figures.about("reactor", "3.7.19");
        for (Mode mode : Mode.values()) {
            for (double round : new double[] {1, 2, 4}) {
                figures.add(mode, "cpu", round * (mode.ordinal() + 1) / 4);
                figures.add(mode, "bytes", 1024 * round);
                figures.add(mode, "perSecond", 1000 * round);
                figures.add(mode, "p50", round);
                figures.add(mode, "p99", 10 * round);
            }
            for (Count count : Count.values()) {
                figures.add(mode, count.name(), mode.isAmbient() ? count.goal + 0.5 : 0);
            }
            for (Stage stage : Stage.values()) {
                for (Kind kind : Kind.values()) {
                    boolean right = mode.isAmbient() || stage == Stage.CONTROLLER;
                    figures.add(mode, Looks.key(stage, kind, Verdict.RIGHT), right ? 9 : 0);
                    figures.add(mode, Looks.key(stage, kind, Verdict.NONE), right ? 0 : 9);
                    figures.add(mode, Looks.key(stage, kind, Verdict.ANOTHERS), 0);
                }
            }
        }
    }

    @Test
    void each_mode_has_a_column_with_its_cpu_beside_off() {
        assertThat(page("full"))
                .contains(
                        "## Boot 3.5.16, Reactor 3.7.19",
                        "| a light request | off | auto | Ambient | both | goal |",
                        "| CPU of the service, ms | 0.50 ± 0.38 | 1.00 ± 0.75 (2.00 ×) | 1.50 ± 1.13 (3.00 ×) |",
                        "| allocated, KB | 2.0 ± 1.5 |",
                        "| requests a second | 2,000 ± 1,500 |",
                        "| p99, ms | 20.0 ± 15.0 |");
    }

    @Test
    void counts_stand_beside_their_goals() {
        assertThat(page("full"))
                .contains(
                        "| observation scopes | 0 | 0 | 24.5 | 24.5 | 24 |",
                        "| bytes of our objects | 0 | 0 | 4,096.5 | 4,096.5 | 4,096 |");
    }

    @Test
    void each_stage_says_what_is_seen_there_and_how_many_are_right() {
        int all = Stage.values().length;

        assertThat(page("full"))
                .contains(
                        "| controller | right | right | right | right |",
                        "| function of `zip` | none | none | right | right |",
                        "| **stages that are right** | 1 of %1$d | 1 of %1$d | %1$d of %1$d | %1$d of %1$d |"
                                .formatted(all));
    }

    @Test
    void the_command_is_the_one_that_wrote_it() {
        assertThat(page("full")).contains("verify -Dservice.form=full\n").doesNotContain("first look");
        assertThat(page("short")).contains("-am verify\n").contains("first look");
    }

    private String page(String form) {
        return Page.of(Map.of("3.5", figures), MACHINE, form);
    }
}
