/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Rule 11: a listener may set again. */
@SuppressWarnings("try")
class SettingListenerTest extends CleanThread {

    private final Ambient<String> tenant = Ambient.named("tenant");
    private final Ambient<String> region = Ambient.named("region");

    @Test
    void rule_11_a_listener_may_set_its_own_key_again() {
        afterwardsClose(tenant.onChange((previous, current, cause) -> {
            if (current != null && !current.equals("ACME")) {
                tenant.set("ACME");
            }
        }));
        try (Scope scope = tenant.bind("acme")) {
            assertThat(tenant.get()).isEqualTo("ACME");
        }
        assertThat(tenant.isBound()).isFalse();
        AmbientContext.empty()
                .with(tenant, "acme")
                .run(() -> assertThat(tenant.get()).isEqualTo("ACME"));
        assertThat(tenant.isBound()).isFalse();
    }

    @Test
    void rule_11_a_listener_hears_of_what_it_sets_itself() {
        List<String> seen = new ArrayList<>();
        afterwardsClose(tenant.onChange((previous, current, cause) -> {
            seen.add(previous + " to " + current);
            if ("acme".equals(current)) {
                tenant.set("ACME");
            }
        }));
        Ambient.where(tenant, "acme").run(() -> {});
        assertThat(seen).containsExactly("null to acme", "acme to ACME", "ACME to null");
    }

    @Test
    void rule_11_a_listener_may_set_another_key() {
        afterwardsClose(tenant.onChange((previous, current, cause) -> {
            if (current != null) {
                region.set("eu-" + current);
            }
        }));
        try (Scope scope = tenant.bind("acme")) {
            assertThat(region.get()).isEqualTo("eu-acme");
            AmbientContext.empty()
                    .with(tenant, "initech")
                    .run(() -> assertThat(region.get()).isEqualTo("eu-initech"));
            assertThat(region.get()).isEqualTo("eu-acme");
        }
        assertThat(region.isBound()).isFalse();
    }

    @Test
    void what_a_listener_sets_tells_the_other_keys_listeners() {
        List<String> seen = new ArrayList<>();
        afterwardsClose(tenant.onChange((previous, current, cause) -> region.set("eu-" + current)));
        afterwardsClose(region.onChange((previous, current, cause) -> seen.add(current)));
        AmbientContext.empty().run(() -> tenant.set("acme"));
        assertThat(seen).startsWith("eu-acme").endsWith((String) null);
    }

    @Test
    void after_nested_changes_every_listener_has_last_been_told_the_value_that_stands() {
        String[] last = new String[2];
        afterwardsClose(tenant.onChange((previous, current, cause) -> last[0] = current));
        afterwardsClose(tenant.onChange((previous, current, cause) -> {
            if ("acme".equals(current)) {
                tenant.set("ACME");
            }
        }));
        afterwardsClose(tenant.onChange((previous, current, cause) -> last[1] = current));
        try (Scope scope = tenant.bind("acme")) {
            assertThat(tenant.get()).isEqualTo("ACME");
            assertThat(last).containsExactly("ACME", "ACME");
        }
        assertThat(last).containsExactly(null, null);
    }

    @Test
    void rule_7_what_a_listener_sets_while_a_task_ends_does_not_stay_on_the_pool_thread() throws Exception {
        ExecutorService pool = shutDownAfterwards(Executors.newSingleThreadExecutor());
        afterwardsClose(tenant.onChange((previous, current, cause) -> region.set("last seen " + previous)));
        try (Scope scope = AmbientContext.empty().with(tenant, "acme").makeCurrent()) {
            AmbientExecutors.wrap(pool).submit(() -> {}).get();
        }
        assertThat(pool.submit(region::get).get()).isNull();
        assertThat(pool.submit(() -> AmbientContext.current().isEmpty()).get()).isTrue();
        assertThat(region.isBound()).as("on this thread").isFalse();
    }
}
