/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Strict mode reports scopes that are not closed as they should be, at a limited rate. */
class StrictTest {

    private static final Ambient<String> KEY = Ambient.named("key");

    private final List<Problem> reported = new CopyOnWriteArrayList<>();

    private static void leak() {
        AmbientContext.empty().run(() -> KEY.bind("a"));
    }

    @Test
    void a_scope_that_is_closed_twice_is_reported_with_where_it_was_opened() {
        Registration strict =
                Diagnostics.install(DiagnosticsOptions.none().strict().reportTo(reported::add, 10));
        Scope scope = KEY.bind("a");
        scope.close();
        scope.close();
        strict.close();
        assertThat(reported).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.SCOPE_CLOSED_TWICE);
            assertThat(problem.cause()).hasStackTraceContaining("StrictTest.java");
        });
    }

    @Test
    void scopes_that_are_open_are_listed_until_strict_mode_ends() throws Exception {
        Registration strict = Diagnostics.install(DiagnosticsOptions.none().strict());
        Scope[] scope = new Scope[1];
        Thread thread = new Thread(() -> scope[0] = KEY.bind("a"), "gone");
        thread.start();
        thread.join();
        assertThat(Diagnostics.openScopes()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("gone");
            assertThat(problem.cause()).hasStackTraceContaining("StrictTest.java");
        });
        strict.close();
        assertThat(Diagnostics.openScopes()).isEmpty();
    }

    @Test
    void reports_from_one_place_are_limited_per_minute() {
        Registration strict =
                Diagnostics.install(DiagnosticsOptions.none().strict().reportTo(reported::add, 3));
        for (int i = 0; i < 100; i++) {
            leak();
        }
        assertThat(reported).hasSize(3);
        Scope other = KEY.bind("a");
        other.close();
        other.close();
        assertThat(reported).as("another kind").hasSize(4);
        strict.close();
        strict.close();
        assertThat(Diagnostics.openScopes()).isEmpty();
    }

    @Test
    void sampled_mode_records_about_one_scope_in_ten() {
        Registration strict =
                Diagnostics.install(DiagnosticsOptions.none().strict(10).reportTo(reported::add, 1_000_000));
        for (int i = 0; i < 2_000; i++) {
            leak();
        }
        strict.close();
        assertThat(reported).hasSize(2_000);
        assertThat(reported.stream().filter(problem -> problem.cause() != null).count())
                .isBetween(100L, 320L); // 200 are expected; the limits are more than 8 standard deviations away
    }

    @Test
    void numbers_out_of_range_are_rejected() {
        DiagnosticsOptions options = DiagnosticsOptions.none();
        assertThatIllegalArgumentException().isThrownBy(() -> options.strict(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.remember(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.reportTo(reported::add, 0));
    }
}
