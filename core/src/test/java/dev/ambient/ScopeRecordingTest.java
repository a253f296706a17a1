/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_CLOSED_TWICE;
import static dev.ambient.Problem.Kind.SCOPE_NEVER_CLOSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 13: recorded scopes that are open, dropped or closed twice are known, with the place where they were opened. */
class ScopeRecordingTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private ScopeRecording recording() {
        ScopeRecording recording = AmbientRegistry.global().recordScopes();
        afterwardsClose(recording);
        return recording;
    }

    private static Scope openTenant() {
        return TENANT.bind("acme");
    }

    @Test
    void those_that_are_open_are_listed_until_they_are_closed() {
        ScopeRecording recording = recording();
        Scope outer = openTenant();
        Scope inner = AmbientContext.empty().makeCurrent();
        assertThat(recording.openScopes()).hasSize(2).allSatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(SCOPE_NEVER_CLOSED);
            assertThat(problem.message()).contains("'" + Thread.currentThread().getName() + "'");
        });
        assertThat(place(recording.openScopes().get(0))).isEqualTo("openTenant");
        inner.close();
        assertThat(recording.openScopes()).hasSize(1);
        outer.close();
        assertThat(recording.openScopes()).isEmpty();
    }

    @Test
    void one_on_a_thread_that_has_ended_is_still_open() {
        ScopeRecording recording = recording();
        AtomicReference<Scope> kept = new AtomicReference<>();
        elsewhere(() -> kept.set(openTenant()));
        assertThat(recording.openScopes()).hasSize(1);
        assertThat(place(recording.openScopes().get(0))).isEqualTo("openTenant");
        assertThat(kept.get()).isNotNull();
    }

    @Test
    void one_that_ends_with_its_task_is_reported_as_such_and_open_no_more() {
        ScopeRecording recording = recording();
        AmbientContext.empty().run(ScopeRecordingTest::openTenant);
        assertThat(recording.openScopes()).isEmpty();
        assertThat(reported()).extracting(Problem::kind).containsExactly(Problem.Kind.SCOPE_LEFT_OPEN);
    }

    @Test
    void one_that_is_dropped_is_reported_once_with_its_place() {
        ScopeRecording recording = recording();
        elsewhere(ScopeRecordingTest::openTenant);
        List<Problem> problems = new java.util.ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            recording.openScopes();
            problems.addAll(reported());
            return !problems.isEmpty();
        });
        AmbientContext.empty().makeCurrent().close();
        problems.addAll(reported());
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).kind()).isEqualTo(SCOPE_NEVER_CLOSED);
        assertThat(place(problems.get(0))).isEqualTo("openTenant");
        assertThat(recording.openScopes()).isEmpty();
    }

    @Test
    void closing_twice_does_nothing_and_is_reported_while_recorded() {
        Scope before = openTenant();
        before.close();
        before.close();
        recording();
        Scope scope = openTenant();
        scope.close();
        assertThat(reported()).isEmpty();
        scope.close();
        List<Problem> problems = reported();
        assertThat(problems).extracting(Problem::kind).containsExactly(SCOPE_CLOSED_TWICE);
        assertThat(place(problems.get(0))).isEqualTo("openTenant");
    }

    @Test
    void of_many_a_sample_is_recorded() {
        ScopeRecording recording = AmbientRegistry.global().recordScopes(10);
        afterwardsClose(recording);
        List<Scope> scopes =
                Stream.generate(ScopeRecordingTest::openTenant).limit(10_000).toList();
        int recorded = recording.openScopes().size();
        for (int i = scopes.size() - 1; i >= 0; i--) {
            scopes.get(i).close();
        }
        assertThat(recorded).isBetween(700, 1_300); // ten standard deviations of a binomial distribution
        assertThat(recording.openScopes()).isEmpty();
    }

    @Test
    void whoever_wants_more_gets_it_and_the_others_as_well() {
        ScopeRecording some = AmbientRegistry.global().recordScopes(1_000_000);
        afterwardsClose(some);
        ScopeRecording all = recording();
        Scope scope = openTenant();
        assertThat(some.openScopes()).hasSize(1);
        all.close();
        assertThat(some.openScopes()).hasSize(1);
        scope.close();
        assertThat(some.openScopes()).isEmpty();
    }

    @Test
    void nothing_is_kept_when_nobody_records_any_more() {
        ScopeRecording recording = recording();
        Scope scope = openTenant();
        recording.close();
        assertThat(recording().openScopes()).isEmpty();
        scope.close();
    }

    @Test
    void one_in_none_is_refused() {
        assertThatThrownBy(() -> AmbientRegistry.global().recordScopes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one scope in 0");
    }

    private static String place(Problem problem) {
        return Stream.of(problem.cause().getStackTrace())
                .filter(frame -> frame.getClassName().equals(ScopeRecordingTest.class.getName()))
                .findFirst()
                .orElseThrow()
                .getMethodName();
    }
}
