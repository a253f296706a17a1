/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brave.ScopedSpan;
import brave.Tracer;
import brave.Tracing;
import brave.propagation.CurrentTraceContext;
import brave.propagation.CurrentTraceContext.Scope;
import brave.propagation.StrictScopeDecorator;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scopes of Brave's, where Brave's own test does not look. */
@SuppressWarnings("try")
class ScopesTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final CurrentTraceContext current = AmbientCurrentTraceContext.create();
    private Registration reporter;

    @BeforeEach
    void collect_problems() {
        reporter = AmbientRegistry.global().reportTo(problems::add);
    }

    @AfterEach
    void the_thread_is_clean() {
        reporter.close();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(problems).as("problems nobody asked for").isEmpty();
    }

    static TraceContext trace(long id) {
        return TraceContext.newBuilder().traceId(id).spanId(id).build();
    }

    private static <V> V elsewhere(Callable<V> block) throws Exception {
        FutureTask<V> task = new FutureTask<>(block);
        new Thread(task).start();
        return task.get(60, TimeUnit.SECONDS);
    }

    private List<Problem.Kind> reported() {
        List<Problem.Kind> kinds = problems.stream().map(Problem::kind).toList();
        problems.clear();
        return kinds;
    }

    @Test
    void all_instances_show_the_same_trace() {
        try (Scope scope = AmbientCurrentTraceContext.newBuilder().build().newScope(trace(1))) {
            assertThat(current.get()).isEqualTo(trace(1));
        }
    }

    @Test
    void tracing_finds_the_trace_of_a_captured_context() throws Exception {
        try (Tracing tracing = Tracing.newBuilder().currentTraceContext(current).build()) {
            Tracer tracer = tracing.tracer();
            ScopedSpan span = tracer.startScopedSpan("request");
            AmbientContext captured = AmbientContext.capture();
            long found = elsewhere(
                    () -> captured.call(() -> tracer.currentSpan().context().traceId()));
            assertThat(found).isEqualTo(span.context().traceId());
            span.finish();
        }
    }

    @Test
    void a_scope_without_trace_hides_it_from_work_started_inside() {
        try (Scope scope = current.newScope(trace(1))) {
            AmbientContext inside;
            try (Scope none = current.newScope(null)) {
                inside = AmbientContext.capture();
            }
            assertThat(inside.<TraceContext, RuntimeException>call(current::get))
                    .isNull();
            assertThat(current.get()).isEqualTo(trace(1));
        }
    }

    @Test
    void decorators_are_called_once_for_each_scope_in_the_order_in_which_they_were_added() {
        List<String> calls = new ArrayList<>();
        CurrentTraceContext decorated = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator((trace, scope) -> noting("first", calls, scope))
                .addScopeDecorator((trace, scope) -> noting("second", calls, scope))
                .build();
        try (Scope scope = decorated.newScope(trace(1))) {
            try (Scope same = decorated.maybeScope(trace(1))) {
                Runnable work = () -> calls.add("work");
                decorated.wrap(work).run();
            }
        }
        String opened = "open first, open second";
        String closed = "close second, close first";
        assertThat(String.join(", ", calls))
                .isEqualTo(String.join(", ", opened, opened, opened, "work", closed, closed, closed));
    }

    private static Scope noting(String name, List<String> calls, Scope scope) {
        calls.add("open " + name);
        return () -> {
            calls.add("close " + name);
            scope.close();
        };
    }

    @Test
    void a_decorator_that_throws_leaves_nothing_changed() {
        CurrentTraceContext failing = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator((trace, scope) -> {
                    throw new IllegalStateException("decorator");
                })
                .build();
        try (Scope scope = current.newScope(trace(1))) {
            assertThatThrownBy(() -> failing.newScope(trace(2))).hasMessage("decorator");
            assertThatThrownBy(() -> failing.newScope(null)).hasMessage("decorator");
            assertThat(current.get()).isEqualTo(trace(1));
        }
    }

    @Test
    void a_strict_decorator_finds_a_scope_that_is_left_open() {
        StrictScopeDecorator strict = StrictScopeDecorator.create();
        CurrentTraceContext decorated = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator(strict)
                .build();
        Scope scope = decorated.newScope(trace(1));
        assertThatThrownBy(strict::close).isInstanceOf(AssertionError.class);
        scope.close();
        strict.close();
    }

    @Test
    void rule_5_what_is_set_in_a_scope_ends_with_it() {
        try (Scope scope = current.newScope(trace(1))) {
            TENANT.set("acme");
            assertThat(current.get()).isEqualTo(trace(1));
        }
        assertThat(TENANT.get()).isNull();
    }

    @Test
    void rule_12_a_scope_does_not_end_the_suppression_around_it() {
        try (var suppressed = AmbientContext.suppressFlow();
                Scope scope = current.newScope(trace(1));
                Scope none = current.newScope(null);
                Scope again = current.newScope(trace(2))) {
            assertThat(current.get()).isEqualTo(trace(2));
            assertThat(AmbientContext.capture().isEmpty()).isTrue();
        }
    }

    @Test
    void rule_13_closing_on_another_thread_changes_neither_and_is_reported() throws Exception {
        Scope scope = current.newScope(trace(1));
        TraceContext there = elsewhere(() -> {
            try (Scope theirs = current.newScope(trace(2))) {
                scope.close();
                return current.get();
            }
        });
        assertThat(there).isEqualTo(trace(2));
        assertThat(current.get()).isEqualTo(trace(1));
        scope.close();
        assertThat(reported()).containsExactly(Problem.Kind.SCOPE_ON_OTHER_THREAD);
    }

    @Test
    void rule_13_closing_out_of_order_ends_with_nothing() {
        Scope outer = current.newScope(trace(1));
        Scope inner = current.newScope(trace(2));
        outer.close();
        inner.close();
        assertThat(current.get()).isNull();
        assertThat(reported()).containsExactly(Problem.Kind.SCOPE_OUT_OF_ORDER, Problem.Kind.SCOPE_CLOSED_LATE);
    }

    @Test
    void rule_17_a_scope_that_a_task_leaves_open_ends_with_the_task_and_closing_it_in_anothers_changes_nothing() {
        List<Scope> left = new ArrayList<>();
        AmbientContext.empty().run(() -> {
            current.newScope(trace(1));
            left.add(current.newScope(trace(2)));
        });
        assertThat(current.get()).isNull();
        AmbientContext.empty().run(() -> {
            try (Scope another = current.newScope(trace(3))) {
                left.get(0).close();
                assertThat(current.get()).isEqualTo(trace(3));
            }
        });
        assertThat(reported()).containsExactly(Problem.Kind.SCOPE_LEFT_OPEN, Problem.Kind.SCOPE_CLOSED_LATE);
    }

    @Test
    void an_executor_of_braves_takes_the_trace_and_the_decorators_along() throws Exception {
        List<TraceContext> decorated = new CopyOnWriteArrayList<>();
        CurrentTraceContext decorating = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator((trace, scope) -> {
                    decorated.add(trace);
                    return scope;
                })
                .build();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            FutureTask<TraceContext> task = new FutureTask<>(decorating::get);
            Executor executor = decorating.executor(pool);
            try (Scope scope = current.newScope(trace(1))) {
                executor.execute(task);
                assertThat(decorating
                                .executorService(pool)
                                .submit(decorating::get)
                                .get(60, TimeUnit.SECONDS))
                        .isEqualTo(trace(1));
            }
            assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(trace(1));
            assertThat(pool.submit(AmbientContext::current)
                            .get(60, TimeUnit.SECONDS)
                            .isEmpty())
                    .isTrue();
            assertThat(decorated).containsExactly(trace(1), trace(1));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_listener_follows_scopes_and_tasks() {
        List<String> shown = new ArrayList<>();
        Registration listening = AmbientCurrentTraceContext.onChange(
                (previous, now, cause) -> shown.add(now == null ? "-" : now.traceIdString()));
        try {
            AmbientContext captured;
            try (Scope scope = current.newScope(trace(1))) {
                captured = AmbientContext.capture();
            }
            captured.run(() -> {});
            AmbientContext.empty().run(() -> {});
        } finally {
            listening.close();
        }
        String one = trace(1).traceIdString();
        assertThat(shown).containsExactly(one, "-", one, "-");
    }

    @Test
    void it_stands_beside_one_of_braves_own() {
        CurrentTraceContext braves = ThreadLocalCurrentTraceContext.create();
        try (Scope scope = current.newScope(trace(1))) {
            assertThat(braves.get()).isNull();
        }
    }
}
