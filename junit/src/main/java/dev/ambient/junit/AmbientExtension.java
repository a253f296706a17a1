/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.Scope;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * What {@link AmbientTest} is made of, for {@code @ExtendWith(AmbientExtension.class)} and {@code @RegisterExtension}.
 *
 * <p>It can also be put on all tests at once: with {@code junit.jupiter.extensions.autodetection.enabled=true}, JUnit finds
 * it by itself.
 */
public final class AmbientExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, InvocationInterceptor, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(AmbientExtension.class);

    /** Made by JUnit, or by hand for {@code @RegisterExtension}. */
    public AmbientExtension() {}

    /** Installs the bridges for all tests of the class. */
    @Override
    public void beforeAll(ExtensionContext context) {
        install(context, monitor(context));
    }

    /** Gives the test its context. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (current(context) == null) {
            ContextMonitor monitor = monitor(context);
            install(context, monitor);
            store(context).put(Current.class, Current.begin(monitor, context));
        }
    }

    /** Fails the test if it has left something behind. */
    @Override
    public void afterEach(ExtensionContext context) {
        Current current = store(context).remove(Current.class, Current.class);
        if (current != null) {
            current.end();
        }
    }

    /** A dynamic test is looked at like any other. */
    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        Current current = Current.begin(monitor(context), context);
        try {
            invocation.proceed();
        } catch (Throwable e) {
            try {
                current.end();
            } catch (AssertionError left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        current.end();
    }

    /** A test that JUnit runs on a thread of its own, as for some timeouts, has its context there too. */
    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    /** As with {@link #interceptTestMethod}. */
    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    /** Whether it is an {@link AmbientProbe}. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == AmbientProbe.class;
    }

    /** The test's probe. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stored(context, AmbientProbe.class, AmbientProbe::new);
    }

    /** Has a probe that a test class's constructor asks for be that of the test. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    private static void proceed(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
        Current current = current(context);
        if (current == null || current.run.thread == Thread.currentThread()) {
            invocation.proceed();
        } else {
            current.run.context.call(invocation::proceed);
        }
    }

    private static @Nullable Current current(ExtensionContext context) {
        return store(context).get(Current.class, Current.class);
    }

    /** Unless they are for the class, or the one around it. */
    private static void install(ExtensionContext context, ContextMonitor monitor) {
        if (TestSettings.of(context).bridges()) {
            stored(context, InstalledBridges.class, () -> monitor.ours(InstalledBridges::new));
        }
    }

    private static ContextMonitor monitor(ExtensionContext context) {
        return stored(context.getRoot(), ContextMonitor.class, ContextMonitor::new);
    }

    /** What is there for this test, its class or the run; JUnit closes it with that. */
    @SuppressWarnings("deprecation") // since JUnit 6; what is to be called there JUnit 5 does not have
    private static <T> T stored(ExtensionContext context, Class<T> type, Supplier<T> otherwise) {
        return Objects.requireNonNull(store(context).getOrComputeIfAbsent(type, key -> otherwise.get(), type));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** A test that runs, with what has to be closed when it ends. */
    private record Current(ContextMonitor monitor, TestRun run, Scope scope, Registration reporter) {

        static Current begin(ContextMonitor monitor, ExtensionContext context) {
            TestRun run = TestRun.of(context, monitor.runningHere());
            monitor.begin(run);
            Registration reporter = AmbientRegistry.global().reportTo(monitor::report);
            return new Current(monitor, run, monitor.ours(run.context::makeCurrent), reporter);
        }

        /** Throws if something was left. */
        void end() {
            LeakDetector.by(monitor, run);
            monitor.end(run);
            monitor.ours(() -> {
                scope.close();
                return scope;
            });
            reporter.close();
            run.throwIfWrong();
        }
    }
}
