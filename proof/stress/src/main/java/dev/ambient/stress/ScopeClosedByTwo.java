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
 * Rule 13: a scope is closed on its own thread and on another at once, twice on each. The first close on its own thread
 * ends it; the others change nothing on either.
 */
@JCStressTest
@Outcome(
        id = "inner captured then outer own then outer own, mine theirs",
        expect = ACCEPTABLE,
        desc = "not open yet, or closed already")
@Outcome(
        id = "inner captured then outer own then outer own, mine theirs \\[SCOPE_ON_OTHER_THREAD\\]",
        expect = ACCEPTABLE,
        desc = "closed on the other thread too, which is reported and does nothing else")
@Outcome(expect = FORBIDDEN, desc = "a thread is not as it was")
@State
public class ScopeClosedByTwo {

    private static final Ambient<String> KEY = Ambient.named("key");
    private static final Foreign FOREIGN = new Foreign("foreign");
    private static final AmbientContext CAPTURED;

    static {
        AmbientRegistry.global().register(FOREIGN);
        FOREIGN.setValue("captured");
        CAPTURED = Ambient.where(KEY, "inner").call(AmbientContext::capture);
        FOREIGN.setValue();
    }

    /** Volatile, so that the other thread sees it while it is open. */
    private volatile @Nullable Scope scope;

    private static String look() {
        return KEY.get() + " " + FOREIGN.getValue();
    }

    @Actor
    @SuppressWarnings("try") // the scopes have only to be there
    public void owner(LL_Result r) {
        FOREIGN.setValue("own");
        try (Scope outer = KEY.bind("outer")) {
            Scope inner = CAPTURED.makeCurrent();
            scope = inner;
            String seen = look();
            inner.close();
            String then = look();
            inner.close();
            r.r1 = seen + " then " + then + " then " + look() + Problems.take();
        }
        FOREIGN.setValue();
    }

    @Actor
    @SuppressWarnings("try") // the scopes have only to be there
    public void other(LL_Result r) {
        FOREIGN.setValue("theirs");
        try (Scope mine = KEY.bind("mine")) {
            Scope inner = scope;
            for (int i = 0; i < 100 && inner == null; i++) {
                Thread.onSpinWait();
                inner = scope;
            }
            if (inner != null) {
                inner.close();
                inner.close();
            }
            r.r2 = look() + Problems.take();
        }
        FOREIGN.setValue();
    }
}
