/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import io.micrometer.context.ContextRegistry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Rules 7 and 13: accessors are registered and removed while another thread captures and runs. What was captured has the
 * thread-local or does not, whatever stands before or behind it is served, and the thread is afterwards as it was.
 */
public class AccessorsComeAndGo {

    private static final Foreign FIRST = new Foreign("first");
    private static final Foreign SECOND = new Foreign("second");

    static {
        Captures.registerSteady();
    }

    @JCStressTest
    @Outcome(
            id = "as it was, steady (first|own) (second|own) then own own own",
            expect = ACCEPTABLE,
            desc = "the steady one travels, the others do or do not")
    @Outcome(expect = FORBIDDEN, desc = "one is wrong or left behind, or something threw")
    @State
    public static class ThroughAmbient {

        @Actor
        public void change(LL_Result r) {
            FIRST.setValue("as it was");
            Registration first = AmbientRegistry.global().register(FIRST);
            Registration second = AmbientRegistry.global().register(SECOND);
            AmbientContext.capture(); // takes note of the change, while the other thread may do so
            first.close(); // now the second has another place
            AmbientContext.capture();
            second.close();
            r.r1 = FIRST.getValue() + Problems.take();
            FIRST.setValue();
        }

        @Actor
        public void capture(LL_Result r) {
            r.r2 = Captures.captureAndRun(FIRST, SECOND);
        }
    }

    @JCStressTest
    @Outcome(
            id = "as it was, steady (first|own) (second|own) then own own own",
            expect = ACCEPTABLE,
            desc = "the steady one travels, the others do or do not")
    @Outcome(expect = FORBIDDEN, desc = "one is wrong or left behind, or something threw")
    @State
    public static class ThroughMicrometer {

        @Actor
        public void change(LL_Result r) {
            FIRST.setValue("as it was");
            ContextRegistry registry = ContextRegistry.getInstance();
            registry.registerThreadLocalAccessor(FIRST);
            registry.registerThreadLocalAccessor(SECOND);
            AmbientContext.capture(); // takes note of the change, while the other thread may do so
            registry.removeThreadLocalAccessor(FIRST.key());
            AmbientContext.capture();
            registry.removeThreadLocalAccessor(SECOND.key());
            r.r1 = FIRST.getValue() + Problems.take();
            FIRST.setValue();
        }

        @Actor
        public void capture(LL_Result r) {
            r.r2 = Captures.captureAndRun(FIRST, SECOND);
        }
    }
}
