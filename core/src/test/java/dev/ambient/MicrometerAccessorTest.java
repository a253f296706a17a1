/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole context as one entry of Micrometer Context Propagation. */
@SuppressWarnings("try")
class MicrometerAccessorTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<Integer> DEPTH = Ambient.named("depth");

    private final ContextSnapshotFactory factory =
            ContextSnapshotFactory.builder().build();
    private final ContextSnapshotFactory clearing =
            ContextSnapshotFactory.builder().clearMissing(true).build();

    @BeforeEach
    void carriers_are_known() {
        afterwardsClose(Carrier.register());
    }

    @Test
    void the_accessor_is_found_by_service_loader() {
        assertThat(ServiceLoader.load(ThreadLocalAccessor.class))
                .anySatisfy(accessor -> assertThat(accessor).isInstanceOf(AmbientContextAccessor.class));
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .filteredOn(accessor -> accessor.key().equals(AmbientContextAccessor.KEY))
                .hasSize(1);
        assertThat(AmbientContextAccessor.KEY).isEqualTo("dev.ambient.context");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 40, 64, 200})
    void a_snapshot_carries_all_values_to_another_thread_and_leaves_it_clean(int count) {
        List<Ambient<Object>> keys = keys(count);
        AmbientContext context = AmbientContext.empty();
        for (int i = 0; i < count; i++) {
            context = context.with(keys.get(i), mixed(i));
        }
        ContextSnapshot snapshot = context.call(factory::captureAll);
        elsewhere(() -> {
            snapshot.wrap(() -> IntStream.range(0, count)
                            .forEach(i -> assertThat(keys.get(i).get()).isEqualTo(mixed(i))))
                    .run();
            assertThat(AmbientContext.current().isEmpty()).isTrue();
        });
    }

    @Test
    void a_carrier_holds_the_context_as_one_entry() {
        Carrier carrier = Ambient.where(TENANT, "acme")
                .where(DEPTH, 3)
                .call(() -> factory.captureAll().updateContext(new Carrier()));
        assertThat(carrier.values).containsOnlyKeys(AmbientContextAccessor.KEY);
        assertThat(carrier.values.get(AmbientContextAccessor.KEY))
                .isInstanceOfSatisfying(AmbientContext.class, context -> {
                    assertThat(context.get(TENANT)).isEqualTo("acme");
                    assertThat(context.get(DEPTH)).isEqualTo(3);
                });
        assertThat(factory.captureAll().updateContext(new Carrier()).values)
                .as("without values")
                .isEmpty();
    }

    @Test
    void a_context_put_into_a_carrier_is_current_while_its_snapshot_is_open() {
        AmbientContext acme = AmbientContext.empty().with(TENANT, "acme");
        try (Scope around = DEPTH.bind(1)) {
            try (ContextSnapshot.Scope scope = factory.captureFrom(Carrier.of(AmbientContextAccessor.KEY, acme))
                    .setThreadLocals()) {
                assertThat(TENANT.get()).isEqualTo("acme");
                assertThat(DEPTH.isBound()).isFalse();
                TENANT.set("initech");
                DEPTH.set(2);
            }
            assertThat(TENANT.isBound()).isFalse();
            assertThat(DEPTH.get()).isEqualTo(1);
        }
    }

    @Test
    void clearing_what_is_missing_gives_the_empty_context_and_brings_the_other_back() {
        ContextSnapshot nothing = clearing.captureAll();
        try (Scope around = TENANT.bind("acme")) {
            try (ContextSnapshot.Scope scope = nothing.setThreadLocals()) {
                assertThat(AmbientContext.current().isEmpty()).isTrue();
                TENANT.set("initech");
            }
            assertThat(TENANT.get()).isEqualTo("acme");
        }
    }

    @Test
    void snapshots_and_scopes_nest() {
        ContextSnapshot acme = Ambient.where(TENANT, "acme").call(factory::captureAll);
        try (Scope around = TENANT.bind("umbrella")) {
            try (ContextSnapshot.Scope outer = acme.setThreadLocals()) {
                try (Scope inner = TENANT.bind("initech")) {
                    try (ContextSnapshot.Scope innermost = acme.setThreadLocals()) {
                        assertThat(TENANT.get()).isEqualTo("acme");
                    }
                    assertThat(TENANT.get()).isEqualTo("initech");
                }
                assertThat(TENANT.get()).isEqualTo("acme");
            }
            assertThat(TENANT.get()).isEqualTo("umbrella");
        }
    }

    @Test
    void rule_12_where_flow_is_suppressed_nothing_is_captured() {
        ContextSnapshot snapshot;
        try (Scope around = TENANT.bind("acme");
                Scope suppressed = AmbientContext.suppressFlow()) {
            Carrier carrier = factory.captureAll().updateContext(new Carrier());
            Runnable there = () -> assertThat(TENANT.isBound()).isFalse();
            elsewhere(factory.captureFrom(carrier).wrap(there));
            snapshot = clearing.captureAll();
            snapshot.wrap(there).run();
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(AmbientContext.capture().isEmpty())
                    .as("still suppressed")
                    .isTrue();
        }
        Runnable work = () -> assertThat(TENANT.isBound()).isFalse();
        elsewhere(snapshot.wrap(work));
        try (Scope around = TENANT.bind("initech")) {
            snapshot.wrap(work).run();
        }
    }

    @Test
    void rule_12_a_snapshot_opened_in_the_block_leaves_its_values_and_the_suppression() {
        for (ContextSnapshotFactory each : List.of(factory, clearing)) {
            ContextSnapshot nothing = each.captureAll();
            ContextSnapshot acme = Ambient.where(TENANT, "acme").call(() -> each.captureAll());
            for (ContextSnapshot snapshot : List.of(nothing, acme)) {
                try (Scope around = TENANT.bind("initech");
                        Scope suppressed = AmbientContext.suppressFlow()) {
                    snapshot.setThreadLocals().close();
                    assertThat(AmbientContext.capture().isEmpty()).isTrue();
                    assertThat(TENANT.get()).isEqualTo("initech");
                }
            }
        }
    }

    @Test
    void foreign_thread_locals_and_the_context_travel_in_one_snapshot() {
        TestAccessor user = new TestAccessor("user");
        afterwardsClose(AmbientRegistry.global().register(user));
        user.threadLocal.set("ann");
        ContextSnapshot snapshot = Ambient.where(TENANT, "acme").call(factory::captureAll);
        AmbientContext captured = Ambient.where(TENANT, "acme").call(AmbientContext::capture);
        user.threadLocal.remove();
        elsewhere(() -> {
            Runnable both = () -> {
                assertThat(TENANT.get()).isEqualTo("acme");
                assertThat(user.threadLocal.get()).isEqualTo("ann");
            };
            snapshot.wrap(both).run();
            captured.run(both);
            captured.run(() -> snapshot.wrap(both).run());
            snapshot.wrap(() -> captured.run(both)).run();
            assertThat(TENANT.isBound()).isFalse();
            assertThat(user.threadLocal.get()).isNull();
        });
    }

    @Test
    void rule_8_snapshots_are_used_by_many_threads_at_once() throws Exception {
        ExecutorService pool = shutDownAfterwards(Executors.newFixedThreadPool(4));
        CountDownLatch start = new CountDownLatch(1);
        ContextSnapshot acme = Ambient.where(TENANT, "acme").call(factory::captureAll);
        List<Future<?>> done = IntStream.range(0, 4)
                .<Future<?>>mapToObj(t -> pool.submit(() -> {
                    start.await();
                    for (int n = 0; n < 1000; n++) {
                        acme.wrap(() -> {
                                    assertThat(TENANT.get()).isEqualTo("acme");
                                    TENANT.set("tenant" + t);
                                })
                                .run();
                        assertThat(AmbientContext.current().isEmpty()).isTrue();
                    }
                    return null;
                }))
                .toList();
        start.countDown();
        for (Future<?> each : done) {
            each.get(60, TimeUnit.SECONDS);
        }
    }
}
