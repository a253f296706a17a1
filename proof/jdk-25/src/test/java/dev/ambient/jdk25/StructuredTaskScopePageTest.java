/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.jdk25;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/how-to/jdk-async.md says of {@code StructuredTaskScope}. Two requests fork at the same time. */
class StructuredTaskScopePageTest {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    static final ThreadFactory FORKS =
            AmbientExecutors.threadFactory(Thread.ofVirtual().factory());

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CyclicBarrier together = new CyclicBarrier(2);

    private void print(String line) {
        lines.add(line);
    }

    private List<String> printed() {
        return lines.stream().sorted().toList();
    }

    /** A fork of one request waits for that of the other. */
    private String load(String tenant) throws Exception {
        together.await(1, TimeUnit.MINUTES);
        return "prices of " + tenant;
    }

    interface Request {
        void run(String tenant) throws Exception;
    }

    private static void both(Request request) throws Exception {
        try (var scope = StructuredTaskScope.open()) {
            for (String tenant : List.of("acme", "initech")) {
                scope.fork(() -> Ambient.where(TENANT, tenant).call(() -> {
                    request.run(tenant);
                    assertThat(TENANT.get()).isEqualTo(tenant);
                    return tenant;
                }));
            }
            scope.join();
        }
    }

    @AfterEach
    void leave_the_thread_clean() {
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @Test
    void forks() throws Exception {
        both(tenant -> {
            try (var scope = StructuredTaskScope.open(
                    Joiner.awaitAllSuccessfulOrThrow(), configuration -> configuration.withThreadFactory(FORKS))) {
                Subtask<String> prices = scope.fork(() -> load(TENANT.get()));
                scope.join();
                print(TENANT.get() + " " + prices.get());
            }
        });
        assertThat(printed()).containsExactly("acme prices of acme", "initech prices of initech");
    }

    @Test
    void without_forks_see_none() throws Exception {
        both(tenant -> {
            try (var scope = StructuredTaskScope.open()) {
                Subtask<String> prices = scope.fork(() -> load(TENANT.get()));
                scope.join();
                print(TENANT.get() + " " + prices.get());
            }
        });
        assertThat(printed()).containsExactly("acme prices of null", "initech prices of null");
    }

    /** Looks where the scope calls it: when a task is forked, and when it is over. */
    private final class Looking implements Joiner<String, Void> {

        @Override
        public boolean onFork(Subtask<? extends String> subtask) {
            print("fork " + TENANT.get());
            return false;
        }

        @Override
        public boolean onComplete(Subtask<? extends String> subtask) {
            print(subtask.state() + " " + TENANT.get());
            return false;
        }

        @Override
        public Void result() {
            return null;
        }
    }

    @Test
    void a_joiner_sees_the_forks_value() throws Exception {
        both(tenant -> {
            try (var scope =
                    StructuredTaskScope.open(new Looking(), configuration -> configuration.withThreadFactory(FORKS))) {
                scope.fork(() -> load(TENANT.get()));
                scope.fork(() -> {
                    throw new IllegalStateException("no prices");
                });
                scope.join();
            }
        });
        assertThat(printed())
                .containsExactly(
                        "FAILED acme",
                        "FAILED initech",
                        "SUCCESS acme",
                        "SUCCESS initech",
                        "fork acme",
                        "fork acme",
                        "fork initech",
                        "fork initech");
    }

    @Test
    void without_a_joiner_sees_none_when_a_fork_is_over() throws Exception {
        both(tenant -> {
            try (var scope = StructuredTaskScope.open(new Looking())) {
                scope.fork(() -> load(TENANT.get()));
                scope.join();
            }
        });
        assertThat(printed()).containsExactly("SUCCESS null", "SUCCESS null", "fork acme", "fork initech");
    }

    @Test
    void what_a_fork_sets_ends_with_it() throws Exception {
        both(tenant -> {
            try (var scope = StructuredTaskScope.open(
                    Joiner.awaitAllSuccessfulOrThrow(), configuration -> configuration.withThreadFactory(FORKS))) {
                Subtask<String> prices = scope.fork(() -> {
                    TENANT.set("umbrella");
                    return load(TENANT.get());
                });
                scope.join();
                print(TENANT.get() + " " + prices.get());
            }
        });
        assertThat(printed()).containsExactly("acme prices of umbrella", "initech prices of umbrella");
    }
}
