/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service under load, over HTTP: what its log lines show at each stage. */
class StagesTest {

    private static final int ORDERS = 500;

    @ParameterizedTest
    @EnumSource(names = {"STARTER", "BOTH"})
    void with_the_starter_each_line_of_each_order_is_right(Mode mode) throws Exception {
        Trial trial = Trial.run(mode, ORDERS);

        assertThat(Stage.values()).allSatisfy(stage -> {
            assertThat(trial.seen().count(stage, Verdict.RIGHT)).as(stage.title).isEqualTo(ORDERS);
            assertThat(trial.isRight(stage)).as(stage.title).isTrue();
        });
        for (int number = 0; number < ORDERS; number++) {
            assertThat(trial.answers().get(number).headers().firstValue("X-Request-Id"))
                    .hasValue(new Caller(number).requestId());
        }
    }

    /** What docs/moving/spring-reactor-context-propagation.md says of Boot's own propagation. */
    @Test
    void with_auto_what_is_no_reactor_is_lost() throws Exception {
        Trial trial = Trial.run(Mode.AUTO, 100);

        assertThat(Stage.values())
                .filteredOn(stage -> trial.seen().count(stage, Verdict.NONE) == 100)
                .contains(Stage.RX_SUBSCRIBE_ON, Stage.RX_OBSERVE_ON, Stage.FUTURE, Stage.EXECUTOR);
        assertThat(Stage.values())
                .filteredOn(trial::isRight)
                .contains(Stage.CONTROLLER, Stage.PUBLISH_ON, Stage.ROW, Stage.CALLED, Stage.ASYNC, Stage.FINALLY);
    }

    @Test
    void with_neither_no_line_shows_a_value() throws Exception {
        Trial trial = Trial.run(Mode.OFF, 100);

        assertThat(Stage.values())
                .allSatisfy(stage -> assertThat(trial.seen().count(stage, Verdict.NONE))
                        .as(stage.title)
                        .isEqualTo(100));
    }

    @Test
    void a_line_is_judged_by_all_of_its_values() {
        Map<String, String> expected = new Caller(9).values();
        assertThat(expected).containsOnly(Map.entry("request-id", "request-9"), Map.entry("tenant", "tenant-2"));

        assertThat(Verdict.of(expected, expected)).isEqualTo(Verdict.RIGHT);
        assertThat(Verdict.of(expected, Map.of())).isEqualTo(Verdict.NONE);
        assertThat(Verdict.of(expected, Map.of("request-id", "request-9"))).isEqualTo(Verdict.NONE);
        assertThat(Verdict.of(expected, Map.of("request-id", "request-9", "tenant", "tenant-3")))
                .isEqualTo(Verdict.ANOTHERS);
    }

    @Test
    void each_stage_has_a_message_of_its_own() {
        assertThat(Stream.of(Stage.values()).map(stage -> stage.message)).doesNotHaveDuplicates();
        assertThat(Stage.of("{}: packed")).isEqualTo(Stage.SINK);
        assertThat(Stage.of("Netty started")).isNull();
    }
}
