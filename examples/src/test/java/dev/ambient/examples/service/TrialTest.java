/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.junit.AmbientTest;
import dev.ambient.junit.LeakCheck;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TrialTest {

    private static final int REQUESTS = 200;

    @RepeatedTest(3)
    void with_the_bridges_every_stage_is_right_and_every_thread_clean() {
        Trial trial = Trial.run("test", Carrying.BRIDGED, REQUESTS);

        assertThat(trial.allRight()).as(new Report(trial).toString()).isTrue();
        assertThat(trial.pools().threads()).isGreaterThanOrEqualTo(26);
    }

    @Test
    @AmbientTest(skip = LeakCheck.DIRTY_THREADS, bridges = false) // that it leaves them dirty is what it shows
    void without_them_the_same_check_fails() {
        Trial trial = Trial.run("test", Carrying.BY_HAND, REQUESTS);

        assertThat(trial.verdicts().count(Stage.HANDLER, Verdict.RIGHT)).isEqualTo(REQUESTS);
        assertThat(trial.verdicts().count(Stage.PUBLISH_ON, Verdict.NONE)).isEqualTo(REQUESTS);
        assertThat(trial.verdicts().allRight(REQUESTS)).isFalse();
        assertThat(trial.pools().dirty()).isNotEmpty();
    }

    @Test
    @AmbientTest(skip = LeakCheck.DIRTY_THREADS, bridges = false) // as above
    void taken_off_the_bridges_leave_nothing_behind() {
        Trial.run("test", Carrying.BRIDGED, REQUESTS);

        Trial after = Trial.run("test", Carrying.BY_HAND, REQUESTS);

        assertThat(after.verdicts().count(Stage.PUBLISH_ON, Verdict.NONE)).isEqualTo(REQUESTS);
    }
}
