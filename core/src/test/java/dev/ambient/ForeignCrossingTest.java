/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.CountingAccessor.Wrapper;
import dev.ambient.spi.Boundary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a foreign thread-local is asked and written where signals cross boundaries, and what is seen of it there. */
@SuppressWarnings("try")
class ForeignCrossingTest extends CleanThread {

    private static final Ambient<String> ID = Ambient.named("id");

    private final AmbientRegistry registry = AmbientRegistry.global();
    private final CountingAccessor user = new CountingAccessor("user");
    private final ThreadLocal<Object> local = user.threadLocal;

    private CountingAccessor register(CountingAccessor accessor) {
        afterwardsClose(registry.register(accessor));
        afterwards(accessor.threadLocal::remove);
        return accessor;
    }

    @BeforeEach
    void register() {
        register(user);
    }

    /** One callback in a context, as a bridge does it. */
    private static void callback(AmbientContext context, Runnable block) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            block.run();
        } finally {
            here.exit(before, mark);
        }
    }

    private static void nested(int depth, AmbientContext context, Runnable block) {
        callback(context, depth == 1 ? block : () -> nested(depth - 1, context, block));
    }

    /** Flows that are subscribed one in the other. */
    private static void subscribed(int depth, Runnable block) {
        AmbientContext captured = AmbientContext.capture();
        callback(captured, depth == 1 ? block : () -> subscribed(depth - 1, block));
    }

    private AmbientContext captured(String id, Object value) {
        Object earlier = local.get();
        local.set(value);
        AmbientContext captured = AmbientContext.capture().with(ID, id);
        local.set(earlier);
        if (earlier == null) {
            local.remove();
        }
        user.calls();
        return captured;
    }

    /** Reactor's automatic mode opens and closes scopes of its own between boundaries. */
    @Test
    void where_somebody_else_writes_between_boundaries_each_asks() {
        AmbientContext ann = captured("r-1", "ann");
        List<Object> seen = new ArrayList<>();
        AmbientRegistry.global().rereadAtEachBoundary(true);
        afterwards(() -> AmbientRegistry.global().rereadAtEachBoundary(false));
        callback(ann, () -> {
            local.set("another");
            callback(ann, () -> seen.add(local.get()));
            seen.add(local.get());
        });
        AmbientRegistry.global().rereadAtEachBoundary(false);
        callback(ann, () -> {
            local.set("another");
            callback(ann, () -> seen.add(local.get()));
        });
        assertThat(seen).containsExactly("ann", "another", "another");
        assertThat(local.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32})
    void boundaries_in_boundaries_of_one_context_ask_and_write_once(int depth) {
        CountingAccessor odd = register(CountingAccessor.unwrapping("odd"));
        AmbientContext ann = captured("r-1", "ann").readFrom(key -> key == "odd" ? new Wrapper("inner") : "ann");
        odd.calls();
        nested(depth, ann, () -> {
            assertThat(local.get()).isEqualTo("ann");
            assertThat(odd.threadLocal.get()).isEqualTo("inner");
        });
        assertThat(user.calls()).isEqualTo("2 reads, 2 writes"); // asked, written, read back; brought back
        assertThat(odd.calls()).isEqualTo("3 reads, 2 writes"); // read back twice, for it was another object
        nested(depth, ann, () -> {});
        assertThat(user.calls()).isEqualTo("1 reads, 2 writes");
        assertThat(odd.calls()).isEqualTo("2 reads, 2 writes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32})
    void flows_subscribed_one_in_the_other_have_one_context_and_write_once(int depth) {
        CountingAccessor odd = register(CountingAccessor.unwrapping("odd"));
        AmbientContext ann = captured("r-1", "ann").readFrom(key -> key == "odd" ? new Wrapper("inner") : "ann");
        odd.calls();
        callback(
                ann,
                () -> subscribed(
                        depth, () -> assertThat(AmbientContext.capture()).isSameAs(ann)));
        assertThat(odd.writes).isEqualTo(2);
        assertThat(user.writes).isEqualTo(2);
        assertThat(user.reads).as("a read for each capture, and two").isEqualTo(depth + 1 + 2);
        assertThat(odd.reads).as("a read for each capture, and three").isEqualTo(depth + 1 + 3);
    }

    @Test
    void a_capture_reads_each_once() {
        CountingAccessor second = register(new CountingAccessor("second"));
        AmbientContext.empty().run(() -> {
            AmbientContext.capture();
            assertThat(user.calls()).as("nothing known").isEqualTo("1 reads, 0 writes");
            AmbientContext.capture();
            assertThat(user.calls()).as("nothing differs").isEqualTo("1 reads, 0 writes");
            local.set("ann");
            second.calls();
            AmbientContext captured = AmbientContext.capture();
            assertThat(user.calls()).as("the first differs").isEqualTo("1 reads, 0 writes");
            assertThat(second.calls()).as("the first differs").isEqualTo("1 reads, 0 writes");
            second.threadLocal.set("bob");
            assertThat(AmbientContext.capture()).isNotSameAs(captured);
            assertThat(user.calls()).as("the second differs").isEqualTo("1 reads, 0 writes");
            assertThat(second.calls()).as("the second differs").isEqualTo("1 reads, 0 writes");
            second.threadLocal.remove();
        });
    }

    @Test
    void a_boundary_asks_each_once_and_where_its_context_is_current_none() {
        AmbientContext ann = captured("r-1", "ann");
        callback(ann, () -> {
            assertThat(user.calls()).as("entered where there was none").isEqualTo("2 reads, 1 writes");
            callback(ann, () -> assertThat(user.calls()).as("entered again").isEqualTo("0 reads, 0 writes"));
            assertThat(user.calls()).as("left").isEqualTo("0 reads, 0 writes");
        });
        assertThat(user.calls()).as("left for good").isEqualTo("0 reads, 1 writes");
        local.set("ann");
        callback(ann, () -> assertThat(user.calls()).as("entered where it is").isEqualTo("1 reads, 0 writes"));
        assertThat(user.calls()).as("left where it was").isEqualTo("1 reads, 0 writes");
        local.set("bob");
        callback(ann, () -> assertThat(user.calls()).as("where another is").isEqualTo("1 reads, 1 writes"));
        assertThat(user.calls()).as("left to another").isEqualTo("0 reads, 1 writes");
    }

    @Test
    void what_is_read_back_after_a_write_counts_as_there() {
        CountingAccessor odd = register(CountingAccessor.unwrapping("odd"));
        Object inner = new Object();
        AmbientContext one = AmbientContext.capture().readFrom(key -> key == "odd" ? new Wrapper(inner) : null);
        AmbientContext other = one.with(ID, "r-1");
        for (int i = 0; i < 3; i++) {
            callback(one, () -> {
                callback(other, () -> callback(one, () -> {}));
                assertThat(AmbientContext.capture()).isSameAs(one);
                one.run(() -> {});
                one.makeCurrent().close();
            });
            assertThat(odd.writes).isEqualTo(2 * (i + 1));
        }
        odd.threadLocal.set(inner);
        odd.calls();
        one.run(() -> odd.threadLocal.set("changed"));
        assertThat(odd.threadLocal.get())
                .as("what was there, not what stands for it")
                .isSameAs(inner);
        assertThat(odd.calls()).isEqualTo("2 reads, 1 writes");
    }

    @Test
    void what_is_read_back_of_a_value_is_known_where_another_is_changed_in_a_carrier() {
        CountingAccessor odd = register(CountingAccessor.unwrapping("odd"));
        Object wrapper = new Wrapper("inner");
        AmbientContext one = AmbientContext.capture().readFrom(key -> key == "odd" ? wrapper : null);
        callback(one, () -> {
            AmbientContext other = one.readFrom(key -> key == "odd" ? wrapper : "ann");
            odd.calls();
            callback(other, () -> assertThat(local.get()).isEqualTo("ann"));
            assertThat(odd.calls()).isEqualTo("2 reads, 0 writes");
        });
    }

    @Test
    void what_is_read_back_changes_with_the_accessors_mind() {
        List<Object> stored = new ArrayList<>(List.of("first", "second"));
        CountingAccessor odd = register(
                new CountingAccessor("odd", value -> value == "given" ? stored.get(0) : value, value -> value));
        AmbientContext one = AmbientContext.capture().readFrom(key -> key == "odd" ? "given" : null);
        one.run(() -> assertThat(odd.threadLocal.get()).isEqualTo("first"));
        stored.remove(0);
        one.run(() -> {
            assertThat(odd.threadLocal.get()).isEqualTo("second");
            odd.calls();
            one.run(() -> {});
            assertThat(odd.writes).isZero();
        });
        assertThat(odd.threadLocal.get()).isNull();
    }

    @Test
    void an_accessor_that_can_only_write_is_written_each_time() {
        CountingAccessor mute = register(new CountingAccessor("mute", value -> value, value -> null));
        AmbientContext one = AmbientContext.capture().readFrom(key -> key == "mute" ? "given" : null);
        for (int i = 0; i < 3; i++) {
            one.run(() -> assertThat(mute.threadLocal.get()).isEqualTo("given"));
            assertThat(mute.threadLocal.get()).isNull();
        }
    }

    @Test
    void a_new_object_at_each_reading_is_not_remembered() {
        CountingAccessor fresh = register(new CountingAccessor("fresh", value -> value, value -> new Object()));
        AmbientContext one = AmbientContext.capture().readFrom(key -> key == "fresh" ? "given" : null);
        for (int i = 0; i < 3; i++) {
            fresh.threadLocal.set("another's");
            fresh.calls();
            one.run(() -> assertThat(fresh.threadLocal.get()).isEqualTo("given"));
        }
    }

    @Test
    void a_default_that_is_read_where_there_is_no_value_does_not_count_as_none() {
        CountingAccessor carts = register(new CountingAccessor("carts", value -> value, value -> value));
        List<String> cart = new ArrayList<>(); // one for the thread, made by whoever reads
        CountingAccessor made =
                register(new CountingAccessor("made", value -> value, value -> value == null ? cart : value));
        AmbientContext none = AmbientContext.noFlow();
        carts.threadLocal.set("x");
        none.run(() -> {
            cart.add("bob's");
            made.calls();
            none.run(() -> {});
            assertThat(made.writes).as("cleared, and brought back").isEqualTo(2);
        });
    }

    @Test
    void rule_5_what_a_callback_writes_may_be_seen_in_its_signal_and_ends_with_it() {
        AmbientContext ann = captured("r-1", "ann");
        AmbientContext bob = captured("r-2", "bob");
        local.set("thread's");
        callback(ann, () -> {
            callback(ann, () -> local.set("changed"));
            callback(ann, () -> assertThat(local.get()).as("the same signal").isEqualTo("changed"));
            callback(bob, () -> {
                assertThat(local.get()).as("another flow").isEqualTo("bob");
                callback(ann, () -> assertThat(local.get()).as("the flow again").isEqualTo("ann"));
                local.set("changed too");
            });
        });
        assertThat(local.get()).as("whoever emits, and the thread").isEqualTo("thread's");
        callback(ann, () -> assertThat(local.get()).as("a later signal").isEqualTo("ann"));
        callback(bob, () -> assertThat(local.get()).as("another's later signal").isEqualTo("bob"));
        local.remove();
        callback(ann, () -> callback(ann, local::remove));
        assertThat(local.get()).isNull();
        callback(ann, () -> callback(ann, () -> local.set("left")));
        assertThat(local.get()).isNull();
    }

    @Test
    void rule_1_what_a_task_or_block_changes_afterwards_is_not_seen_by_the_flow_that_it_began() {
        local.set("ann");
        Runnable begins = () -> {
            AmbientContext flow = AmbientContext.capture();
            local.set("bob");
            callback(flow, () -> {
                assertThat(local.get()).isEqualTo("ann");
                callback(flow, () -> assertThat(local.get()).isEqualTo("ann"));
            });
            assertThat(local.get()).isEqualTo("bob");
            local.set("ann");
        };
        AmbientContext captured = AmbientContext.capture();
        captured.run(begins);
        captured.with(ID, "r-1").run(begins);
        Ambient.where(ID, "r-1").run(begins);
        try (Scope scope = captured.makeCurrent()) {
            begins.run();
        }
        try (Scope scope = ID.bind("r-1")) {
            begins.run();
        }
        callback(captured, () -> captured.run(begins));
        callback(captured, () -> Ambient.where(ID, "r-1").run(begins));
        callback(captured, () -> {
            try (Scope scope = captured.makeCurrent()) {
                begins.run();
            }
        });
    }

    @Test
    void rule_1_a_flow_that_begins_after_a_change_in_a_callback_has_that() {
        AmbientContext ann = captured("r-1", "ann");
        callback(ann, () -> {
            local.set("bob");
            AmbientContext bob = AmbientContext.capture();
            local.set("carl");
            callback(bob, () -> assertThat(local.get()).isEqualTo("bob"));
            assertThat(local.get()).isEqualTo("carl");
            callback(ann, () -> assertThat(local.get()).isEqualTo("ann"));
            assertThat(local.get()).isEqualTo("carl");
        });
        assertThat(local.get()).isNull();
    }

    @Test
    void rule_1_tasks_that_run_at_once_do_not_see_each_others_changes() {
        AmbientContext ann = captured("r-1", "ann");
        callback(ann, () -> {
            Runnable task = ann.wrap(() -> {
                assertThat(local.get()).isEqualTo("ann");
                local.set("changed");
            });
            for (int i = 0; i < 3; i++) {
                task.run();
                AmbientExecutors.wrap(Runnable::run).execute(task);
                assertThat(local.get()).isEqualTo("ann");
            }
        });
    }

    @Test
    void rule_7_where_a_pool_has_erased_what_the_thread_had_it_is_put_in_anew() throws Exception {
        AmbientContext ann = captured("r-1", "ann");
        java.lang.reflect.Field here = ThreadState.class.getDeclaredField("HERE");
        here.setAccessible(true);
        ThreadLocal<?> cell = (ThreadLocal<?>) here.get(null);
        callback(ann, () -> {
            local.remove();
            cell.remove();
            callback(ann, () -> assertThat(local.get()).isEqualTo("ann"));
            local.set("ann"); // as this thread's first boundary would have it
        });
    }

    @Test
    void rule_17_work_of_no_flow_does_not_see_what_such_work_has_left() {
        local.set("thread's");
        callback(AmbientContext.noFlow(), () -> {
            local.set("somebody's");
            callback(AmbientContext.noFlow(), () -> assertThat(local.get()).isNull());
        });
        assertThat(local.get()).isEqualTo("thread's");
    }

    @Test
    void rule_17_two_flows_with_equal_values_are_two() {
        AmbientContext base = AmbientContext.capture();
        AmbientContext one = base.with(ID, "r-1");
        AmbientContext two = base.with(ID, "r-2");
        callback(one, () -> {
            local.set("of r-1");
            callback(two, () -> assertThat(local.get()).isNull());
        });
    }

    @Test
    void one_that_is_cleared_or_copied_is_so_in_each_callback() {
        registry.policy("user", PropagationPolicy.CLEAR);
        afterwards(() -> registry.policy("user", PropagationPolicy.PROPAGATE));
        local.set("ann");
        AmbientContext.empty().run(() -> {
            AmbientContext cleared = AmbientContext.capture();
            callback(cleared, () -> {
                assertThat(local.get()).isNull();
                callback(cleared, () -> assertThat(local.get()).isNull());
            });
            assertThat(local.get()).isEqualTo("ann");
        });
        registry.policy("user", PropagationPolicy.PROPAGATE);
        List<String> cart = new ArrayList<>();
        local.set(cart);
        afterwardsClose(registry.copier("user", (List<String> list) -> new ArrayList<>(list)));
        AmbientContext copied = AmbientContext.capture();
        callback(
                copied,
                () -> callback(copied, () -> {
                    assertThat(local.get()).isEqualTo(List.of()).isNotSameAs(cart);
                    cart.add("more");
                }));
        assertThat(local.get()).isSameAs(cart);
    }

    @Test
    void a_scope_or_change_of_values_in_between_does_not_hide_what_is_there() {
        AmbientContext ann = captured("r-1", "ann");
        callback(ann, () -> {
            ID.set("changed");
            AmbientContext changed = AmbientContext.capture();
            callback(changed, () -> assertThat(local.get()).isEqualTo("ann"));
            callback(ann, () -> assertThat(ID.get()).isEqualTo("r-1"));
            AmbientContext.empty().run(() -> {
                local.set("left");
                callback(ann, () -> assertThat(local.get()).isEqualTo("ann"));
            });
        });
        assertThat(local.get()).isNull();
    }

    @Test
    void many_threads_use_one_context_whose_values_are_read_back_as_others() throws Exception {
        ThreadLocal<Object> perThread = new ThreadLocal<>();
        afterwardsClose(registry.register(new Unwrapping(perThread)));
        AmbientContext[] contexts = new AmbientContext[2];
        for (int i = 0; i < contexts.length; i++) {
            Object value = new Wrapper("inner" + i);
            contexts[i] = AmbientContext.capture().readFrom(key -> key == "unwrapping" ? value : null);
        }
        java.util.concurrent.ExecutorService pool =
                shutDownAfterwards(java.util.concurrent.Executors.newFixedThreadPool(4));
        List<java.util.concurrent.Future<?>> all = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            all.add(pool.submit(() -> {
                for (int i = 0; i < 2_000; i++) {
                    int first = i % 2;
                    callback(contexts[first], () -> {
                        assertThat(perThread.get()).isEqualTo("inner" + first);
                        callback(
                                contexts[1 - first],
                                () -> assertThat(perThread.get()).isEqualTo("inner" + (1 - first)));
                        assertThat(perThread.get()).isEqualTo("inner" + first);
                    });
                    assertThat(perThread.get()).isNull();
                }
            }));
        }
        for (java.util.concurrent.Future<?> each : all) {
            resultOf(each);
        }
    }

    private record Unwrapping(ThreadLocal<Object> local) implements io.micrometer.context.ThreadLocalAccessor<Object> {
        @Override
        public Object key() {
            return "unwrapping";
        }

        @Override
        public Object getValue() {
            return local.get();
        }

        @Override
        public void setValue(Object value) {
            local.set(Wrapper.unwrap(value));
        }

        @Override
        public void setValue() {
            local.remove();
        }
    }
}
