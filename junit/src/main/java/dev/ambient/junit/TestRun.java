/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
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

/** One run of a test, and what it did wrong. */
final class TestRun {

    /** The key under which a test's context holds the test itself, when tests run in parallel. */
    static final Ambient<TestRun> KEY = Ambient.named("test");

    final Thread thread = Thread.currentThread();
    final String name;

    /** The class and method of the test. */
    final String place;

    final TestSettings settings;

    /** The context with which the test's thread begins. */
    final AmbientContext context;

    /** The test inside which this one runs, on the same thread: a test factory, or a test whose thread JUnit borrows. */
    final @Nullable TestRun outer;

    private final String testClass;
    private final String method;

    /** The kinds of problems that were reported. */
    private final Set<Problem.Kind> problems = ConcurrentHashMap.newKeySet();

    private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();

    /** The test can no longer fail. */
    private volatile boolean isEnded;

    /** Starts a run of the test that JUnit is about to call. */
    static TestRun of(ExtensionContext test, @Nullable TestRun outer) {
        return new TestRun(test, TestSettings.of(test), KeyResolver.contextOf(test), outer);
    }

    private TestRun(ExtensionContext test, TestSettings settings, AmbientContext context, @Nullable TestRun outer) {
        String method = TestSettings.method(test).map(Method::getName).orElse("");
        String testClass = TestSettings.testClass(test).map(Class::getName).orElse("");
        this.place = testClass + "." + method;
        this.name = place + " [" + test.getDisplayName() + "]";
        this.testClass = testClass;
        this.method = method;
        this.settings = settings;
        this.context = settings.parallel() ? context.with(KEY, this) : context;
        this.outer = outer;
    }

    /** Stands for an unknown test, to which violations are attributed that belong to no other. */
    TestRun() {
        this.name = "one of several tests";
        this.place = "";
        this.testClass = "";
        this.method = "";
        this.settings = TestSettings.NONE;
        this.context = AmbientContext.empty();
        this.outer = null;
    }

    boolean isEnded() {
        return isEnded;
    }

    void end() {
        isEnded = true;
    }

    boolean checks(LeakCheck check) {
        return !settings.skip().contains(check);
    }

    boolean expects(Problem.Kind kind) {
        return settings.expect().contains(kind);
    }

    void addProblem(Problem.Kind kind) {
        problems.add(kind);
    }

    void add(Violation violation) {
        violations.add(violation);
    }

    Collection<Violation> violations() {
        return violations;
    }

    /** Throws an error if the test did something wrong, or if a problem that it expects was not reported. */
    void throwIfWrong() {
        if (!violations.isEmpty()) {
            throw Violation.error(
                    "The test left something behind or did something wrong"
                            + (violations.size() == 1 ? ":" : ", in " + violations.size() + " cases:"),
                    List.copyOf(violations));
        }
        Set<Problem.Kind> missing = new TreeSet<>(settings.expect());
        missing.removeAll(problems);
        if (!missing.isEmpty()) {
            throw new AssertionError("The test expects " + missing + ", which was not reported.");
        }
    }

    /** Returns whether a line is in the test's method or in a lambda of it. */
    boolean contains(StackTraceElement frame) {
        return frame.getClassName().equals(testClass)
                && (frame.getMethodName().equals(method)
                        || frame.getMethodName().startsWith("lambda$" + method + "$"));
    }

    /** Returns the name, so that people can read the ambient value {@code test}. */
    @Override
    public String toString() {
        return name;
    }
}
