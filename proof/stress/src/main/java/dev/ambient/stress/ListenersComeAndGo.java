/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.ChangeListener;
import dev.ambient.Registration;
import dev.ambient.Scope;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Rule 11: listeners come and go while another thread sets a value and switches contexts. One that stays hears of every
 * change once and in order; one that comes or goes hears of some, in order; nobody hears of anything else.
 */
@JCStressTest
@Outcome(
        id = "null>a:SET, a>b:SWITCH, b>a:SWITCH, a>null:SWITCH, (null>a:SET, )?(a>b:SWITCH, )?"
                + "(b>a:SWITCH, )?(a>null:SWITCH, )?heard, null",
        expect = ACCEPTABLE,
        desc = "the steady one heard all, the other what it was there for")
@Outcome(expect = FORBIDDEN, desc = "a change was lost, doubled or out of order, or something threw")
@State
public class ListenersComeAndGo {

    private static final Ambient<String> KEY = Ambient.named("key");
    private static final AmbientContext OTHER = AmbientContext.empty().with(KEY, "b");

    /** Written by listeners, so only on the thread that changes the value. */
    private static final StringBuilder STEADY = new StringBuilder();

    private static final StringBuilder PASSING = new StringBuilder();

    static {
        KEY.onChange(writeTo(STEADY));
    }

    private static ChangeListener<String> writeTo(StringBuilder text) {
        return (previous, current, cause) -> text.append(previous)
                .append('>')
                .append(current)
                .append(':')
                .append(cause)
                .append(", ");
    }

    @Actor
    public void comeAndGo() {
        // Two, so that the first to go is not the last in the row.
        Registration other = KEY.onChange((previous, current, cause) -> {});
        Registration passing = KEY.onChange(writeTo(PASSING));
        other.close();
        passing.close();
    }

    @Actor
    @SuppressWarnings("try") // the scopes have only to be there
    public void change(LL_Result r) {
        try {
            try (Scope scope = KEY.bind("a")) {
                OTHER.run(() -> {});
            }
            r.r1 = STEADY.toString() + PASSING + "heard";
        } catch (RuntimeException e) {
            r.r1 = e.toString();
        }
        r.r2 = KEY.get() + Problems.take();
        STEADY.setLength(0);
        PASSING.setLength(0);
    }
}
