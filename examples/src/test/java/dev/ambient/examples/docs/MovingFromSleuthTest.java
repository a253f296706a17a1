/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Span;
import brave.Tracer.SpanInScope;
import brave.Tracing;
import brave.baggage.BaggageField;
import brave.baggage.BaggagePropagation;
import brave.baggage.BaggagePropagationConfig.SingleBaggageField;
import brave.propagation.B3Propagation;
import brave.propagation.ThreadLocalCurrentTraceContext;
import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The code of docs/moving/sleuth.md, with Brave as Sleuth sets it up. The accessors are run by integration's tests, which have them. */
@SuppressWarnings("try") // scopes are closed, not used
class MovingFromSleuthTest extends Printing {

    private static final ExecutorService plain = Executors.newSingleThreadExecutor();

    @AfterAll
    static void stop() {
        plain.shutdown();
    }

    @Nested
    class Before {

        static final BaggageField TENANT = BaggageField.create("tenant");

        private final Tracing tracing = Tracing.newBuilder()
                .currentTraceContext(ThreadLocalCurrentTraceContext.create())
                .propagationFactory(BaggagePropagation.newFactoryBuilder(B3Propagation.FACTORY)
                        .add(SingleBaggageField.local(TENANT))
                        .build())
                .build();

        @Test
        void baggage_needs_a_span() throws Exception {
            assertThat(TENANT.updateValue("acme")).isFalse();

            Span span = tracing.tracer().newTrace();
            try (SpanInScope scope = tracing.tracer().withSpanInScope(span)) {
                TENANT.updateValue("acme");
                ExecutorService pool = tracing.currentTraceContext().executorService(plain);
                pool.execute(() -> print(TENANT.getValue()));
                assertThat(printed()).isEqualTo("acme");
            }
            span.abandon();
            tracing.close();
        }
    }

    @Nested
    class After {

        static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

        @Test
        void a_value_needs_none() throws Exception {
            ExecutorService pool = AmbientExecutors.wrap(plain);
            Ambient.where(TENANT, "acme").run(() -> {
                pool.execute(() -> print(TENANT.get()));
            });
            assertThat(printed()).isEqualTo("acme");
        }
    }
}
