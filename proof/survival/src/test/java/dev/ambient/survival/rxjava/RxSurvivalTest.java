/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.survival.Draw;
import dev.ambient.survival.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 2, 3, 4 and 7 in every public method of RxJava. */
class RxSurvivalTest {

    private static final int EVERY =
            Integer.getInteger("survival.every", Boolean.getBoolean("ambient.thorough") ? 1 : 40);

    @Test
    void every_callback_of_every_operator_sees_its_own_value_and_every_thread_is_clean() {
        Draw draw = Draw.forTest(12);
        System.out.println(draw);
        Map<Row, List<Cell>> matrix = RxMatrix.cells(RxMatrix.rows(), EVERY, draw.number(EVERY));
        Tally tally = RxMatrix.run(new AmbientRxCarrier(), matrix, Norm.of(matrix), RxMatrix.PATIENCE, draw);
        System.out.printf("%,d rows, %,d pipelines, %s%n", matrix.size(), tally.pipelines(), tally.total());
        assertThat(tally.wrong()).as("%s: %s", draw, tally.total()).isEmpty();
        assertThat(tally.total().isPerfect()).isTrue();
    }
}
