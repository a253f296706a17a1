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
 * Runs tests in a clean context with the bridges installed, and fails them if they leave anything behind.
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
 * <p>Put it on a class, on a method, or on an annotation of your own. On a class it covers the {@code @Nested} classes, too.
 * The nearest one applies. {@code @ExtendWith(AmbientExtension.class)} is the same with all defaults.
 *
 * <p><b>Before a test</b>, the bridges on the class path are installed, and the thread enters a context that has only the values
 * of {@link WithAmbient}. That context lasts for the test and its {@code @BeforeEach} and {@code @AfterEach} methods.
 *
 * <p><b>After a test</b>, the test fails if it left something behind: see {@link LeakCheck}. Threads that still work for the
 * test get one second to end, and threads that were left with values get five. A thread that still works after that (fire and
 * forget) is not a failure. The message names each leak, the line at fault, the thread, and the stack that led there.
 *
 * <p><b>In parallel</b>, a leak is attributed to exactly one test, by the first of these that applies:
 *
 * <ol>
 *   <li>the test on whose own thread it happened,
 *   <li>the test whose context was current there: with {@code junit.jupiter.execution.parallel.enabled}, the context of each test
 *       holds an ambient value {@code test},
 *   <li>the running test in which the thread was started,
 *   <li>the test whose method is on the stack,
 *   <li>the only test that runs.
 * </ol>
 *
 * <p>If none applies, or if the test has already ended, the run as a whole fails at its end. No test fails for another one's
 * leak. What {@code @BeforeAll} and {@code @AfterAll} methods and tests without this annotation do is not checked.
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
     * Returns the kinds of problems that each of these tests causes on purpose. A test fails if one of them is not reported, or if
     * another kind is.
     *
     * @return the kinds; {@link Problem.Kind#SCOPE_NEVER_CLOSED} includes a scope that is still open at the end
     */
    Problem.Kind[] expect() default {};

    /**
     * Returns the checks to leave out.
     *
     * @return the checks
     */
    LeakCheck[] skip() default {};

    /**
     * Returns whether to install the bridges on the class path. For tests without this annotation, to which JUnit applies the
     * extension by itself, the configuration parameter {@code dev.ambient.junit.bridges=false} turns it off.
     *
     * @return whether to install them
     */
    boolean bridges() default true;
}
