/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.diagnostics.Timeline;
import org.junit.jupiter.api.Test;

class TimelineDemoTest {

    @Test
    void every_stage_of_the_request_is_on_the_picture_and_one_is_lost() {
        Timeline timeline = TimelineDemo.ofOneRequest();

        String text = timeline.toText();
        for (Stage stage : Stage.values()) {
            if (stage != Stage.CLIENT) { // it is another program's
                assertThat(text).contains(stage.text);
            }
        }
        assertThat(text).startsWith("requestId = r-17: ").contains(", 1 loss\n");
        assertThat(text.lines().filter(line -> line.contains("LOST")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("audit-")
                        .contains("LOST audit, fire and forget: EXECUTOR_NOT_WRAPPED")
                        .contains("(Audit.java:"));
        assertThat(timeline.toHtml()).contains("EXECUTOR_NOT_WRAPPED");
        assertThat(timeline.toMermaid()).startsWith("sequenceDiagram\n");
    }
}
