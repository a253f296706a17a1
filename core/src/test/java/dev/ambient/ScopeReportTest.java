/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_CLOSED_LATE;
import static dev.ambient.Problem.Kind.SCOPE_LEFT_OPEN;
import static dev.ambient.Problem.Kind.SCOPE_ON_OTHER_THREAD;
import static dev.ambient.Problem.Kind.SCOPE_OUT_OF_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 13: what a report of a misused scope says: which keys, which threads, and where it was opened if recorded. */
class ScopeReportTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<String> USER =
            Ambient.<String>builder("user").redacted().build();

    /** A way to misuse a scope that is opened by {@code openTenant}. */
    private record Misuse(Problem.Kind kind, Consumer<ScopeReportTest> deed) {
        @Override
        public String toString() {
            return kind.name();
        }
    }

    private final List<Scope> opened = new ArrayList<>();

    private Scope openTenant() {
        Scope scope = TENANT.bind("acme");
        opened.add(scope);
        return scope;
    }

    static Stream<Misuse> misuses() {
        return Stream.of(
                new Misuse(SCOPE_ON_OTHER_THREAD, test -> {
                    Scope scope = test.openTenant();
                    elsewhere(scope::close);
                    scope.close();
                }),
                new Misuse(SCOPE_LEFT_OPEN, test -> AmbientContext.empty().run(test::openTenant)),
                new Misuse(SCOPE_CLOSED_LATE, test -> {
                    AmbientContext.empty().run(test::openTenant);
                    test.reported();
                    test.opened.get(0).close();
                }),
                new Misuse(SCOPE_OUT_OF_ORDER, test -> {
                    Scope outer = Ambient.named("other").bind("outer");
                    test.openTenant();
                    outer.close();
                }),
                new Misuse(SCOPE_OUT_OF_ORDER, test -> {
                    Scope scope = test.openTenant();
                    AmbientContext.empty().run(scope::close);
                }));
    }

    private Problem problem(Misuse misuse) {
        opened.clear();
        misuse.deed.accept(this);
        List<Problem> problems = reported();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).kind()).isEqualTo(misuse.kind);
        return problems.get(0);
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void it_names_the_key_and_the_thread(Misuse misuse) {
        assertThat(problem(misuse).message())
                .contains("'tenant'")
                .contains("'" + Thread.currentThread().getName() + "'");
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void where_it_was_opened_is_the_cause_while_that_is_recorded(Misuse misuse) {
        assertThat(problem(misuse).cause()).isNull();
        Registration one = AmbientRegistry.global().recordScopes();
        Registration two = AmbientRegistry.global().recordScopes();
        assertOpenedHere(problem(misuse).cause());
        two.close();
        two.close();
        assertOpenedHere(problem(misuse).cause());
        one.close();
        assertThat(problem(misuse).cause()).isNull();
    }

    private static void assertOpenedHere(Throwable cause) {
        assertThat(cause)
                .hasMessage("the scope was opened here, on thread '"
                        + Thread.currentThread().getName() + "'");
        assertThat(Arrays.stream(cause.getStackTrace())
                        .map(StackTraceElement::getMethodName)
                        .filter("openTenant"::equals))
                .hasSize(1);
    }

    @Test
    void each_scope_that_is_left_open_is_said() {
        Registration recording = afterwardsClose(AmbientRegistry.global().recordScopes());
        Ambient.where(TENANT, "before")
                .run(() -> AmbientContext.capture().run(() -> {
                    openTenant();
                    TENANT.bind("initech");
                    USER.bind("ann");
                }));
        Problem problem = reported().get(0);
        assertThat(problem.message()).contains("'tenant', 'user'").doesNotContain("initech", "ann");
        assertThat(problem.cause().getSuppressed()).hasSize(2);
        assertOpenedHere(problem.cause());
        recording.close();
    }

    @Test
    void a_value_that_was_taken_away_is_named_too() {
        Ambient.where(TENANT, "acme")
                .run(() -> Ambient.where(USER, "ann").run(() -> {
                    Ambient.named("left open").bind("x");
                    TENANT.unset();
                }));
        assertThat(reported().get(0).message())
                .contains("'left open'")
                .contains("'tenant'")
                .contains("'user'");
    }

    @Test
    void a_scope_from_before_the_recording_is_reported_without_it() {
        Scope scope = openTenant();
        Registration recording = afterwardsClose(AmbientRegistry.global().recordScopes());
        elsewhere(scope::close);
        assertThat(reported().get(0).cause()).isNull();
        scope.close();
        recording.close();
    }

    @Test
    void a_cause_that_was_reported_does_not_change_with_later_reports() {
        Registration recording = AmbientRegistry.global().recordScopes();
        AmbientContext.empty().run(() -> {
            Scope scope = openTenant();
            openTenant();
            elsewhere(scope::close);
        });
        recording.close();
        List<Problem> problems = reported();
        assertThat(problems).extracting(Problem::kind).containsExactly(SCOPE_ON_OTHER_THREAD, SCOPE_LEFT_OPEN);
        assertThat(problems.get(0).cause().getSuppressed()).isEmpty();
        assertThat(problems.get(1).cause().getSuppressed()).hasSize(1);
    }

    @Test
    void what_was_recorded_of_a_scope_is_not_said_of_a_later_one() {
        Registration recording = AmbientRegistry.global().recordScopes();
        openTenant().close();
        recording.close();
        AmbientContext.empty().run(this::openTenant);
        assertThat(reported().get(0).cause()).isNull();
    }

    @Test
    void a_scope_that_changed_no_value_is_reported_without_a_key() {
        AmbientContext.empty().run(AmbientContext::suppressFlow);
        assertThat(reported().get(0).message()).doesNotContain("ambient value");
    }
}
