/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.junit.wrong.WellBehaved;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Correct tests do not fail, and afterwards everything is as it was before. */
class NoFalseAlarmTest {

    private static final int TESTS = 4 * 20 + 2 * 50 + 6 + 5;

    @Test
    void correct_tests_do_not_fail() throws Exception {
        EngineRun.tests(WellBehaved.class).assertAllSucceed(TESTS);
        WellBehaved.ENDED.countDown();
        assertThat(WellBehaved.WORKED_ON.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(AmbientContext.current()).isSameAs(AmbientContext.empty());
    }
}
