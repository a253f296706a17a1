/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listeners come, go and are told on many threads. */
@SuppressWarnings("try")
class ListenerRegistrationTest extends CleanThread {

    private final Ambient<Object> tenant = Ambient.named("tenant");
    private final List<Object> told = new CopyOnWriteArrayList<>();

    @Test
    void listeners_of_one_key_are_told_in_the_order_in_which_they_came() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int mine = i;
            afterwardsClose(tenant.onChange((previous, current, cause) -> order.add(mine)));
        }
        tenant.bind("acme").close();
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    }

    @Test
    void closing_takes_out_exactly_that_registration() {
        ChangeListener<Object> listener = (previous, current, cause) -> told.add(current == null ? "unset" : current);
        Registration first = tenant.onChange(listener);
        Registration second = tenant.onChange(listener);
        tenant.bind("acme").close();
        assertThat(told).hasSize(4);
        told.clear();
        first.close();
        first.close();
        tenant.bind("acme").close();
        assertThat(told).hasSize(2);
        told.clear();
        second.close();
        tenant.bind("acme").close();
        assertThat(told).isEmpty();
    }

    @Test
    void a_listener_can_take_itself_out() {
        Registration[] mine = new Registration[1];
        mine[0] = tenant.onChange((previous, current, cause) -> {
            told.add(current == null ? "unset" : current);
            mine[0].close();
        });
        Registration other =
                tenant.onChange((previous, current, cause) -> told.add(current == null ? "unset" : current));
        tenant.bind("acme").close();
        assertThat(told).hasSize(3);
        other.close();
    }

    @Test
    void each_thread_is_told_of_its_own_changes() throws Exception {
        ThreadLocal<Object> shadow = new ThreadLocal<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        afterwardsClose(tenant.onChange((previous, current, cause) -> {
            if (previous != shadow.get()) {
                wrong.add(shadow.get() + " expected, was told " + previous);
            }
            shadow.set(current);
        }));
        ExecutorService pool = shutDownAfterwards(AmbientExecutors.wrap(Executors.newFixedThreadPool(4)));
        List<Future<Object>> done = new ArrayList<>();
        for (int n = 0; n < 2000; n++) {
            Object mine = "tenant" + n;
            done.add(Ambient.where(tenant, mine)
                    .call(() -> pool.submit(() -> {
                        assertThat(shadow.get()).isEqualTo(mine);
                        tenant.set("other");
                        return shadow.get();
                    })));
        }
        for (Future<Object> each : done) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("other");
        }
        assertThat(wrong).isEmpty();
    }
}
