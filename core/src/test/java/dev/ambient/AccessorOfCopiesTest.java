/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Accessors that hand out a copy at each reading, as those of the MDC do: only there may equal objects be taken for the
 * same value.
 */
class AccessorOfCopiesTest extends CleanThread {

    private final ThreadLocal<Map<String, String>> map = new ThreadLocal<>();
    private final List<String> writes = new ArrayList<>();
    private boolean copies = true;
    private boolean newAtEachReading;

    @BeforeEach
    void register() {
        afterwardsClose(AmbientRegistry.global().register(new MapAccessor()));
    }

    @AfterEach
    void empty_the_map() {
        map.remove();
    }

    private final class MapAccessor implements ThreadLocalAccessor<Map<String, String>> {
        @Override
        public Object key() {
            return "map";
        }

        @Override
        public Map<String, String> getValue() {
            Map<String, String> there = newAtEachReading ? new Grumpy() : map.get();
            return there == null || !copies ? there : new HashMap<>(there);
        }

        @Override
        public void setValue(Map<String, String> value) {
            writes.add("set " + value);
            map.set(copies ? new HashMap<>(value) : value);
        }

        @Override
        public void setValue() {
            writes.add("clear");
            map.remove();
        }
    }

    @Test
    void nothing_is_written_where_nothing_differs() {
        map.set(new HashMap<>(Map.of("a", "1")));
        AmbientContext captured = AmbientContext.capture();
        captured.run(() -> assertThat(map.get()).containsEntry("a", "1"));
        Scope scope = captured.makeCurrent();
        scope.close();
        assertThat(writes).isEmpty();
    }

    @Test
    void a_capture_of_equal_content_is_the_same_context() {
        AmbientContext.empty().run(() -> {
            map.set(new HashMap<>(Map.of("a", "1")));
            AmbientContext captured = AmbientContext.capture();
            assertThat(AmbientContext.capture()).isSameAs(captured);
            map.get().put("a", "2");
            assertThat(AmbientContext.capture()).isNotSameAs(captured);
            map.remove();
        });
        assertThat(writes).isEmpty();
    }

    @Test
    void what_differs_is_written_and_put_back() {
        map.set(new HashMap<>(Map.of("a", "1")));
        AmbientContext captured = AmbientContext.capture();
        map.get().put("a", "2");
        captured.run(() -> {
            assertThat(map.get()).containsExactly(Map.entry("a", "1"));
            map.get().put("a", "3");
        });
        assertThat(map.get()).containsExactly(Map.entry("a", "2"));
        assertThat(writes).containsExactly("set {a=1}", "set {a=2}");
    }

    @Test
    void what_the_work_changed_is_put_back_where_nothing_differed_at_first() {
        map.set(new HashMap<>(Map.of("a", "1")));
        AmbientContext.capture().run(() -> map.get().put("a", "2"));
        assertThat(map.get()).containsExactly(Map.entry("a", "1"));
        assertThat(writes).containsExactly("set {a=1}");
    }

    @Test
    void rule_14_equals_that_throws_is_reported_and_the_value_written() {
        map.set(new Grumpy());
        AmbientContext captured = AmbientContext.capture();
        map.set(new Grumpy());
        copies = false; // so that the objects themselves come out
        newAtEachReading = true;
        captured.run(() -> {});
        assertThat(writes).contains("set {}");
        assertThat(reported()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.ACCESSOR_FAILED);
            assertThat(problem.message()).contains("'map'").contains("compared");
        });
    }

    /** A value that cannot be compared. */
    private static final class Grumpy extends HashMap<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    @Test
    void two_flows_holders_that_happen_to_be_equal_are_two() {
        copies = false;
        Map<String, String> anns = new HashMap<>(Map.of("a", "1"));
        Map<String, String> bobs = new HashMap<>(anns);
        map.set(anns);
        AmbientContext captured = AmbientContext.capture();
        map.set(bobs);
        captured.run(() -> assertThat(map.get()).isSameAs(anns));
        assertThat(map.get()).isSameAs(bobs);
    }

    @Test
    void one_that_hands_out_a_new_default_where_nothing_is_set_does_not_count_for_the_rest() {
        copies = false;
        Map<String, String> anns = new HashMap<>(Map.of("a", "1"));
        Map<String, String> bobs = new HashMap<>(anns);
        map.set(anns);
        AmbientContext ann = AmbientContext.capture();
        copies = true; // a new one at each reading, for once
        ann.run(() -> {});
        copies = false;
        map.set(bobs);
        ann.run(() -> assertThat(map.get()).isSameAs(anns));
        assertThat(map.get()).isSameAs(bobs);
    }
}
