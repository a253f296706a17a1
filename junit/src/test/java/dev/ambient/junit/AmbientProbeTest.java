/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A probe records values and threads, and a failed assertion shows all of them. */
@AmbientTest
class AmbientProbeTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<String> USER = Ambient.named("user");
    private static final Ambient<String> SECRET =
            Ambient.<String>builder("secret").redacted().build();
    private static final Ambient<String> PLAN =
            Ambient.<String>builder("plan").initial(() -> "free").build();

    private final AmbientProbe probe = new AmbientProbe();

    private void pointElsewhere(String name) {
        Thread thread = new Thread(() -> probe.point(name), "other");
        thread.start();
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageStartingWith(message);
    }

    @Test
    void values_that_were_there_are_seen_and_others_are_not() {
        Ambient.where(TENANT, "acme").run(() -> probe.point("here"));
        pointElsewhere("there");
        probe.assertThat("here")
                .saw(TENANT, "acme")
                .didNotSee(USER)
                .saw(PLAN, "free")
                .didNotSee(PLAN)
                .times(1);
        probe.assertThat("there").didNotSee(TENANT).onAnotherThreadThan("here");
        assertFails(
                () -> probe.assertThat("here").saw(TENANT, "initech"),
                "Point 'here' saw 'tenant' = acme on thread 'main', but should have seen 'tenant' = initech.\n");
        assertFails(
                () -> probe.assertThat("there").saw(TENANT, "acme"),
                "Point 'there' saw 'tenant' unset on thread 'other', but should have seen 'tenant' = acme.\n");
        assertFails(
                () -> probe.assertThat("there").saw(PLAN, "paid"),
                "Point 'there' saw 'plan' unset (initial value free) on thread 'other', but should have seen 'plan' = paid.\n");
        assertFails(
                () -> probe.assertThat("here").didNotSee(TENANT),
                "Point 'here' saw 'tenant' = acme on thread 'main', but should not have seen it.\n");
        assertFails(() -> probe.assertAll(TENANT, "acme"), "Point 'there' saw 'tenant' unset");
    }

    @Test
    void each_time_that_a_point_is_passed_counts() {
        Ambient.where(TENANT, "acme").run(() -> probe.point("twice"));
        probe.point("twice");
        assertFails(() -> probe.assertThat("twice").saw(TENANT, "acme"), "Point 'twice' saw 'tenant' unset");
        assertFails(() -> probe.assertThat("twice").didNotSee(TENANT), "Point 'twice' saw 'tenant' = acme");
        assertFails(() -> probe.assertThat("twice").times(1), "Point 'twice' was passed 2 times instead of 1.");
    }

    @Test
    void threads_are_told_apart() {
        probe.point("one");
        probe.point("two");
        pointElsewhere("three");
        probe.assertThat("one").onSameThreadAs("two").onAnotherThreadThan("three");
        assertFails(
                () -> probe.assertThat("one").onAnotherThreadThan("two"),
                "Point 'one' was passed on thread 'main', on which 'two' was passed, too.");
        assertFails(
                () -> probe.assertThat("one").onSameThreadAs("three"),
                "Point 'one' was passed on thread 'main', on which 'three' was not passed.");
        assertFails(() -> probe.assertThat("one").onSameThreadAs("thre"), "Point 'thre' was not passed.");
    }

    @Test
    void a_point_that_was_not_passed_fails_every_assertion() {
        assertFails(() -> probe.assertThat("nowhere"), "Point 'nowhere' was not passed.\nNo point was passed.");
        assertFails(() -> probe.assertAll(TENANT, "acme"), "No point was passed.");
    }

    @Test
    void the_table_has_all_points_in_order_and_no_secret() {
        Ambient.where(TENANT, "acme").where(SECRET, "s3cret").run(() -> probe.point("a longer name"));
        pointElsewhere("there");
        assertThat(probe.toString().lines().map(String::stripTrailing))
                .containsExactly(
                        "      point          thread  values",
                        "   1  a longer name  main    tenant=acme, secret=***",
                        "   2  there          other   none");
        assertThatThrownBy(() -> probe.assertAll(SECRET, "other"))
                .hasMessageNotContaining("s3cret")
                .hasMessageContaining("secret=***");
    }

    @Test
    void a_point_on_another_thread_is_waited_for() {
        Thread thread = new Thread(() -> Ambient.where(TENANT, "acme").run(() -> {
            probe.point("late");
            probe.point("late");
        }));
        thread.start();
        probe.await("late", Duration.ofSeconds(20)).saw(TENANT, "acme");
        probe.await("late", 2, Duration.ofSeconds(20)).times(2);
        assertFails(
                () -> probe.await("never", Duration.ofMillis(1)),
                "Point 'never' was passed 0 times instead of 1 within 1 ms.\n");
    }

    @Test
    void points_of_many_threads_are_recorded_in_one_order() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        List<Future<?>> futures = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            futures.add(executor.submit(() -> {
                for (int i = 0; i < 1_000; i++) {
                    probe.point("point");
                }
            }));
        }
        for (Future<?> future : futures) {
            future.get(60, TimeUnit.SECONDS);
        }
        executor.shutdown();
        probe.assertThat("point").times(8_000).didNotSee(TENANT);
        assertThat(probe.named("point"))
                .extracting(ProbePoint::order)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
