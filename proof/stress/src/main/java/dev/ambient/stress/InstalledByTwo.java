/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.Registration;
import dev.ambient.spi.HookInstallation;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Rule 15: however two threads install and take out, the hooks are in once while somebody wants them, and then off. */
public class InstalledByTwo {

    /** Hooks that count how often they are in place. */
    private static final class Hooks {
        private int inPlace; // guarded by the installation

        final HookInstallation installation = new HookInstallation("hooks", () -> inPlace++, () -> inPlace--);
    }

    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "in once for each, off at the end")
    @Outcome(expect = FORBIDDEN, desc = "doubled, missing or left behind")
    @State
    public static class Together {
        private final Hooks hooks = new Hooks();

        @Actor
        @SuppressWarnings("try") // the registration has only to be there
        public void one(III_Result r) {
            try (Registration registration = hooks.installation.add()) {
                r.r1 = hooks.inPlace;
            }
        }

        @Actor
        @SuppressWarnings("try") // the registration has only to be there
        public void two(III_Result r) {
            try (Registration registration = hooks.installation.add()) {
                r.r2 = hooks.inPlace;
            }
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = hooks.installation.isInstalled() ? -1 : hooks.inPlace;
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the other registration keeps them in")
    @Outcome(expect = FORBIDDEN, desc = "closing one counted twice")
    @State
    public static class OneClosedByBoth {
        private final Hooks hooks = new Hooks();
        private final Registration other = hooks.installation.add();
        private final Registration closed = hooks.installation.add();

        @Actor
        public void one(III_Result r) {
            closed.close();
            r.r1 = hooks.inPlace;
        }

        @Actor
        public void two(III_Result r) {
            closed.close();
            r.r2 = hooks.inPlace;
        }

        @Arbiter
        public void end(III_Result r) {
            other.close();
            r.r3 = hooks.installation.isInstalled() ? -1 : hooks.inPlace;
        }
    }
}
