/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Rule 7: the policy of a foreign thread-local changes while another thread captures and runs. What was captured follows
 * one policy from beginning to end, and the thread is afterwards as it was.
 */
@JCStressTest
@Outcome(
        id = "steady (changing|own|null) behind then own own own",
        expect = ACCEPTABLE,
        desc = "propagated, left or cleared; those beside it propagated")
@Outcome(expect = FORBIDDEN, desc = "one is wrong or left behind, or something threw")
@State
public class PolicyChanges {

    private static final Foreign CHANGING = new Foreign("changing");
    private static final Foreign BEHIND = new Foreign("behind");

    static {
        Captures.registerSteady();
        AmbientRegistry.global().register(CHANGING);
        AmbientRegistry.global().register(BEHIND);
    }

    @Actor
    public void change() {
        AmbientRegistry registry = AmbientRegistry.global();
        registry.policy(CHANGING.key(), PropagationPolicy.CLEAR);
        registry.policy(CHANGING.key(), PropagationPolicy.LEAVE);
        registry.policy(CHANGING.key(), PropagationPolicy.PROPAGATE);
    }

    @Actor
    public void capture(L_Result r) {
        r.r1 = Captures.captureAndRun(CHANGING, BEHIND);
    }
}
