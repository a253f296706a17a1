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
 * <p>On a class it applies to all its tests and those of its nested classes. A method's value overrides the class's, and a
 * nested class's value overrides that of the class around it.
 *
 * <p><b>Key.</b> The key with this {@linkplain dev.ambient.Ambient#name name} is looked up in the static fields of the class
 * {@link #in}, or else of the test class, its superclasses and interfaces, and the classes around it. The test fails if there
 * is no such key or more than one.
 *
 * <p><b>Value.</b> The text is converted to the type of the key as JUnit converts the arguments of parameterised tests:
 * numbers, enums, {@code Locale}, {@code Duration}, {@code UUID}, and each type with exactly one factory method or constructor
 * that takes a string.
 *
 * <p>This annotation includes {@link AmbientTest} with its defaults.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(WithAmbient.List.class)
@ExtendWith(AmbientExtension.class)
public @interface WithAmbient {

    /**
     * Returns the name of the key.
     *
     * @return the name, as given to {@link dev.ambient.Ambient#named}
     */
    String name();

    /**
     * Returns the value as text.
     *
     * @return the text
     */
    String value();

    /**
     * Returns the class that has the key in a static field.
     *
     * @return the class; {@code void} for the test class and those around it
     */
    Class<?> in() default void.class;

    /** Sets several values. */
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(AmbientExtension.class)
    @interface List {

        /**
         * Returns the values.
         *
         * @return one for each key
         */
        WithAmbient[] value();
    }
}
