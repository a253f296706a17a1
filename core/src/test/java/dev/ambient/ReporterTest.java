/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.ambient.Problem.Kind;
import dev.ambient.TestAccessor.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who is told of problems, and which there are. */
@SuppressWarnings("try")
class ReporterTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private final AmbientRegistry registry = AmbientRegistry.global();

    private static Problem problem(String message) {
        return new Problem(Kind.LISTENER_FAILED, message, null);
    }

    @Test
    void a_reporter_is_told_in_place_of_the_one_before_and_that_one_again_afterwards() {
        List<Problem> first = new ArrayList<>();
        List<Problem> second = new ArrayList<>();
        Problem problem = problem("x");
        Registration one = registry.reportTo(first::add);
        registry.report(problem);
        Registration two = registry.reportTo(second::add);
        registry.report(problem);
        two.close();
        two.close();
        registry.report(problem);
        one.close();
        assertThat(first).containsExactly(problem, problem);
        assertThat(second).containsExactly(problem);
        assertReported();
        registry.report(problem);
        assertThat(reported()).containsExactly(problem);
    }

    @Test
    void closing_an_earlier_registration_first_leaves_the_later_one() {
        List<Problem> first = new ArrayList<>();
        List<Problem> second = new ArrayList<>();
        Registration one = registry.reportTo(first::add);
        Registration two = registry.reportTo(second::add);
        one.close();
        registry.report(problem("x"));
        assertThat(second).hasSize(1);
        two.close();
        registry.report(problem("y"));
        assertThat(first).isEmpty();
        assertThat(reported()).containsExactly(problem("y"));
    }

    @Test
    void one_reporter_put_in_twice_is_taken_out_once_at_a_time() {
        List<Problem> mine = new ArrayList<>();
        List<Problem> other = new ArrayList<>();
        Consumer<Problem> reporter = mine::add;
        Registration one = registry.reportTo(reporter);
        Registration two = registry.reportTo(other::add);
        Registration three = registry.reportTo(reporter);
        three.close();
        registry.report(problem("x"));
        assertThat(other).hasSize(1);
        two.close();
        registry.report(problem("y"));
        assertThat(mine).hasSize(1);
        one.close();
    }

    @Test
    void observers_are_told_beside_the_reporter_and_also_where_one_throws() {
        List<Problem> first = new ArrayList<>();
        List<Problem> second = new ArrayList<>();
        Registration one = registry.observeProblems(problem -> {
            first.add(problem);
            throw new IllegalStateException("on purpose");
        });
        Registration two = registry.observeProblems(second::add);
        registry.report(problem("x"));
        one.close();
        one.close();
        registry.report(problem("y"));
        two.close();
        registry.report(problem("z"));
        assertThat(first).containsExactly(problem("x"));
        assertThat(second).containsExactly(problem("x"), problem("y"));
        assertThat(reported()).containsExactly(problem("x"), problem("y"), problem("z"));
    }

    @Test
    void what_a_reporter_throws_goes_to_the_log_with_the_problem() throws Exception {
        Error thrown = new AssertionError("reporter");
        try (CapturedLog log = new CapturedLog()) {
            Registration reporter = registry.reportTo(problem -> {
                throw thrown;
            });
            assertThatCode(() -> registry.report(problem("a hook is gone"))).doesNotThrowAnyException();
            assertThat(log.lines.toString()).contains("a hook is gone");
            assertThat(log.lines).anyMatch(line -> mentions(line.thrown(), thrown));

            Scope scope = TENANT.bind("acme");
            elsewhere(scope::close);
            scope.close();
            assertThat(TENANT.isBound()).isFalse();
            reporter.close();
        }
    }

    private static boolean mentions(Throwable logged, Throwable thrown) {
        return logged != null
                && (logged == thrown
                        || logged.getCause() == thrown
                        || List.of(logged.getSuppressed()).contains(thrown));
    }

    @Test
    void at_first_problems_go_to_the_log_at_most_one_of_a_kind_a_second() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            withoutReporter(() -> {
                for (int i = 0; i < 1000; i++) {
                    registry.report(new Problem(Kind.SCOPE_LEFT_OPEN, "left open", null));
                    registry.report(new Problem(Kind.SCOPE_CLOSED_LATE, "closed late", null));
                }
            });
            assertThat(log.lines).allMatch(line -> line.level().equals("WARNING"));
            assertThat(log.lines)
                    .filteredOn(line -> line.message().contains("left open"))
                    .hasSizeBetween(1, 5);
            assertThat(log.lines)
                    .filteredOn(line -> line.message().contains("closed late"))
                    .hasSizeBetween(1, 5);
        }
    }

    @Test
    void a_problem_has_a_kind_and_a_message() {
        assertThatNullPointerException().isThrownBy(() -> new Problem(null, "x", null));
        assertThatNullPointerException().isThrownBy(() -> new Problem(Kind.LISTENER_FAILED, null, null));
        assertThat(problem("x").cause()).isNull();
    }

    @Test
    void every_kind_that_arises_here_is_reported_on_its_thread_with_what_to_look_for() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<Problem> problems = new CopyOnWriteArrayList<>();
        afterwardsClose(registry.reportTo(problem -> {
            problems.add(problem);
            threads.add(Thread.currentThread());
        }));
        Thread here = Thread.currentThread();

        Scope scope = TENANT.bind("acme");
        elsewhere(scope::close);
        assertOne(problems, Kind.SCOPE_ON_OTHER_THREAD, "elsewhere", here.getName());
        assertThat(threads.remove(0)).isNotSameAs(here);

        Scope inner = TENANT.bind("initech");
        scope.close();
        assertOne(problems, Kind.SCOPE_OUT_OF_ORDER, here.getName());
        inner.close();
        assertOne(problems, Kind.SCOPE_CLOSED_LATE, here.getName());

        List<Scope> left = new ArrayList<>();
        AmbientContext.empty().run(() -> left.add(TENANT.bind("acme")));
        assertOne(problems, Kind.SCOPE_LEFT_OPEN, here.getName());
        left.get(0).close();
        assertOne(problems, Kind.SCOPE_CLOSED_LATE, here.getName());

        TestAccessor user = new TestAccessor("user");
        Registration registration = registry.register(user);
        Throwable thrown = user.fail(Op.GET, () -> new IllegalStateException("boom"));
        AmbientContext.capture();
        assertThat(problems.get(0).cause()).isSameAs(thrown);
        assertOne(problems, Kind.ACCESSOR_FAILED, "user");
        registration.close();

        Ambient<String> secret = Ambient.<String>builder("secret").redacted().build();
        Registration listener = secret.onChange((previous, current, cause) -> {
            throw new IllegalStateException("boom");
        });
        AmbientContext.empty().run(() -> {
            secret.set("s3cret");
            assertThat(problems.get(0).message()).doesNotContain("s3cret");
            assertOne(problems, Kind.LISTENER_FAILED, "secret");
        });
        listener.close();
        problems.clear();
        assertThat(threads).containsOnly(here);
    }

    private static void assertOne(List<Problem> problems, Kind kind, String... words) {
        assertThat(problems).extracting(Problem::kind).containsExactly(kind);
        assertThat(problems.remove(0).message()).contains(words);
    }
}
