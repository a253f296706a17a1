/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Rule 8: a context handed over through a plain field, with nothing that orders the two threads, is either not there yet
 * or has all its values, and they have theirs.
 */
public class RacyPublication {

    /** A value as users write them: its field is plain, so only the context can publish it. */
    private static final class Value {
        int number;

        Value(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "#" + number;
        }
    }

    private static final Ambient<Value> OTHER = Ambient.named("other");
    private static final Keys THREE = new Keys(3);
    private static final Keys TWELVE = new Keys(12);

    private static final class Keys {
        final Ambient<Value>[] keys;
        final String text;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Keys(int count) {
            keys = IntStream.range(0, count)
                    .mapToObj(i -> Ambient.named("k" + i))
                    .toArray(Ambient[]::new);
            text = build().toString();
        }

        AmbientContext build() {
            AmbientContext context = AmbientContext.empty();
            for (int i = 0; i < keys.length; i++) {
                context = context.with(keys[i], new Value(i + 1));
            }
            return context;
        }

        String read(@Nullable AmbientContext seen) {
            if (seen == null) {
                return "nothing";
            }
            try {
                for (int i = 0; i < keys.length; i++) {
                    Value value = seen.get(keys[i]);
                    if (value == null || value.number != i + 1) {
                        return "get: " + keys[i] + " is " + value;
                    }
                }
                if (seen.isEmpty() || seen.get(OTHER) != null) {
                    return "empty or with a value that nobody set";
                }
                Value last = seen.call(keys[keys.length - 1]::orElseThrow);
                if (last.number != keys.length) {
                    return "call: " + last;
                }
                String shown = seen.toString();
                return shown.equals(text) ? "complete" : shown;
            } catch (RuntimeException e) {
                return e.toString();
            }
        }
    }

    @JCStressTest
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "complete", expect = ACCEPTABLE, desc = "all three values")
    @Outcome(expect = FORBIDDEN, desc = "a part of them")
    @State
    public static class Flat {
        @Nullable
        AmbientContext context;

        @Actor
        public void write() {
            context = THREE.build();
        }

        @Actor
        public void read(L_Result r) {
            r.r1 = THREE.read(context);
        }
    }

    @JCStressTest
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "complete", expect = ACCEPTABLE, desc = "all twelve values")
    @Outcome(expect = FORBIDDEN, desc = "a part of them")
    @State
    public static class Trie {
        @Nullable
        AmbientContext context;

        @Actor
        public void write() {
            context = TWELVE.build();
        }

        @Actor
        public void read(L_Result r) {
            r.r1 = TWELVE.read(context);
        }
    }
}
