/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.Step.Way;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * How sequences of {@link Step} are drawn: as lines without nesting, of which some say how many of the next steps belong
 * to their block. So a failure shrinks by leaving out any line, also one around others.
 */
final class Steps {

    /** Around the border between flat arrays and the trie, and far beyond it. */
    private static final int[] MANY = {8, 9, 7, 40, 200};

    /** How often a step is drawn among the others, and how it is made. What stands first is what others shrink to. */
    private static final List<Kind> KINDS = List.of(
            plain(1, (number, key, value, way, block) -> null), // so that a line can be left out between others
            plain(5, (number, key, value, way, block) -> new Step.Set(key, value)),
            plain(2, (number, key, value, way, block) -> new Step.Unset(key)),
            plain(5, (number, key, value, way, block) -> new Step.Bind(key, value)),
            plain(6, (number, key, value, way, block) -> new Step.Close(number)),
            plain(2, (number, key, value, way, block) -> new Step.CloseLate(number)),
            plain(4, (number, key, value, way, block) -> new Step.Capture()),
            plain(4, (number, key, value, way, block) -> new Step.MakeCurrent(number)),
            plain(2, (number, key, value, way, block) -> new Step.SetForeign(number == 0 ? null : "user" + number)),
            plain(1, (number, key, value, way, block) -> new Step.Current()),
            plain(1, (number, key, value, way, block) -> new Step.With(number, key, value)),
            plain(1, (number, key, value, way, block) -> new Step.Without(number, key)),
            plain(1, (number, key, value, way, block) -> new Step.SuppressFlow()),
            plain(1, (number, key, value, way, block) -> new Step.CloseOnOtherThread(number)),
            plain(1, (number, key, value, way, block) -> new Step.Throw()),
            plain(2, (number, key, value, way, block) -> new Step.SetMany(MANY[number % MANY.length], value)),
            block(6, (number, key, value, way, block) -> new Step.Run(number, way, block)),
            block(3, (number, key, value, way, block) -> new Step.Where(key, value, block)),
            block(1, (number, key, value, way, block) -> new Step.RunOnOtherThread(number, way, block)));

    private record Kind(int weight, boolean hasBlock, Maker maker) {}

    private interface Maker {
        Step make(int number, int key, Object value, Way way, List<Step> block);
    }

    private record Line(Kind kind, int number, int key, int value, Way way, int inside) {

        Step with(Iterator<Line> next) {
            return kind.maker.make(
                    number, key, Steps.value(value), way, kind.hasBlock ? nest(inside, next) : List.of());
        }
    }

    private Steps() {}

    static Arbitrary<List<Step>> sequences() {
        return lines().list().ofMaxSize(32).map(lines -> nest(lines.size(), lines.iterator()));
    }

    /** Texts and lists, each a new object, and boxes, of which equal ones are the same value. */
    static Object value(int number) {
        int small = number % 3;
        return switch (number / 3) {
            case 0 -> "text" + small;
            case 1 -> small + 100_000;
            case 2 -> small * 1.5;
            default -> List.of(small);
        };
    }

    /** Mostly the same few keys, so that steps concern each other. */
    private static Arbitrary<Integer> keys() {
        return weighted(IntStream.range(0, 200).boxed().toList(), key -> key < 3 ? 120 : key < 12 ? 20 : 1);
    }

    /** One draw: where one decides how the next is made, jqwik draws the next anew all the time while it shrinks. */
    static <T> Arbitrary<T> weighted(List<T> all, ToIntFunction<T> weight) {
        return Arbitraries.frequency(all.stream()
                .map(each -> Tuple.of(weight.applyAsInt(each), each))
                .toList());
    }

    private static Arbitrary<Line> lines() {
        return Combinators.combine(
                        weighted(KINDS, Kind::weight),
                        Arbitraries.integers().between(0, 7),
                        keys(),
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.of(Way.class),
                        Arbitraries.integers().between(0, 5))
                .as(Line::new);
    }

    private static List<Step> nest(int count, Iterator<Line> lines) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count && lines.hasNext(); i++) {
            Step step = lines.next().with(lines);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private static Kind plain(int weight, Maker maker) {
        return new Kind(weight, false, maker);
    }

    private static Kind block(int weight, Maker maker) {
        return new Kind(weight, true, maker);
    }
}
