/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.scheduling.TaskScheduler;

/**
 * Puts a proxy of Spring's in front of an executor that a program declares as a class: a subclass, as for {@code @Async} or {@code
 * @Transactional}. What is handed over is captured, all else is the executor's own.
 *
 * <p>It is made only if nobody can tell the difference but by {@code getClass()}: a final method would run on the fields of the
 * proxy, which are empty, and who reads a field that is not private would read those.
 */
final class SubclassProxy implements MethodInterceptor {

    /** By which the interfaces of the JDK and of Spring take work. */
    private static final Set<String> TAKE_WORK = Set.of(
            "execute",
            "submit",
            "submitCompletable",
            "submitListenable",
            "invokeAll",
            "invokeAny",
            "schedule",
            "scheduleAtFixedRate",
            "scheduleWithFixedDelay");

    private final Object executor;

    private SubclassProxy(Object executor) {
        this.executor = executor;
    }

    /** The executor behind a proxy; {@code null} if that cannot be. */
    static @Nullable Object of(Object executor) {
        Class<?> superclass = superclassFor(executor.getClass());
        if (superclass == null) {
            return null;
        }
        try {
            return factory(superclass, executor).getProxy(superclass.getClassLoader());
        } catch (AopConfigException e) {
            return null; // as in a native image, for a class that was not known when it was built
        }
    }

    /** What {@link #of} returns for an executor of this class. Asked ahead of time, Spring keeps the class that is made here. */
    static @Nullable Class<?> classFor(Class<?> executor) {
        Class<?> superclass = superclassFor(executor);
        if (superclass == null) {
            return null;
        }
        try {
            return factory(superclass, null).getProxyClass(superclass.getClassLoader());
        } catch (AopConfigException e) {
            return null; // all its constructors are private, say
        }
    }

    private static ProxyFactory factory(Class<?> superclass, @Nullable Object executor) {
        ProxyFactory factory = new ProxyFactory();
        factory.setProxyTargetClass(true);
        // Else Spring's support of Mockito looks for the spy behind the proxy, where it is in front of it.
        factory.setOpaque(true);
        factory.setTargetSource(new Target(superclass, executor));
        factory.addAdvice(new SubclassProxy(executor == null ? superclass : executor));
        return factory;
    }

    private static @Nullable Class<?> superclassFor(Class<?> executor) {
        if (executor == ThreadPoolExecutor.class) {
            return Pool.class;
        }
        if (executor == ScheduledThreadPoolExecutor.class) {
            return ScheduledPool.class;
        }
        boolean canBe = !executor.isInterface()
                && !SpringProxy.class.isAssignableFrom(executor)
                && !Modifier.isFinal(executor.getModifiers())
                && !executor.isHidden()
                && executor.getClassLoader() != null // no subclass can be defined beside those of the JDK
                && !ForkJoinPool.class.isAssignableFrom(executor) // a task forks others, past any subclass
                && !hasFinalMethod(executor)
                && !hasOpenField(executor);
        return canBe ? executor : null;
    }

    private static boolean hasFinalMethod(Class<?> executor) {
        for (Method method : executor.getMethods()) {
            if (isFinal(method) && method.getDeclaringClass() != Object.class) {
                return true;
            }
        }
        for (Class<?> type = executor; isOfProgram(type); type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (isFinal(method) && !Modifier.isPrivate(method.getModifiers())) {
                    return true; // whoever is in its package may call it
                }
            }
        }
        return false;
    }

    private static boolean isFinal(Method method) {
        return Modifier.isFinal(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
    }

    private static boolean hasOpenField(Class<?> executor) {
        for (Class<?> type = executor; isOfProgram(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                // What the compiler adds, for the object around an anonymous class say, no other source can name.
                if (!Modifier.isPrivate(field.getModifiers())
                        && !Modifier.isStatic(field.getModifiers())
                        && !field.isSynthetic()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What the classes of the JDK and of Spring do not show to all, they read and call on themselves alone. */
    private static boolean isOfProgram(Class<?> type) {
        return type.getClassLoader() != null && !type.getName().startsWith("org.springframework.");
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        String name = invocation.getMethod().getName();
        Object[] arguments = invocation.getArguments();
        if (TAKE_WORK.contains(name)) {
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = captured(arguments[i]);
            }
        } else if (executor instanceof ThreadPoolExecutor pool) {
            if (name.equals("remove") && arguments.length == 1 && arguments[0] instanceof Runnable task) {
                return pool.remove(task) || pool.remove(CapturedTask.of(task));
            }
            if (name.equals("shutdownNow")) {
                return pool.shutdownNow().stream().map(CapturedTask::original).toList();
            }
        }
        return invocation.proceed();
    }

    private @Nullable Object captured(@Nullable Object argument) {
        if (argument instanceof Runnable task) {
            return executor instanceof TaskScheduler || executor instanceof ScheduledExecutorService
                    ? CapturedTask.ofScheduled(task)
                    : CapturedTask.of(task);
        }
        if (argument instanceof Callable<?> task) {
            return CapturedTask.of(task);
        }
        return argument instanceof Collection<?> all
                ? all.stream().<Object>map(this::captured).toList()
                : argument;
    }

    /** Says of what class the proxy is a subclass. */
    private record Target(Class<?> type, @Nullable Object executor) implements TargetSource {

        @Override
        public Class<?> getTargetClass() {
            return type;
        }

        @Override
        public boolean isStatic() {
            return true;
        }

        @Override
        public @Nullable Object getTarget() {
            return executor;
        }

        @Override
        public void releaseTarget(Object target) {}
    }

    /** Has no instances but the proxies, which forward all that it inherits. */
    static class Pool extends ThreadPoolExecutor {

        Pool() {
            super(0, 1, 0, TimeUnit.NANOSECONDS, new SynchronousQueue<>());
        }
    }

    /** The same. */
    static class ScheduledPool extends ScheduledThreadPoolExecutor {

        ScheduledPool() {
            super(0);
        }
    }
}
