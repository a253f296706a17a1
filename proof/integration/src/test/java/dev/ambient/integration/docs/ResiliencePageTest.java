/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientFuture;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.core.ContextPropagator;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/how-to/other-libraries.md says of resilience4j. */
@SuppressWarnings("try") // a bulkhead is closed while nobody interrupts
class ResiliencePageTest extends TwoRequests {

    private String load(String tenant) {
        print(TENANT.get() + " " + tenant);
        return tenant;
    }

    // The bulkhead

    @Test
    void a_bulkhead() throws Exception {
        ThreadPoolBulkheadConfig config = ThreadPoolBulkheadConfig.custom()
                .contextPropagator(new AmbientPropagator())
                .build();
        try (ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of("prices", config)) {
            both(tenant -> bulkhead.executeSupplier(() -> load(tenant)));
            assertThat(printed()).isEqualTo(OWN);
        }
    }

    @Test
    void one_call_of_a_bulkhead() throws Exception {
        try (ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.ofDefaults("prices")) {
            both(tenant -> {
                bulkhead.executeSupplier(AmbientContext.capture().wrapSupplier(() -> load(tenant)));
            });
            assertThat(printed()).isEqualTo(OWN);
        }
    }

    @Test
    void without_a_bulkhead_sees_none() throws Exception {
        try (ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.ofDefaults("prices")) {
            both(tenant -> bulkhead.executeSupplier(() -> load(tenant)));
            assertThat(printed()).isEqualTo(NONE);
        }
    }

    /** Looks at the thread when the scope is closed. */
    private final class Looking implements ContextPropagator<AmbientPropagator.Carried> {

        private final AmbientPropagator propagator = new AmbientPropagator();

        @Override
        public Supplier<Optional<AmbientPropagator.Carried>> retrieve() {
            return propagator.retrieve();
        }

        @Override
        public Consumer<Optional<AmbientPropagator.Carried>> copy() {
            return propagator.copy();
        }

        @Override
        public Consumer<Optional<AmbientPropagator.Carried>> clear() {
            return carried -> {
                propagator.clear().accept(carried);
                print("afterwards " + TENANT.get());
            };
        }
    }

    @Test
    void the_threads_of_a_bulkhead_are_clean_afterwards_also_after_a_failure() throws Exception {
        ThreadPoolBulkheadConfig config = ThreadPoolBulkheadConfig.custom()
                .contextPropagator(new Looking())
                .build();
        try (ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of("prices", config)) {
            both(tenant -> bulkhead.executeSupplier(() -> {
                throw new IllegalStateException(load(tenant));
            }));
            assertThat(printed(4))
                    .containsExactly("acme acme", "afterwards null", "afterwards null", "initech initech");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stage_of_a_call(boolean carrying) throws Exception {
        ThreadPoolBulkheadConfig config = ThreadPoolBulkheadConfig.custom()
                .contextPropagator(new AmbientPropagator())
                .build();
        try (ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of("prices", config)) {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            both(tenant -> {
                CompletionStage<String> loaded = bulkhead.executeSupplier(() -> {
                    turn.join();
                    return tenant;
                });
                if (carrying) {
                    AmbientFuture.from(loaded).thenAccept(price -> print(TENANT.get() + " " + price));
                } else {
                    loaded.thenAccept(price -> print(TENANT.get() + " " + price));
                }
            });
            turn.complete(null);
            assertThat(printed()).isEqualTo(carrying ? OWN : NONE);
        }
    }

    // The time limiter

    private final TimeLimiter limiter = TimeLimiter.of(Duration.ofMillis(1));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_time_limit(boolean carrying) throws Exception {
        ScheduledExecutorService timer = carrying ? wrapped : plain;
        both(tenant -> {
            CompletableFuture<String> prices = new CompletableFuture<>();
            AmbientFuture.from(limiter.executeCompletionStage(timer, () -> prices))
                    .exceptionally(late -> load(tenant));
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_after_a_time_limit_one_sees_none() throws Exception {
        CompletableFuture<Void> attached = new CompletableFuture<>();
        for (int thread = 0; thread < 2; thread++) {
            plain.execute(attached::join); // the limit does not end before
        }
        both(tenant -> limiter.executeCompletionStage(plain, CompletableFuture<String>::new)
                .exceptionally(late -> load(tenant)));
        attached.complete(null);
        assertThat(printed()).isEqualTo(NONE);
    }

    // A retry

    private final Retry retry = Retry.of(
            "prices", RetryConfig.custom().waitDuration(Duration.ofMillis(1)).build());

    /** Each request's first attempt, which another request makes fail, and its second, which prints. */
    private final Map<String, CompletableFuture<String>> firsts = new ConcurrentHashMap<>();

    private CompletionStage<String> attempt(String tenant) {
        AtomicReference<CompletableFuture<String>> first = new AtomicReference<>();
        firsts.computeIfAbsent(tenant, absent -> {
            first.set(new CompletableFuture<>());
            return first.get();
        });
        return first.get() != null ? first.get() : CompletableFuture.completedFuture(load(tenant));
    }

    private void fail() {
        another(() -> firsts.values().forEach(first -> first.completeExceptionally(new IllegalStateException("down"))));
    }

    @Test
    void a_retry() throws Exception {
        ScheduledExecutorService timer = wrapped;
        both(tenant -> {
            retry.executeCompletionStage(timer, AmbientContext.capture().wrapSupplier(() -> attempt(tenant)));
        });
        fail();
        assertThat(printed()).isEqualTo(OWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_a_retry_sees_none_or_who_failed(boolean carrying) throws Exception {
        both(tenant -> retry.executeCompletionStage(carrying ? wrapped : plain, () -> attempt(tenant)));
        fail();
        assertThat(printed()).isEqualTo(carrying ? ANOTHERS : NONE);
    }
}
