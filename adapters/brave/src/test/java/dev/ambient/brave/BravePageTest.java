/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Span;
import brave.Tracer.SpanInScope;
import brave.Tracing;
import brave.context.slf4j.MDCScopeDecorator;
import brave.propagation.CurrentTraceContext;
import brave.propagation.CurrentTraceContext.Scope;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The code of docs/how-to/brave.md. */
@SuppressWarnings("try")
class BravePageTest {

    private static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newFixedThreadPool(4));

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    private void print(Object line) {
        lines.add(String.valueOf(line));
    }

    private String printed() throws InterruptedException {
        return lines.poll(1, TimeUnit.MINUTES);
    }

    @Test
    void a_span_in_a_pool() throws Exception {
        Tracing tracing = Tracing.newBuilder()
                .currentTraceContext(AmbientCurrentTraceContext.create())
                .build();
        Span span = tracing.tracer().newTrace().name("order").start();
        try (SpanInScope scope = tracing.tracer().withSpanInScope(span)) {
            POOL.execute(() -> print(tracing.tracer().currentSpan().equals(span)));
        }
        assertThat(printed()).isEqualTo("true");
        tracing.close();
    }

    @Test
    void the_mdc_follows_the_trace() throws Exception {
        CurrentTraceContext current = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator(MDCScopeDecorator.get())
                .build();
        try (Scope scope = current.newScope(ScopesTest.trace(17))) {
            POOL.execute(() -> print(MDC.get("traceId")));
            assertThat(MDC.get("traceId")).isEqualTo("0000000000000011");
        }
        assertThat(printed()).isEqualTo("0000000000000011");
        assertThat(MDC.get("traceId")).isNull();
        ((AmbientCurrentTraceContext) current).close();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }
}
