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

/** What a test's nearest annotation says. */
record TestSettings(Set<Problem.Kind> expect, Set<LeakCheck> skip, boolean bridges, boolean parallel) {

    static final TestSettings NONE = new TestSettings(Set.of(), Set.of(), false, false);

    static TestSettings of(ExtensionContext context) {
        boolean parallel = isOn(context, "junit.jupiter.execution.parallel.enabled", false);
        return around(context)
                .map(element -> AnnotationSupport.findAnnotation(element, AmbientTest.class))
                .flatMap(Optional::stream)
                .findFirst()
                .map(test -> new TestSettings(Set.of(test.expect()), Set.of(test.skip()), test.bridges(), parallel))
                .orElseGet(() ->
                        new TestSettings(Set.of(), Set.of(), isOn(context, "dev.ambient.junit.bridges", true), parallel));
    }

    private static boolean isOn(ExtensionContext context, String parameter, boolean otherwise) {
        return context.getConfigurationParameter(parameter)
                .map(Boolean::parseBoolean)
                .orElse(otherwise);
    }

    /** The test's method, if it is about one, its class and the classes around that. */
    static Stream<AnnotatedElement> around(ExtensionContext test) {
        return Stream.concat(method(test).stream(), classes(test).stream());
    }

    /** A dynamic test's is its factory. */
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
