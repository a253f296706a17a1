/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Problem;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that begin in a clean context with the bridges installed, and fail if they leave anything behind.
 *
 * <pre>{@code
 * @AmbientTest
 * @WithAmbient(name = "tenant", value = "acme")
 * class OrdersTest {
 *
 *     @Test
 *     void the_tenant_is_known_behind_the_hop(AmbientProbe probe) {
 *         Mono.just(4711)
 *                 .publishOn(Schedulers.parallel())
 *                 .doOnNext(order -> probe.point("after publishOn"))
 *                 .block();
 *         probe.assertThat("after publishOn").saw(TENANT, "acme");
 *     }
 * }
 * }</pre>
 *
 * <p>It goes on a class, whose {@code @Nested} classes it covers too, on a method, or on an annotation of your own; the
 * nearest one counts. {@code @ExtendWith(AmbientExtension.class)} is the same with everything as it is by default.
 *
 * <p><b>Before a test</b>, the bridges that are on the class path are installed, and the thread enters a context with no
 * values but those of {@link WithAmbient}. It lasts for the test and its {@code @BeforeEach} and {@code @AfterEach} methods.
 *
 * <p><b>After it</b>, the test fails if it has left something behind: see {@link LeakCheck}. Threads that still work for it, or were
 * left with values, are given up to a second to end; a thread that works on (fire and forget) is no failure. The failure names for each thing the line
 * at fault, the thread, and the stack that led there.
 *
 * <p><b>In parallel.</b> What went wrong belongs to the test on whose thread it happened; else to the one whose context was
 * current there, for with {@code junit.jupiter.execution.parallel.enabled} each test's context holds an ambient value
 * {@code test} that says so; else to the one in which the thread was started; else to the one whose method stands in the
 * stack; else to the only one that was running. A neighbour is never blamed. What none of this tells, or what happens when
 * its test has ended, fails the run as a whole, at its end. What {@code @BeforeAll} and {@code @AfterAll} methods and tests
 * without this annotation do is not checked.
 *
 * <p><b>Cost.</b> Scopes are {@linkplain dev.ambient.AmbientRegistry#recordScopes recorded} from the first such test to the
 * end of the run.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AmbientExtension.class)
public @interface AmbientTest {

    /**
     * What each of these tests gets wrong on purpose. It must come, and other kinds still fail the test.
     *
     * @return kinds of problems; {@link Problem.Kind#SCOPE_NEVER_CLOSED} is also a scope that is open at the end
     */
    Problem.Kind[] expect() default {};

    /**
     * What is not looked at.
     *
     * @return checks
     */
    LeakCheck[] skip() default {};

    /**
     * Whether the bridges on the class path are installed. Where JUnit detects the extension by itself, the configuration
     * parameter {@code dev.ambient.junit.bridges=false} says the same for all tests without this annotation.
     *
     * @return whether they are
     */
    boolean bridges() default true;
}
