/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.AsyncLocalMeaningsTest.other;
import static dev.ambient.ChangeListener.Cause.SET;
import static dev.ambient.ChangeListener.Cause.SWITCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.ChangeListener.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The change events of .NET's AsyncLocal, for few and many values: one for each change, set or switched to. */
@SuppressWarnings("try")
class AsyncLocalEventsTest extends CleanThread {

    /** What the listener of one key was told. */
    record Event(int key, Object previous, Object current, Cause cause) {}

    private final List<Event> told = new ArrayList<>();

    static Stream<Arguments> sizesWithListenersForAllHalfAndNone() {
        return AmbientContextTest.sizes()
                .boxed()
                .flatMap(size -> IntStream.of(1, 2, 1000).mapToObj(step -> Arguments.of(size, step)));
    }

    private void listenToEach(List<Ambient<Object>> keys, int step) {
        for (int i = 0; i < keys.size(); i += step) {
            int key = i;
            afterwardsClose(keys.get(i)
                    .onChange((previous, current, cause) -> told.add(new Event(key, previous, current, cause))));
        }
    }

    private void assertTold(Event... events) {
        assertThat(told).containsExactly(events);
        told.clear();
    }

    @ParameterizedTest(name = "{0} keys, a listener for every {1}.")
    @MethodSource("sizesWithListenersForAllHalfAndNone")
    void values_are_added_updated_and_removed_with_and_without_listeners(int size, int step) {
        List<Ambient<Object>> keys = keys(size);
        listenToEach(keys, step);
        Object[] expected = new Object[size];
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        AmbientContext.empty().run(() -> {
            for (int pass = 0; pass < 3; pass++) {
                Collections.shuffle(order, new Random(31L * size + pass));
                for (int i : order) {
                    Object previous = expected[i];
                    expected[i] = pass == 0 ? mixed(i) : pass == 1 ? other(i) : null;
                    if (expected[i] == null) {
                        keys.get(i).unset();
                    } else {
                        keys.get(i).set(expected[i]);
                    }
                    if (i % step == 0 && (step < 1000 || i == 0)) {
                        assertTold(new Event(i, previous, expected[i], SET));
                    } else {
                        assertTold();
                    }
                    assertThat(keys.stream().map(Ambient::get)).containsExactly(expected);
                }
            }
            assertThat(AmbientContext.current().isEmpty()).isTrue();
        });
        assertTold();
    }

    @AsyncLocalMeaningsTest.FewAndMany
    void there_is_exactly_one_event_for_each_change_also_via_unset(int size) {
        List<Ambient<Object>> keys = keys(size);
        listenToEach(keys, 1);
        for (int i = 0; i < size; i++) {
            Ambient<Object> key = keys.get(i);
            Object value = mixed(i);
            Object next = other(i);
            AmbientContext.empty().run(() -> {
                key.unset();
                key.set(value);
                key.set(value);
                key.set(next);
                key.unset();
                key.unset();
                key.set(value);
                try (Scope scope = key.bind(next)) {
                    key.set(next);
                }
                Ambient.where(key, value).run(() -> key.unset());
            });
            assertTold(
                    new Event(i, null, value, SET),
                    new Event(i, value, next, SET),
                    new Event(i, next, null, SET),
                    new Event(i, null, value, SET),
                    new Event(i, value, next, SET),
                    new Event(i, next, value, SWITCH),
                    new Event(i, value, null, SET),
                    new Event(i, null, value, SWITCH),
                    new Event(i, value, null, SWITCH));
        }
    }

    /** Of four keys the first has the same value in both contexts, the second another, and the others are in one only. */
    @AsyncLocalMeaningsTest.FewAndMany
    void entering_another_context_and_leaving_it_tell_of_what_differs(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext outside = AmbientContext.empty();
        AmbientContext inside = AmbientContext.empty();
        List<Event> entering = new ArrayList<>();
        List<Event> leaving = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Object before = i % 4 == 3 ? null : mixed(i);
            Object within = i % 4 == 0 ? before : i % 4 == 2 ? null : other(i);
            outside = before == null ? outside : outside.with(keys.get(i), before);
            inside = within == null ? inside : inside.with(keys.get(i), within);
            if (i % 4 != 0) {
                entering.add(new Event(i, before, within, SWITCH));
                leaving.add(new Event(i, within, before, SWITCH));
            }
        }
        listenToEach(keys, 1);
        AmbientContext other = inside;
        outside.run(() -> {
            told.clear();
            try (Scope scope = other.makeCurrent()) {
                assertTold(entering.toArray(new Event[0]));
            }
            assertTold(leaving.toArray(new Event[0]));
            other.run(() -> assertTold(entering.toArray(new Event[0])));
            assertTold(leaving.toArray(new Event[0]));
            AmbientContext.current().run(() -> assertTold());
            assertTold();
        });
        told.clear();
    }

    @AsyncLocalMeaningsTest.FewAndMany
    void entering_and_leaving_tell_also_where_one_of_the_two_is_empty(int size) {
        List<Ambient<Object>> keys = keys(size);
        Event[] come = new Event[size];
        Event[] go = new Event[size];
        AmbientContext filled = AmbientContext.empty();
        for (int i = 0; i < size; i++) {
            filled = filled.with(keys.get(i), mixed(i));
            come[i] = new Event(i, null, filled.get(keys.get(i)), SWITCH);
            go[i] = new Event(i, filled.get(keys.get(i)), null, SWITCH);
        }
        listenToEach(keys, 1);
        filled.run(() -> {
            assertTold(come);
            AmbientContext.empty().run(() -> assertTold(go));
            assertTold(come);
        });
        assertTold(go);
    }

    /** Each key's listener sets the next key, so that one set goes through all of them. */
    @AsyncLocalMeaningsTest.FewAndMany
    void a_listener_sets_again_and_that_is_told_as_well(int size) {
        List<Ambient<Object>> keys = keys(size);
        for (int i = 0; i < size - 1; i++) {
            Ambient<Object> next = keys.get(i + 1);
            afterwardsClose(keys.get(i).onChange((previous, current, cause) -> {
                if (current != null) {
                    next.set(current);
                }
            }));
        }
        listenToEach(keys, 1);
        try (Scope scope = keys.get(0).bind("acme")) {
            assertThat(keys).allMatch(key -> "acme".equals(key.get()));
            assertThat(told).hasSize(size).allMatch(event -> event.equals(new Event(event.key(), null, "acme", SET)));
            assertThat(told).extracting(Event::key).doesNotHaveDuplicates();
            told.clear();
        }
        assertThat(keys).noneMatch(Ambient::isBound);
        Event[] gone = new Event[size];
        Arrays.setAll(gone, i -> new Event(i, "acme", null, SWITCH));
        assertThat(told).containsExactlyInAnyOrder(gone);
    }
}
