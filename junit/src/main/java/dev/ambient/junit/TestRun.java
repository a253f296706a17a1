/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.AmbientContext;
import dev.ambient.Problem;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One test while it runs, and what it is found to have left behind. */
final class TestRun {

    final Thread thread = Thread.currentThread();
    final String name;

    /** Its class and method. */
    final String place;

    final TestSettings settings;

    /** What its thread begins with. */
    final AmbientContext context;

    /** The test in which this one runs, on the same thread: a test factory, or one whose thread helps JUnit out. */
    final @Nullable TestRun around;

    private final String testClass;
    private final String method;

    /** The kinds of problems that came. */
    private final Set<Problem.Kind> seen = ConcurrentHashMap.newKeySet();

    private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();

    /** Nothing is told to it any more. */
    private volatile boolean over;

    /** The test of an extension's context; with parallel execution, the context that it gets says which it is. */
    static TestRun of(ExtensionContext test, @Nullable TestRun around) {
        return new TestRun(test, TestSettings.of(test), KeyResolver.with(AmbientContext.empty(), test), around);
    }

    private TestRun(ExtensionContext test, TestSettings settings, AmbientContext context, @Nullable TestRun around) {
        String method = TestSettings.method(test).map(Method::getName).orElse("");
        String testClass = TestSettings.testClass(test).map(Class::getName).orElse("");
        this.place = testClass + "." + method;
        this.name = place + " [" + test.getDisplayName() + "]";
        this.testClass = testClass;
        this.method = method;
        this.settings = settings;
        this.context = settings.parallel() ? context.with(ContextMonitor.TEST, this) : context;
        this.around = around;
    }

    /** Takes what belongs to no test that is running. */
    TestRun() {
        this.name = "one of several tests";
        this.place = "";
        this.testClass = "";
        this.method = "";
        this.settings = TestSettings.NONE;
        this.context = AmbientContext.empty();
        this.around = null;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    boolean checks(LeakCheck check) {
        return !settings.skip().contains(check);
    }

    boolean expects(Problem.Kind kind) {
        return settings.expect().contains(kind);
    }

    void saw(Problem.Kind kind) {
        seen.add(kind);
    }

    void add(Violation violation) {
        violations.add(violation);
    }

    Collection<Violation> violations() {
        return violations;
    }

    void throwIfWrong() {
        if (!violations.isEmpty()) {
            throw Violation.error(
                    violations.size() == 1
                            ? "The test has left something behind or done something wrong:"
                            : "The test has left " + violations.size() + " things behind or done them wrong:",
                    List.copyOf(violations));
        }
        Set<Problem.Kind> missing = new TreeSet<>(settings.expect());
        missing.removeAll(seen);
        if (!missing.isEmpty()) {
            throw new AssertionError("The test is said to expect " + missing + ", and that did not come.");
        }
    }

    /** Whether a line is in the test's method, or in a lambda of it. */
    boolean isIn(StackTraceElement frame) {
        return frame.getClassName().equals(testClass)
                && (frame.getMethodName().equals(method)
                        || frame.getMethodName().startsWith("lambda$" + method + "$"));
    }

    /** So that the ambient value {@code test} can be read. */
    @Override
    public String toString() {
        return name;
    }
}
