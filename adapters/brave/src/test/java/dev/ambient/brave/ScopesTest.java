/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import brave.ScopedSpan;
import brave.Tracer;
import brave.Tracing;
import brave.context.slf4j.MDCScopeDecorator;
import brave.propagation.CurrentTraceContext;
import brave.propagation.CurrentTraceContext.Scope;
import brave.propagation.CurrentTraceContext.ScopeDecorator;
import brave.propagation.StrictScopeDecorator;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import io.micrometer.context.ThreadLocalAccessor;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
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
import org.slf4j.MDC;

/** Scopes of Brave's, where Brave's own test does not look. */
@SuppressWarnings("try")
class ScopesTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final CurrentTraceContext current = AmbientCurrentTraceContext.create();
    private final List<WeakReference<AmbientCurrentTraceContext>> decorated = new ArrayList<>();
    private Registration reporter;

    @BeforeEach
    void collect_problems() {
        reporter = AmbientRegistry.global().reportTo(problems::add);
    }

    @AfterEach
    void the_thread_is_clean() {
        reporter.close();
        decorated.stream().map(WeakReference::get).filter(Objects::nonNull).forEach(AmbientCurrentTraceContext::close);
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(problems).as("problems nobody asked for").isEmpty();
    }

    /** Of one that is closed after the test, so that its decorators are not called in others. */
    private CurrentTraceContext.Builder builder() {
        AmbientCurrentTraceContext.Builder builder = AmbientCurrentTraceContext.newBuilder();
        return new CurrentTraceContext.Builder() {
            @Override
            public CurrentTraceContext.Builder addScopeDecorator(ScopeDecorator decorator) {
                builder.addScopeDecorator(decorator);
                return this;
            }

            @Override
            public CurrentTraceContext build() {
                AmbientCurrentTraceContext built = builder.build();
                decorated.add(new WeakReference<>(built));
                return built;
            }
        };
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
        try (Scope scope = builder().build().newScope(trace(1))) {
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
        CurrentTraceContext decorated = builder()
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
        CurrentTraceContext failing = builder()
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
        CurrentTraceContext decorated = builder().addScopeDecorator(strict).build();
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
        CurrentTraceContext decorating = builder()
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

    /** What {@code MDCScopeDecorator} shows. */
    private static final String TRACE_ID = "traceId";

    private CurrentTraceContext shownInMdc() {
        return builder().addScopeDecorator(MDCScopeDecorator.get()).build();
    }

    private static void assertShown(TraceContext trace) {
        assertThat(MDC.get(TRACE_ID)).isEqualTo(trace == null ? null : trace.traceIdString());
    }

    private static AmbientContext contextOf(CurrentTraceContext current, TraceContext trace) {
        try (Scope scope = current.newScope(trace)) {
            return AmbientContext.capture();
        }
    }

    @Test
    void the_mdc_follows_scopes_and_tasks_in_any_order() {
        CurrentTraceContext shown = shownInMdc();
        AmbientContext one = contextOf(shown, trace(1));
        AmbientContext two = contextOf(shown, trace(2));
        assertShown(null);
        one.run(() -> {
            assertShown(trace(1));
            try (Scope scope = shown.newScope(trace(3))) {
                assertShown(trace(3));
                two.run(() -> {
                    assertShown(trace(2));
                    one.run(() -> assertShown(trace(1))); // an outer flow's inside an inner one
                    assertShown(trace(2));
                    AmbientContext.empty().run(() -> assertShown(null));
                    assertShown(trace(2));
                    try (Scope inner = shown.newScope(trace(1))) {
                        assertShown(trace(1));
                    }
                    assertShown(trace(2));
                });
                assertShown(trace(3));
            }
            assertShown(trace(1));
        });
        assertShown(null);
    }

    @Test
    void what_decorators_returned_is_closed_in_the_opposite_order() {
        List<String> calls = new ArrayList<>();
        CurrentTraceContext decorated = builder()
                .addScopeDecorator((trace, scope) -> {
                    String name = trace == null ? "-" : Long.toString(trace.traceId());
                    return noting(name, calls, scope);
                })
                .build();
        AmbientContext one = contextOf(decorated, trace(1));
        AmbientContext two = contextOf(decorated, trace(2));
        calls.clear();
        AmbientContext three = contextOf(AmbientCurrentTraceContext.create(), trace(3));
        one.run(() -> two.run(() -> three.run(() -> {})));
        assertThat(calls).containsExactly("open 1", "open 2", "open 3", "close 3", "close 2", "close 1");
    }

    @Test
    void a_scope_that_opens_and_closes_while_another_closes_leaves_nothing() {
        List<String> calls = new ArrayList<>();
        CurrentTraceContext decorated = builder()
                .addScopeDecorator((trace, scope) -> noting("it", calls, scope))
                .build();
        ThreadLocal<String> foreign = new ThreadLocal<>();
        ThreadLocalAccessor<String> opening = new ThreadLocalAccessor<>() {
            @Override
            public Object key() {
                return "brave.opening";
            }

            @Override
            public String getValue() {
                return foreign.get();
            }

            @Override
            public void setValue(String value) {
                foreign.set(value);
            }

            @Override
            public void setValue() {
                foreign.remove();
            }

            @Override
            public void restore() { // as Micrometer's of observations do
                decorated.newScope(trace(2)).close();
                foreign.remove();
            }
        };
        try (Registration registered = AmbientRegistry.global().register(opening);
                Scope scope = decorated.newScope(trace(1))) {
            foreign.set("written inside");
        }
        assertThat(foreign.get()).isNull();
        assertThat(calls).containsExactly("open it", "close it", "open it", "close it");
    }

    /** As Brave's own decorators demand that flush updates of baggage to the MDC. The accessor is as Micrometer's of observations. */
    @Test
    void what_decorators_returned_is_closed_in_the_opposite_order_also_where_an_accessor_opens_scopes() {
        Deque<Object> open = new ArrayDeque<>();
        List<String> outOfOrder = new ArrayList<>();
        CurrentTraceContext decorated = builder()
                .addScopeDecorator((trace, scope) -> {
                    Object token = new Object();
                    open.push(token);
                    return () -> {
                        if (open.pop() != token) {
                            outOfOrder.add("closed " + trace);
                        }
                        scope.close();
                    };
                })
                .build();
        Deque<Scope> scopes = new ArrayDeque<>();
        ThreadLocal<TraceContext> foreign = new ThreadLocal<>();
        ThreadLocalAccessor<TraceContext> opening = new ThreadLocalAccessor<>() {
            @Override
            public Object key() {
                return "brave.opening";
            }

            @Override
            public TraceContext getValue() {
                return foreign.get();
            }

            @Override
            public void setValue(TraceContext value) {
                foreign.set(value);
                scopes.push(decorated.maybeScope(value));
            }

            @Override
            public void setValue() {
                foreign.remove();
                scopes.push(decorated.maybeScope(null));
            }

            @Override
            public void restore(TraceContext value) {
                scopes.pop().close();
                foreign.set(value);
            }

            @Override
            public void restore() {
                scopes.pop().close();
                foreign.remove();
            }
        };
        try (Registration registered = AmbientRegistry.global().register(opening)) {
            AmbientContext none = AmbientContext.capture();
            AmbientContext one;
            AmbientContext two;
            foreign.set(trace(1));
            try (Scope scope = decorated.newScope(trace(1))) {
                one = AmbientContext.capture();
            }
            try (Scope scope = decorated.newScope(trace(2))) { // as a span inside an observation
                two = AmbientContext.capture();
            }
            foreign.remove();
            one.run(() -> none.run(() -> one.run(() -> none.run(() -> {}))));
            two.run(() -> none.run(() -> one.run(() -> two.run(() -> {}))));
            one.run(() -> {});
        }
        assertThat(outOfOrder).isEmpty();
        assertThat(open).isEmpty();
    }

    @Test
    void a_decoration_that_fails_is_reported_and_the_others_are_closed() {
        List<String> calls = new ArrayList<>();
        CurrentTraceContext decorated = builder()
                .addScopeDecorator((trace, scope) -> noting("it", calls, () -> {
                    if (trace != null && trace.traceId() == 2) {
                        throw new IllegalStateException("close");
                    }
                }))
                .build();
        AmbientContext one = contextOf(AmbientCurrentTraceContext.create(), trace(1));
        AmbientContext two = contextOf(AmbientCurrentTraceContext.create(), trace(2));
        calls.clear();
        one.run(() -> two.run(() -> {}));
        assertThat(calls).containsExactly("open it", "open it", "close it", "close it");
        assertThat(current.get()).isNull();
        assertThat(decorated.get()).isNull();
        assertThat(reported()).containsExactly(Problem.Kind.LISTENER_FAILED);
    }

    @Test
    void a_closed_one_calls_its_decorators_only_where_a_scope_opens() {
        AmbientContext one = contextOf(current, trace(1));
        AmbientCurrentTraceContext closed = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator(MDCScopeDecorator.get())
                .build();
        closed.close();
        closed.close();
        one.run(() -> assertShown(null));
        try (Scope scope = closed.newScope(trace(1))) {
            assertShown(trace(1));
        }
        assertShown(null);
    }

    @Test
    void what_is_decorated_when_the_decorators_are_closed_ends_with_its_task() {
        AmbientCurrentTraceContext closed = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator(MDCScopeDecorator.get())
                .build();
        AmbientContext one = contextOf(current, trace(1));
        AmbientContext two = contextOf(current, trace(2));
        one.run(() -> {
            two.run(() -> {
                closed.close();
                assertShown(trace(2));
            });
            assertShown(trace(1));
            two.run(() -> assertShown(trace(1)));
        });
        assertShown(null);
        one.run(() -> assertShown(null));
    }

    @Test
    void decorators_that_nobody_refers_to_are_collected() {
        List<WeakReference<Object>> references = new ArrayList<>();
        references.add(new WeakReference<>(shownInMdc()));
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(references.get(0).refersTo(null)).isTrue();
                });
        contextOf(current, trace(1)).run(() -> {}); // takes its listener out
        assertShown(null);
    }

    @Test
    void it_stands_beside_one_of_braves_own() {
        CurrentTraceContext braves = ThreadLocalCurrentTraceContext.create();
        try (Scope scope = current.newScope(trace(1))) {
            assertThat(braves.get()).isNull();
        }
    }
}
