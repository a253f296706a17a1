/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private final List<Line> lines = new ArrayList<>(List.of(Line.values()));

    @Test
    void the_right_values_in_order_are_right() {
        assertThat(printed().isRight()).isTrue();
    }

    @Test
    void Fire_may_come_last() {
        lines.remove(Line.FIRE_ONE);
        lines.add(Line.FIRE_ONE);

        assertThat(printed().isRight()).isTrue();
    }

    @Test
    void Fire_cannot_come_before_it_was_started() {
        lines.remove(Line.FIRE_TEN);
        lines.add(0, Line.FIRE_TEN);

        assertThat(printed().isRight()).isFalse();
    }

    @Test
    void two_other_lines_cannot_change_places() {
        Collections.swap(lines, lines.indexOf(Line.AFTER_TOP_ONE), lines.indexOf(Line.DEEP_DOWN_ONE));

        assertThat(printed().isRight()).isFalse();
    }

    @Test
    void a_missing_line_is_wrong() {
        lines.remove(Line.AFTER_TOP_TEN);

        assertThat(printed().isRight()).isFalse();
    }

    @Test
    void the_other_flows_value_is_wrong() {
        Transcript transcript = new Transcript();
        for (Line line : lines) {
            transcript.print(line, line == Line.FIRE_ONE ? Line.TEN : line.value);
        }

        assertThat(transcript.isRight()).isFalse();
    }

    private Transcript printed() {
        Transcript transcript = new Transcript();
        lines.forEach(line -> transcript.print(line, line.value));
        return transcript;
    }
}
