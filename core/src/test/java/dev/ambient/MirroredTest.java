/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values mirrored under a plain key of their own, both ways. */
@SuppressWarnings("try")
class MirroredTest extends CleanThread {

    private static final Ambient<String> TENANT =
            Ambient.<String>builder("mirroredTenant").mirrored().build();
    private static final Ambient<Integer> DEPTH =
            Ambient.<Integer>builder("depth").mirrored("mirrored.depth").build();
    private static final Ambient<String> PLAIN = Ambient.named("plain");

    private final ContextSnapshotFactory clearing =
            ContextSnapshotFactory.builder().clearMissing(true).build();
    private final ContextSnapshotFactory factory =
            ContextSnapshotFactory.builder().build();

    @BeforeEach
    void carriers_are_known() {
        afterwardsClose(Carrier.register());
    }

    @Test
    void a_bridge_hands_mirrored_values_to_a_carrier() {
        Map<Object, Object> carrier = new HashMap<>();
        AmbientContext.empty()
                .with(TENANT, "acme")
                .with(DEPTH, 3)
                .with(PLAIN, "x")
                .writeTo(carrier::put);
        assertThat(carrier).containsOnly(Map.entry("mirroredTenant", "acme"), Map.entry("mirrored.depth", 3));
        AmbientContext.empty().writeTo((key, value) -> {
            throw new AssertionError(key + "");
        });
    }

    @Test
    void a_bridge_reads_mirrored_values_from_a_carrier() {
        AmbientContext context = AmbientContext.empty().with(PLAIN, "x").with(TENANT, "initech");
        AmbientContext read = context.readFrom(Map.<Object, Object>of("mirroredTenant", "acme", "plain", "y")::get);
        assertThat(read.get(TENANT)).isEqualTo("acme");
        assertThat(read.get(PLAIN)).isEqualTo("x");
        assertThat(read.get(DEPTH)).isNull();
        assertThat(context.get(TENANT)).as("rule 8").isEqualTo("initech");
    }

    @Test
    void reading_what_is_there_already_gives_the_same_context() {
        AmbientContext context = AmbientContext.empty().with(TENANT, "acme").with(DEPTH, 100_000);
        Map<Object, Object> carrier = new HashMap<>();
        context.writeTo(carrier::put);
        carrier.replace("mirrored.depth", Integer.valueOf("100000"));
        assertThat(context.readFrom(carrier::get)).isSameAs(context);
        assertThat(AmbientContext.empty().readFrom(key -> null)).isSameAs(AmbientContext.empty());
    }

    @Test
    void what_the_carrier_no_longer_has_is_unset() {
        AmbientContext context = AmbientContext.empty().with(TENANT, "acme").with(DEPTH, 3);
        Map<Object, Object> carrier = new HashMap<>();
        context.writeTo(carrier::put);
        carrier.remove("mirroredTenant");
        assertThat(context.readFrom(carrier::get).get(TENANT)).isNull();
        assertThat(context.readFrom(carrier::get).get(DEPTH)).isEqualTo(3);
    }

    @Test
    void what_is_written_and_read_again_is_the_same() {
        Map<Object, Object> carrier = new HashMap<>();
        AmbientContext context = AmbientContext.empty().with(TENANT, "acme").with(DEPTH, 3);
        context.writeTo(carrier::put);
        AmbientContext read = AmbientContext.empty().readFrom(carrier::get);
        assertThat(read.get(TENANT)).isEqualTo("acme");
        assertThat(read.get(DEPTH)).isEqualTo(3);
    }

    @Test
    void a_mirror_key_can_be_used_once() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Ambient.builder("mirroredTenant").mirrored().build())
                .withMessageContaining("mirroredTenant");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Ambient.builder("other").mirrored("mirrored.depth").build())
                .withMessageContaining("mirrored.depth");
        Ambient.where(TENANT, "acme")
                .run(() -> assertThat(factory.captureAll().updateContext(new Carrier()).values)
                        .containsEntry("mirroredTenant", "acme"));
    }

    @Test
    void a_mirror_key_that_an_accessor_has_is_refused_and_the_other_way_round() {
        TestAccessor user = new TestAccessor("user");
        Registration registration = AmbientRegistry.global().register(user);
        assertThatIllegalStateException()
                .isThrownBy(() -> Ambient.builder("user").mirrored().build())
                .withMessageContaining("user");
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).contains(user);
        registration.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> AmbientRegistry.global().register("mirrored.depth", new ThreadLocal<String>()))
                .withMessageContaining("mirrored.depth");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> AmbientRegistry.global().register(AmbientContextAccessor.KEY, new ThreadLocal<String>()));
    }

    @Test
    void what_a_carrier_has_under_the_plain_key_is_set_while_its_snapshot_is_open() {
        try (Scope around = PLAIN.bind("x")) {
            ContextSnapshot snapshot = factory.captureFrom(Carrier.of("mirroredTenant", "acme"));
            try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                assertThat(TENANT.get()).isEqualTo("acme");
                assertThat(PLAIN.get()).isEqualTo("x");
                assertThat(DEPTH.isBound()).isFalse();
            }
            assertThat(TENANT.isBound()).isFalse();
            try (ContextSnapshot.Scope scope =
                    factory.setThreadLocalsFrom(Carrier.of("mirrored.depth", 3), "mirrored.depth")) {
                assertThat(DEPTH.get()).isEqualTo(3);
            }
            assertThat(DEPTH.isBound()).isFalse();
            assertThat(PLAIN.get()).isEqualTo("x");
        }
    }

    @Test
    void the_value_before_is_back_when_the_snapshot_is_closed() {
        try (Scope around = TENANT.bind("initech")) {
            try (ContextSnapshot.Scope scope =
                    factory.captureFrom(Carrier.of("mirroredTenant", "acme")).setThreadLocals()) {
                assertThat(TENANT.get()).isEqualTo("acme");
                TENANT.set("umbrella");
            }
            assertThat(TENANT.get()).isEqualTo("initech");
            try (ContextSnapshot.Scope scope =
                    clearing.captureFrom(new Carrier()).setThreadLocals()) {
                assertThat(TENANT.isBound()).isFalse();
            }
            assertThat(TENANT.get()).isEqualTo("initech");
        }
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @Test
    void a_captured_value_stands_under_the_plain_key() {
        Carrier carrier = Ambient.where(TENANT, "acme")
                .where(PLAIN, "x")
                .call(() -> factory.captureAll().updateContext(new Carrier()));
        assertThat(carrier.values).containsEntry("mirroredTenant", "acme").doesNotContainKeys("plain", "depth");
    }

    @Test
    void the_nearest_write_wins() {
        Carrier carrier = Ambient.where(TENANT, "acme")
                .where(PLAIN, "x")
                .call(() -> factory.captureAll().updateContext(new Carrier()));
        carrier.values.put("mirroredTenant", "initech");
        elsewhere(() -> {
            for (ContextSnapshotFactory each : new ContextSnapshotFactory[] {factory, clearing}) {
                try (ContextSnapshot.Scope scope = each.captureFrom(carrier).setThreadLocals()) {
                    assertThat(TENANT.get()).isEqualTo("initech");
                    assertThat(PLAIN.get()).isEqualTo("x");
                }
                assertThat(AmbientContext.current().isEmpty()).isTrue();
            }
        });
    }

    @Test
    void rule_12_a_suppressed_value_is_not_captured_under_the_plain_key_either() {
        try (Scope around = TENANT.bind("acme");
                Scope suppressed = AmbientContext.suppressFlow()) {
            Carrier carrier = factory.captureAll().updateContext(new Carrier());
            assertThat(carrier.values).doesNotContainKey("mirroredTenant");
        }
    }

    @Test
    void rule_7_a_mirrored_value_is_like_any_other_in_tasks() {
        try (Scope around = TENANT.bind("acme")) {
            AmbientContext captured = AmbientContext.capture();
            assertThat(AmbientContext.capture()).isSameAs(captured);
            TENANT.set("initech");
            captured.run(() -> {
                assertThat(TENANT.get()).isEqualTo("acme");
                TENANT.set("umbrella");
            });
            assertThat(TENANT.get()).isEqualTo("initech");
            elsewhere(captured.wrap(() -> {
                assertThat(TENANT.get()).isEqualTo("acme");
                TENANT.unset();
            }));
        }
    }

    @Test
    void a_mirrored_key_that_nobody_holds_any_more_frees_its_plain_key() {
        WeakReference<Ambient<String>> forgotten = new WeakReference<>(
                Ambient.<String>builder("forgotten").mirrored().build());
        Ambient<?>[] again = new Ambient<?>[1];
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(forgotten.get()).isNull();
            again[0] = Ambient.builder("forgotten").mirrored().build();
        });
        assertThat(again[0].name()).isEqualTo("forgotten");
        afterwards(() -> ContextRegistry.getInstance().removeThreadLocalAccessor("forgotten"));
    }
}
