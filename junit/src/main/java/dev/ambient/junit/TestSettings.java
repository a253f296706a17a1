/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Problem;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The settings of a test, from its nearest annotation.
 *
 * @param expect the kinds of problems that the test causes on purpose
 * @param skip the checks that are left out
 * @param bridges whether the bridges are installed
 * @param parallel whether JUnit runs tests in parallel
 */
record TestSettings(Set<Problem.Kind> expect, Set<LeakCheck> skip, boolean bridges, boolean parallel) {

    static final TestSettings NONE = new TestSettings(Set.of(), Set.of(), false, false);

    static TestSettings of(ExtensionContext context) {
        boolean parallel = parameter(context, "junit.jupiter.execution.parallel.enabled", false);
        return annotatedElements(context)
                .map(element -> AnnotationSupport.findAnnotation(element, AmbientTest.class))
                .flatMap(Optional::stream)
                .findFirst()
                .map(test -> new TestSettings(Set.of(test.expect()), Set.of(test.skip()), test.bridges(), parallel))
                .orElseGet(() -> new TestSettings(
                        Set.of(), Set.of(), parameter(context, "dev.ambient.junit.bridges", true), parallel));
    }

    private static boolean parameter(ExtensionContext context, String name, boolean defaultValue) {
        return context.getConfigurationParameter(name)
                .map(Boolean::parseBoolean)
                .orElse(defaultValue);
    }

    /** Returns what can be annotated for a test, nearest first: its method, its class and the classes around that. */
    static Stream<AnnotatedElement> annotatedElements(ExtensionContext test) {
        return Stream.concat(method(test).stream(), classes(test).stream());
    }

    /** Returns the test's method; of a dynamic test the method of its factory. */
    static Optional<Method> method(ExtensionContext test) {
        Optional<Method> method = test.getTestMethod();
        return method.isPresent() ? method : test.getParent().flatMap(TestSettings::method);
    }

    static List<Class<?>> classes(ExtensionContext test) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> one = testClass(test).orElse(null); one != null; one = one.getEnclosingClass()) {
            classes.add(one);
        }
        return classes;
    }

    static Optional<Class<?>> testClass(ExtensionContext test) {
        Optional<Class<?>> testClass = test.getTestClass();
        return testClass.isPresent() ? testClass : test.getParent().flatMap(TestSettings::testClass);
    }
}
