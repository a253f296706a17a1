/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A context is an immutable map: whatever is put in and taken out, it has what a {@link HashMap} has. */
class ContextPropertyTest extends CleanThread {

    private static final List<Ambient<Object>> KEYS = keys(200);
    private static final List<Ambient<Object>> FAR_APART = farApart();

    /** One change; the value {@code null} takes the key out. */
    private record Change(int key, Object value) {

        AmbientContext in(AmbientContext context, List<Ambient<Object>> keys, Map<Ambient<Object>, Object> map) {
            Ambient<Object> changed = keys.get(key % keys.size());
            if (value == null) {
                map.remove(changed);
                return context.without(changed);
            }
            map.merge(changed, value, (there, next) -> ModelThread.same(there, next) ? there : next);
            return context.with(changed, value);
        }
    }

    @Property
    void rule_8_any_sequence_of_with_and_without_gives_what_maps_have_and_changes_no_earlier_context(
            @ForAll("keyCounts") int count, @ForAll boolean neighbours, @ForAll("changes") List<Change> changes) {
        List<Ambient<Object>> keys = keys(count, neighbours);
        AmbientContext context = AmbientContext.empty();
        Map<Ambient<Object>, Object> map = new HashMap<>();
        Map<AmbientContext, Map<Ambient<Object>, Object>> all = new LinkedHashMap<>();
        for (Change change : changes) {
            context = change.in(context, keys, map);
            all.put(context, Map.copyOf(map));
        }
        all.forEach((each, values) -> assertHas(each, keys, values));
    }

    @Property
    void rule_10_with_what_is_there_and_without_what_is_not_give_the_same_context(
            @ForAll("keyCounts") int count, @ForAll boolean neighbours, @ForAll("changes") List<Change> changes) {
        List<Ambient<Object>> keys = keys(count, neighbours);
        AmbientContext context = AmbientContext.empty();
        Map<Ambient<Object>, Object> map = new HashMap<>();
        for (Change change : changes) {
            context = change.in(context, keys, map);
        }
        for (Ambient<Object> key : keys) {
            Object value = map.get(key);
            if (value == null) {
                assertThat(context.without(key)).isSameAs(context);
                continue;
            }
            assertThat(context.with(key, value)).isSameAs(context);
            Object equal = equalTo(value);
            AmbientContext changed = context.with(key, equal);
            if (value instanceof Number) {
                assertThat(changed).isSameAs(context);
            } else {
                assertThat(changed.get(key)).isSameAs(equal);
            }
        }
        assertHas(context, keys, map);
    }

    @Property
    void sizes_can_go_up_and_down_between_flat_arrays_and_the_trie(
            @ForAll("sizes") List<Integer> sizes,
            @ForAll("orders") List<Ambient<Object>> added,
            @ForAll("orders") List<Ambient<Object>> removed) {
        AmbientContext context = AmbientContext.empty();
        Map<Ambient<Object>, Object> map = new HashMap<>();
        for (int size : sizes) {
            for (Ambient<Object> key : added) {
                if (map.size() < size && !map.containsKey(key)) {
                    map.put(key, "at " + size);
                    context = context.with(key, map.get(key));
                    assertHas(context, FAR_APART, map);
                }
            }
            for (Ambient<Object> key : removed) {
                if (map.size() > size && map.remove(key) != null) {
                    context = context.without(key);
                    assertHas(context, FAR_APART, map);
                }
            }
        }
    }

    private static List<Ambient<Object>> keys(int count, boolean neighbours) {
        List<Ambient<Object>> all = neighbours ? KEYS : FAR_APART;
        return all.subList(0, Math.min(count, all.size()));
    }

    /** All that can be seen of a context. */
    private static void assertHas(
            AmbientContext context, List<Ambient<Object>> keys, Map<Ambient<Object>, Object> map) {
        Set<String> texts = new HashSet<>();
        for (Ambient<Object> key : keys) {
            Object value = map.get(key);
            if (context.get(key) != value) {
                throw new AssertionError(key + " is " + context.get(key) + ", must be that " + value);
            }
            if (value != null) {
                texts.add(key.name() + "=" + value);
            }
        }
        assertThat(context.isEmpty()).isEqualTo(map.isEmpty());
        String text = context.toString();
        String inside = text.substring("AmbientContext{".length(), text.length() - 1);
        List<String> each = inside.isEmpty() ? List.of() : List.of(inside.split(", "));
        assertThat(each).hasSize(texts.size());
        assertThat(new HashSet<>(each)).isEqualTo(texts);
    }

    /** Another object that is equal. */
    private static Object equalTo(Object value) {
        if (value instanceof Integer number) {
            return number + 1 - 1;
        }
        if (value instanceof Double number) {
            return number + 0.0;
        }
        return value instanceof String text ? new String(text) : new ArrayList<>((List<?>) value);
    }

    @Provide
    Arbitrary<Integer> keyCounts() {
        return ModelTest.keyCounts();
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> keys = Arbitraries.integers().between(0, 199);
        Arbitrary<Integer> values = Arbitraries.integers().between(0, 17);
        return Combinators.combine(keys, values)
                .as((key, value) -> new Change(key, value < 12 ? Steps.value(value) : null))
                .list()
                .ofMaxSize(80);
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers().between(6, 11).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Ambient<Object>>> orders() {
        return Arbitraries.shuffle(FAR_APART);
    }

    /** Keys whose numbers begin to differ at the first, the second and so on to the seventh level of a trie. */
    private static List<Ambient<Object>> farApart() {
        List<Ambient<Object>> keys = new ArrayList<>(keys(1));
        int first = keys.get(0).number();
        for (int distance = 8; distance <= 1 << 18; distance *= 8) {
            Ambient<Object> key = Ambient.named("far" + distance);
            while (key.number() < first + distance) {
                key = Ambient.named("far" + distance);
            }
            keys.add(key);
            keys.add(Ambient.named("beside" + distance));
        }
        return keys;
    }
}
