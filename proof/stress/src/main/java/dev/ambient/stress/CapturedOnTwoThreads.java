/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Scope;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Rules 7 and 8: a captured context, foreign values included, can be handed over through a plain field and be current on
 * two threads at once. Each sees what was captured, and is afterwards as it was.
 */
public class CapturedOnTwoThreads {

    private static final Ambient<String> KEY = Ambient.named("key");
    private static final Foreign FIRST = new Foreign("first");
    private static final Foreign SECOND = new Foreign("second");
    private static final AmbientContext CAPTURED;

    static {
        AmbientRegistry.global().register(FIRST);
        AmbientRegistry.global().register(SECOND);
        CAPTURED = capture();
    }

    private static AmbientContext capture() {
        FIRST.setValue("1");
        SECOND.setValue("2");
        AmbientContext captured = Ambient.where(KEY, "value").call(AmbientContext::capture);
        FIRST.setValue();
        SECOND.setValue();
        return captured;
    }

    private static String look() {
        return KEY.get() + " " + FIRST.getValue() + " " + SECOND.getValue();
    }

    private static String after(String seen) {
        return seen + " then " + look() + Problems.take();
    }

    @JCStressTest
    @Outcome(id = "null null null, nothing", expect = ACCEPTABLE, desc = "not published yet")
    @Outcome(
            id = "null null null, value 1 2 then null null null",
            expect = ACCEPTABLE,
            desc = "all that was captured, and nothing left behind")
    @Outcome(expect = FORBIDDEN, desc = "a part of it, or something left behind")
    @State
    public static class Published {
        @Nullable
        AmbientContext context;

        @Actor
        public void write(LL_Result r) {
            context = capture();
            r.r1 = look() + Problems.take();
        }

        @Actor
        public void read(LL_Result r) {
            AmbientContext seen = context;
            r.r2 = seen == null ? "nothing" : after(seen.call(CapturedOnTwoThreads::look));
        }
    }

    @JCStressTest
    @Outcome(
            id = "value 1 2 then null a null, value 1 2 then b null 2",
            expect = ACCEPTABLE,
            desc = "both see what was captured, and are afterwards as they were")
    @Outcome(expect = FORBIDDEN, desc = "one saw something of the other")
    @State
    public static class RunAndMakeCurrent {

        @Actor
        public void call(LL_Result r) {
            FIRST.setValue("a");
            r.r1 = after(CAPTURED.call(CapturedOnTwoThreads::look));
            FIRST.setValue();
        }

        @Actor
        @SuppressWarnings("try") // the scopes have only to be there
        public void makeCurrent(LL_Result r) {
            SECOND.setValue("2"); // as captured, so not written on the way in
            try (Scope own = KEY.bind("b")) {
                String seen;
                try (Scope scope = CAPTURED.makeCurrent()) {
                    seen = look();
                }
                r.r2 = after(seen);
            }
            SECOND.setValue();
        }
    }
}
