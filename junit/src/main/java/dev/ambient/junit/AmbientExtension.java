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
 * Implements {@link AmbientTest}, for use with {@code @ExtendWith(AmbientExtension.class)} and {@code @RegisterExtension}.
 *
 * <p>JUnit applies it to all tests if {@code junit.jupiter.extensions.autodetection.enabled=true} is set.
 */
public final class AmbientExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, InvocationInterceptor, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(AmbientExtension.class);

    /** Creates the extension. JUnit does that, or a test for {@code @RegisterExtension}. */
    public AmbientExtension() {}

    /** Installs the bridges for all tests of the class. */
    @Override
    public void beforeAll(ExtensionContext context) {
        installBridges(context, monitor(context));
    }

    /** Makes the context of the test current. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (current(context) == null) {
            ContextMonitor monitor = monitor(context);
            installBridges(context, monitor);
            store(context).put(Current.class, Current.begin(monitor, context));
        }
    }

    /** Fails the test if it left something behind. */
    @Override
    public void afterEach(ExtensionContext context) {
        Current current = store(context).remove(Current.class, Current.class);
        if (current != null) {
            current.end();
        }
    }

    /** Checks a dynamic test like any other. */
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
            } catch (AssertionError leak) {
                e.addSuppressed(leak);
            }
            throw e;
        }
        current.end();
    }

    /** Makes the context current on the thread of the test, if JUnit uses a separate one, as for some timeouts. */
    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    /** Does the same as {@link #interceptTestMethod}. */
    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation, context);
    }

    /** Returns whether the parameter is an {@link AmbientProbe}. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == AmbientProbe.class;
    }

    /** Returns the probe of the test. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stored(context, AmbientProbe.class, AmbientProbe::new);
    }

    /** Gives the constructor of a test class the same probe as its test. */
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

    /** Installs the bridges, unless they are installed for the class or a class around it. */
    private static void installBridges(ExtensionContext context, ContextMonitor monitor) {
        if (TestSettings.of(context).bridges()) {
            stored(context, InstalledBridges.class, () -> monitor.ignoring(InstalledBridges::new));
        }
    }

    private static ContextMonitor monitor(ExtensionContext context) {
        return stored(context.getRoot(), ContextMonitor.class, ContextMonitor::new);
    }

    /** Returns the object that belongs to this test, its class or the run. JUnit closes it when that ends. */
    @SuppressWarnings("deprecation") // since JUnit 6; JUnit 5 does not have its replacement
    private static <T> T stored(ExtensionContext context, Class<T> type, Supplier<T> create) {
        return Objects.requireNonNull(store(context).getOrComputeIfAbsent(type, key -> create.get(), type));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** The running test, with what to close when it ends. */
    private record Current(ContextMonitor monitor, TestRun run, Scope scope, Registration reporter) {

        static Current begin(ContextMonitor monitor, ExtensionContext context) {
            TestRun run = TestRun.of(context, monitor.testOnThisThread());
            monitor.begin(run);
            Registration reporter = AmbientRegistry.global().reportTo(monitor::acceptProblem);
            return new Current(monitor, run, monitor.ignoring(run.context::makeCurrent), reporter);
        }

        /** Ends the test, and throws an error if it left something behind. */
        void end() {
            LeakDetector.check(monitor, run);
            monitor.end(run);
            monitor.ignoring(() -> {
                scope.close();
                return scope;
            });
            reporter.close();
            run.throwIfWrong();
        }
    }
}
