/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.spi.ContextListener;
import dev.ambient.spi.HookInstallation;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Other people's code throws wherever it is called: accessors and their keys, copiers, values, listeners, recorders,
 * reporters. Work goes on, each failure is reported once, and afterwards the thread is as it was and all works again.
 */
@SuppressWarnings("try")
class HostileCodeTest extends CleanThread {

    private static final Ambient<String> ID = Ambient.named("id");
    private static final Ambient<Object> ANY = Ambient.named("any");
    private static final Ambient<Object> SECRET =
            Ambient.<Object>builder("secret").redacted().build();

    /** What foreign code throws. */
    enum Thrown implements Supplier<Throwable> {
        EXCEPTION,
        CHECKED,
        ERROR,
        STACK_OVERFLOW,
        OUT_OF_MEMORY,
        INTERRUPTED;

        @Override
        public Throwable get() {
            return switch (this) {
                case EXCEPTION -> new IllegalArgumentException("foreign");
                case CHECKED -> new Exception("foreign");
                case ERROR -> new AssertionError("foreign");
                case STACK_OVERFLOW -> new StackOverflowError("foreign");
                case OUT_OF_MEMORY -> new OutOfMemoryError("foreign");
                case INTERRUPTED -> new InterruptedException("foreign");
            };
        }

        <V> V raise() {
            return HostileCodeTest.<RuntimeException, V>sneak(get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable, V> V sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** A value or a key each of whose methods throws. */
    private record Hostile(Thrown how) {

        @Override
        public boolean equals(Object other) {
            return how.raise();
        }

        @Override
        public int hashCode() {
            return how.<Integer>raise();
        }

        @Override
        public String toString() {
            return how.raise();
        }
    }

    private static final class Keyed implements ThreadLocalAccessor<Object> {

        private final ThreadLocal<Object> local = new ThreadLocal<>();
        private final Supplier<Object> key;
        private boolean copies;

        Keyed(Supplier<Object> key) {
            this.key = key;
        }

        @Override
        public Object key() {
            return key.get();
        }

        @Override
        public Object getValue() {
            Object value = local.get();
            return copies && value instanceof Hostile hostile ? new Hostile(hostile.how) : value;
        }

        @Override
        public void setValue(Object value) {
            local.set(value);
        }

        @Override
        public void setValue() {
            local.remove();
        }
    }

    private final TestAccessor user = new TestAccessor("user");

    @AfterEach
    void the_thread_has_no_value() {
        user.threadLocal.remove();
    }

    private void assertAllWorks() {
        user.threadLocal.set("ann");
        AmbientContext captured = AmbientContext.capture().with(ID, "again");
        user.threadLocal.set("bob");
        captured.run(() -> {
            assertThat(user.threadLocal.get()).isEqualTo("ann");
            assertThat(ID.get()).isEqualTo("again");
        });
        assertThat(user.threadLocal.get()).isEqualTo("bob");
        assertThat(ID.isBound()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_a_key_that_cannot_be_asked_is_reported_once_and_work_is_captured(Thrown how) {
        afterwardsClose(AmbientRegistry.global().register(user));
        AtomicBoolean isHostile = new AtomicBoolean();
        Keyed accessor = new Keyed(() -> isHostile.get() ? how.raise() : "keyed");
        Registration registration = AmbientRegistry.global().register(accessor);
        isHostile.set(true);
        AmbientRegistry.global().policy("nobody's", PropagationPolicy.PROPAGATE); // has all accessors looked at again
        assertAllWorks();
        assertThat(AmbientContext.capture()).isNotNull();
        assertThat(reported()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.ACCESSOR_FAILED);
            assertThat(problem.message()).contains(Keyed.class.getName());
        });
        isHostile.set(false);
        registration.close();
        assertAllWorks();
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_a_key_whose_methods_throw_is_reported_once_and_work_is_captured(Thrown how) {
        AtomicBoolean isHostile = new AtomicBoolean();
        Object key = new Object() {
            @Override
            public boolean equals(Object other) {
                return isHostile.get() ? how.raise() : this == other;
            }

            @Override
            public int hashCode() {
                return isHostile.get() ? how.raise() : 17;
            }

            @Override
            public String toString() {
                return isHostile.get() ? how.raise() : "friendly";
            }
        };
        Keyed accessor = new Keyed(() -> key);
        Registration registration = AmbientRegistry.global().register(accessor);
        isHostile.set(true);
        AmbientRegistry.global().policy("nobody's", PropagationPolicy.PROPAGATE); // has all accessors looked at again
        assertAllWorksWithout();
        AmbientContext.capture();
        assertReported(Problem.Kind.ACCESSOR_FAILED);
        isHostile.set(false);
        registration.close();
        assertAllWorksWithout();
    }

    private void assertAllWorksWithout() {
        AmbientContext captured = AmbientContext.capture().with(ID, "again");
        captured.run(() -> assertThat(ID.get()).isEqualTo("again"));
        assertThat(ID.isBound()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_value_that_cannot_be_shown_is_said_to_be_so(Thrown how) {
        AmbientContext context = AmbientContext.empty()
                .with(ANY, new Hostile(how))
                .with(SECRET, new Hostile(how))
                .with(ID, "r-17");
        assertThat(context.toString())
                .contains(
                        "id=r-17",
                        "secret=***",
                        "any=",
                        Hostile.class.getName(),
                        how.get().getClass().getName())
                .doesNotContain("foreign");
        assertThat(context.describe())
                .containsEntry(ID, "r-17")
                .containsEntry(SECRET, "***")
                .containsKey(ANY);
        context.run(() -> {
            ID.set("r-18");
            assertThat(AmbientContext.current().get(ANY)).isInstanceOf(Hostile.class);
        });
        assertThat(ANY.isBound()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_a_foreign_value_that_cannot_be_compared_is_reported_and_travels(Thrown how) {
        Keyed accessor = new Keyed(() -> "hostile");
        accessor.copies = true;
        afterwardsClose(AmbientRegistry.global().register(accessor));
        accessor.local.set(new Hostile(how));
        AmbientContext captured = AmbientContext.capture();
        accessor.local.remove();
        captured.run(() -> assertThat(accessor.local.get()).isInstanceOf(Hostile.class));
        assertThat(accessor.local.get()).isNull();
        assertThat(reported())
                .allSatisfy(problem -> assertThat(problem.message()).contains("'hostile'"));
        accessor.local.remove();
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_an_accessor_that_cannot_be_read_is_reported_once_a_capture(Thrown how) {
        afterwardsClose(AmbientRegistry.global().register(user));
        user.threadLocal.set("ann");
        AmbientContext captured = AmbientContext.capture();
        user.fail(TestAccessor.Op.GET, how);
        captured.run(() -> {
            reported();
            AmbientContext.capture();
            assertReported(Problem.Kind.ACCESSOR_FAILED);
        });
        user.work();
        reported();
        assertAllWorks();
    }

    @ParameterizedTest
    @EnumSource
    void rule_14_a_copier_that_throws_is_reported_and_work_is_captured(Thrown how) {
        afterwardsClose(AmbientRegistry.global().register(user));
        Registration copier = AmbientRegistry.global().copier("user", (String value) -> how.raise());
        user.threadLocal.set("ann");
        AmbientContext captured = AmbientContext.capture();
        assertReported(Problem.Kind.ACCESSOR_FAILED);
        captured.run(() -> assertThat(user.threadLocal.get()).isEqualTo("ann"));
        copier.close();
        assertAllWorks();
    }

    @ParameterizedTest
    @EnumSource
    void rule_11_listeners_and_recorders_that_throw_are_reported_and_stop_nobody(Thrown how) {
        List<String> heard = new ArrayList<>();
        Registration hostile = ID.onChange((previous, current, cause) -> how.raise());
        Registration other = ID.onChange((previous, current, cause) -> heard.add(current));
        Registration recorder = AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void switched(AmbientContext previous, AmbientContext current, Step step) {
                how.raise();
            }
        });
        AmbientContext.empty().with(ID, "r-17").run(() -> assertThat(ID.get()).isEqualTo("r-17"));
        assertThat(heard).containsExactly("r-17", null);
        assertThat(reported()).hasSize(4).extracting(Problem::kind).containsOnly(Problem.Kind.LISTENER_FAILED);
        hostile.close();
        other.close();
        recorder.close();
        assertAllWorksWithout();
    }

    @ParameterizedTest
    @EnumSource
    void a_reporter_that_throws_stops_nobody(Thrown how) throws Exception {
        Registration reporter = AmbientRegistry.global().reportTo(problem -> how.raise());
        Registration hostile = ID.onChange((previous, current, cause) -> how.raise());
        try (CapturedLog log = new CapturedLog()) {
            AmbientContext.empty()
                    .with(ID, "r-17")
                    .run(() -> assertThat(ID.get()).isEqualTo("r-17"));
        }
        hostile.close();
        reporter.close();
        assertAllWorksWithout();
    }

    @Test
    void what_is_under_our_key_and_is_no_context_is_reported_and_stands_for_no_values() {
        afterwardsClose(Carrier.register());
        Carrier carrier = Carrier.of(AmbientContextAccessor.KEY, "something else");
        AmbientContext.empty().with(ID, "r-17").run(() -> {
            ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();
            try (var scope = snapshots.setThreadLocalsFrom(carrier)) {
                assertThat(ID.get()).as("never another's").isNull();
            }
            assertThat(ID.get()).isEqualTo("r-17");
        });
        assertThat(reported())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains(AmbientContextAccessor.KEY, "java.lang.String")
                        .doesNotContain("something else"));
    }

    @Test
    void no_foreign_code_runs_under_a_lock_of_ours() throws Exception {
        ExecutorService pool = shutDownAfterwards(Executors.newCachedThreadPool());
        Keyed accessor = new Keyed(() -> {
            // Waits for another thread, which needs all that might be locked.
            CompletableFuture<Void> other = CompletableFuture.runAsync(
                    () -> {
                        AmbientRegistry.global().policyOf("keyed");
                        AmbientRegistry.global().policy("nobody's", PropagationPolicy.PROPAGATE);
                        AmbientRegistry.global()
                                .copier("nobody's", (String x) -> x)
                                .close();
                        ID.onChange((previous, current, cause) -> {}).close();
                        AmbientRegistry.global()
                                .listen(new ContextListener() {})
                                .close();
                        AmbientRegistry.global().reportTo(problem -> {}).close();
                    },
                    pool);
            other.orTimeout(20, TimeUnit.SECONDS).join();
            return "keyed";
        });
        Registration registration = AmbientRegistry.global().register(accessor);
        AmbientContext.capture();
        registration.close();
        assertAllWorksWithout();
    }

    @Test
    void recorders_are_told_of_an_installation_outside_of_its_lock() {
        ExecutorService pool = shutDownAfterwards(Executors.newCachedThreadPool());
        HookInstallation installation = new HookInstallation("hostile", () -> {}, () -> {});
        List<Boolean> seen = new ArrayList<>();
        Registration recorder = AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void installed(String what, boolean inPlace) {
                seen.add(CompletableFuture.supplyAsync(installation::isInstalled, pool)
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join());
            }
        });
        installation.add().close();
        recorder.close();
        assertThat(seen).containsExactly(true, false);
    }

    @Test
    void an_interrupt_is_left_to_the_work_and_stays() {
        afterwardsClose(AmbientRegistry.global().register(user));
        Thread.currentThread().interrupt();
        assertAllWorks();
        assertThat(AmbientFuture.supplyAsync(() -> "x", AmbientExecutors.wrap((Runnable r) -> r.run()))
                        .getNow(null))
                .isEqualTo("x");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_pool_that_is_shut_down_refuses_and_leaves_nothing() {
        ExecutorService pool = AmbientExecutors.wrap(Executors.newFixedThreadPool(1));
        pool.shutdownNow();
        Ambient.where(ID, "r-17").run(() -> {
            assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> pool.submit(() -> "x")).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> AmbientFuture.supplyAsync(() -> "x", pool))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(ID.get()).isEqualTo("r-17");
        });
        assertAllWorksWithout();
    }
}
