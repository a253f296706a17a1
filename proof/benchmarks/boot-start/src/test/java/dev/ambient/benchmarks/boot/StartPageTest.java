/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StartPageTest {

    @Test
    void medians_and_what_lies_between_them() {
        StartFigures figures = new StartFigures();
        for (double number : new double[] {100, 900, 110, 120, 130}) {
            figures.add(false, "ready", number);
            figures.add(true, "ready", number + 20);
        }
        for (boolean starter : new boolean[] {false, true}) {
            figures.add(starter, "heap", starter ? 3 << 20 : 2 << 20);
            figures.add(starter, "rss", 5 << 20);
            figures.add(starter, "classes", 7);
        }

        assertThat(StartPage.of(figures, Machine.here()))
                .contains("Starts: 5 each.")
                .contains("| ready, ms | 120 ± 10 | 140 ± 10 | 20 |\n")
                .contains("| heap, MB | 2.0 ± 0.0 | 3.0 ± 0.0 | 1.0 |\n")
                .contains("| resident, MB | 5 ± 0 | 5 ± 0 | 0 |\n");
    }

    @Test
    void what_was_not_measured_has_no_median() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StartFigures().median(true, "ready"));
    }
}
