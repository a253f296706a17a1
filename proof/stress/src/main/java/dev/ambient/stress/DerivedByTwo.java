/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Rule 8: two threads derive from one context at once. Each gets its own result, and the context stays as it is.
 *
 * <p>Eight values are the most that stand flat, so that one more makes a trie of them, and nine are the fewest in a trie.
 */
public class DerivedByTwo {

    private static final List<Ambient<Integer>> KEYS = IntStream.range(0, 10)
            .mapToObj(i -> Ambient.<Integer>named("k" + i))
            .toList();

    /** Values 0 to count - 1 under the first keys. */
    private static AmbientContext of(int count) {
        AmbientContext context = AmbientContext.empty();
        for (int i = 0; i < count; i++) {
            context = context.with(KEYS.get(i), i);
        }
        return context;
    }

    /** The values in the order of the keys, a point for none. */
    private static String show(AmbientContext context) {
        StringBuilder text = new StringBuilder();
        for (Ambient<Integer> key : KEYS) {
            Integer value = context.get(key);
            text.append(value == null ? "." : value.toString());
        }
        return text.toString();
    }

    @JCStressTest
    @Outcome(id = "01234567.9, .1734567.., 01234567..", expect = ACCEPTABLE, desc = "each its own")
    @Outcome(expect = FORBIDDEN, desc = "one saw a change of the other")
    @State
    public static class Flat {
        private final AmbientContext context = of(8);

        @Actor
        public void with(LLL_Result r) {
            r.r1 = show(context.with(KEYS.get(9), 9));
        }

        @Actor
        public void without(LLL_Result r) {
            r.r2 = show(context.with(KEYS.get(2), 7).without(KEYS.get(0)));
        }

        @Arbiter
        public void original(LLL_Result r) {
            r.r3 = show(context);
        }
    }

    @JCStressTest
    @Outcome(id = "0123456789, .1734567.., 012345678.", expect = ACCEPTABLE, desc = "each its own")
    @Outcome(expect = FORBIDDEN, desc = "one saw a change of the other")
    @State
    public static class Trie {
        private final AmbientContext context = of(9);

        @Actor
        public void with(LLL_Result r) {
            r.r1 = show(context.with(KEYS.get(9), 9));
        }

        @Actor
        public void without(LLL_Result r) {
            r.r2 = show(context.with(KEYS.get(2), 7).without(KEYS.get(0)).without(KEYS.get(8)));
        }

        @Arbiter
        public void original(LLL_Result r) {
            r.r3 = show(context);
        }
    }
}
