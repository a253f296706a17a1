/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sets an ambient value for a test and its {@code @BeforeEach} and {@code @AfterEach} methods.
 *
 * <pre>{@code
 * @WithAmbient(name = "tenant", value = "acme")
 * class OrdersTest {
 *
 *     static final Ambient<String> TENANT = Ambient.named("tenant");
 *
 *     @Test
 *     @WithAmbient(name = "locale", value = "de", in = RequestKeys.class)
 *     void prices_are_shown_in_the_users_language() { … }
 * }
 * }</pre>
 *
 * <p>On a class it counts for all its tests and those of its nested classes. Where the same key is set more than once, the
 * method's value wins over the class's, and a nested class's over that of the class around it.
 *
 * <p><b>Which key.</b> The one that a static field holds and whose {@linkplain dev.ambient.Ambient#name name} this is: a field
 * of the class {@link #in}, else of the test class, its superclasses and interfaces, and the classes around it. A test fails
 * if there is none or more than one.
 *
 * <p><b>Which value.</b> The text is converted to the type of the key as JUnit converts the arguments of parameterised tests:
 * numbers, enums, {@code Locale}, {@code Duration}, {@code UUID}, and whatever has one factory method or constructor that
 * takes a string.
 *
 * <p>It brings {@link AmbientTest} along, as that is by default.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(WithAmbient.List.class)
@ExtendWith(AmbientExtension.class)
public @interface WithAmbient {

    /**
     * The name of the key.
     *
     * @return as given to {@link dev.ambient.Ambient#named}
     */
    String name();

    /**
     * The value, as text.
     *
     * @return the text
     */
    String value();

    /**
     * The class that has the key in a static field.
     *
     * @return the class; {@code void} for the test class and those around it
     */
    Class<?> in() default void.class;

    /** Several values. */
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(AmbientExtension.class)
    @interface List {

        /**
         * The values.
         *
         * @return one for each key
         */
        WithAmbient[] value();
    }
}
