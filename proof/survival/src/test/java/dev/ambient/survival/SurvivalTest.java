/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 2, 3, 4 and 7 in every operator. */
class SurvivalTest {

    @Test
    void every_callback_of_every_operator_sees_its_own_value_and_every_thread_is_clean() {
        List<Row> rows = Matrix.rows();
        Draw draw = Draw.forTest(12);
        System.out.println(draw);
        Tally tally = Matrix.run(new AmbientCarrier(), rows, draw);
        System.out.printf("%,d rows, %,d pipelines, %s%n", rows.size(), tally.pipelines(), tally.total());
        assertThat(wrong(tally)).as("%s: %s", draw, tally.total()).isEmpty();
        assertThat(tally.total().isPerfect()).isTrue();
    }

    private static List<String> wrong(Tally tally) {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : tally.samples().entrySet()) {
            Counts counts = tally.counts(Tally.By.ROW).get(entry.getKey());
            wrong.add(entry.getKey() + ": " + counts + "\n    " + String.join("\n    ", entry.getValue()) + "\n");
        }
        return wrong;
    }
}
