/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.micrometer.context.ContextRegistry;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Rule 8: mirrored keys come and go while another thread captures, reads a carrier and writes to one. A key that was
 * there before is always served, and a new one from the moment it is built.
 */
@JCStressTest
@Outcome(id = "\\{new=x\\}, acme, \\{tenant=acme\\}", expect = ACCEPTABLE, desc = "each has its own")
@Outcome(expect = FORBIDDEN, desc = "a value is lost or wrong, or something threw")
@State
public class MirrorsComeAndGo {

    private static final Ambient<String> TENANT =
            Ambient.<String>builder("tenant").mirrored().build();
    private static final Map<Object, Object> CARRIER = Map.of("tenant", "acme");

    @Actor
    public void comeAndGo(LLL_Result r) {
        Ambient<String> key = Ambient.<String>builder("new").mirrored().build();
        // Else the name would be taken until the key is collected.
        ContextRegistry.getInstance().removeThreadLocalAccessor("new");
        r.r1 = written(AmbientContext.empty().with(key, "x"));
    }

    @Actor
    public void use(LLL_Result r) {
        try {
            AmbientContext captured = Ambient.where(TENANT, "acme").call(AmbientContext::capture);
            r.r2 = captured.call(TENANT::orElseThrow);
            r.r3 = written(AmbientContext.empty().readFrom(CARRIER::get));
        } catch (RuntimeException e) {
            r.r3 = e.toString();
        }
    }

    private static String written(AmbientContext context) {
        Map<Object, Object> carrier = new HashMap<>();
        context.writeTo(carrier::put);
        return carrier + Problems.take();
    }
}
