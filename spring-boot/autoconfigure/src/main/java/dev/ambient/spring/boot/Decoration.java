/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientExecutors;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ReflectionUtils;

/** Gives an executor a decorator around its own, or wraps it. */
final class Decoration {

    private Decoration() {}

    /**
     * Gives an object that takes a {@link TaskDecorator} one around the one that it has. Spring has a setter for that, and no getter.
     *
     * @return whether it has ours now
     */
    static boolean isGivenTo(Object executor) {
        if (executor instanceof SpringProxy) {
            // Through the proxy, ours would replace the program's decorator, which only what is behind it knows.
            Object target = AopProxyUtils.getSingletonTarget(executor);
            return target != null && isGivenTo(target);
        }
        Method setter = setter(executor.getClass());
        Field field = field(executor.getClass());
        if (setter == null || field == null || runsElsewhere(executor)) {
            return false;
        }
        try {
            field.setAccessible(true);
            TaskDecorator there = (TaskDecorator) field.get(executor);
            if (!(there instanceof CapturingTaskDecorator)) {
                setter.setAccessible(true); // a public method, perhaps of a class that is not
                setter.invoke(executor, new CapturingTaskDecorator(there, executor instanceof TaskScheduler));
            }
            return true;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return false; // without knowing it, the program's own decorator would be lost
        }
    }

    /** Whether a subclass of the program's hands its tasks to another pool than Spring's, which asks the decorator. */
    private static boolean runsElsewhere(Object executor) {
        return executor instanceof ThreadPoolTaskExecutor
                && (isOverridden(executor, "execute", Runnable.class)
                        || isOverridden(
                                executor, "initializeExecutor", ThreadFactory.class, RejectedExecutionHandler.class))
                && read(executor, "threadPoolExecutor") == null;
    }

    private static boolean isOverridden(Object executor, String name, Class<?>... parameters) {
        Method method = ReflectionUtils.findMethod(executor.getClass(), name, parameters);
        return method != null && method.getDeclaringClass() != ThreadPoolTaskExecutor.class;
    }

    /** Whether executors of a class take a decorator. */
    static boolean isTakenBy(Class<?> executor) {
        return setter(executor) != null && field(executor) != null;
    }

    private static @Nullable Method setter(Class<?> executor) {
        return ReflectionUtils.findMethod(executor, "setTaskDecorator", TaskDecorator.class);
    }

    private static @Nullable Field field(Class<?> executor) {
        return ReflectionUtils.findField(executor, "taskDecorator", TaskDecorator.class);
    }

    /** The executor itself if it takes a decorator, else a wrapped one. */
    static Executor of(Executor executor) {
        if (executor instanceof AsyncTaskExecutor async) {
            return of(async);
        }
        if (executor instanceof TaskExecutor spring) {
            return isKnown(spring) ? spring : ContextTaskExecutor.of(spring);
        }
        return AmbientExecutors.wrap(executor);
    }

    static AsyncTaskExecutor of(AsyncTaskExecutor executor) {
        return isKnown(executor) ? executor : ContextTaskExecutor.of(executor);
    }

    private static boolean isKnown(TaskExecutor executor) {
        return executor instanceof ContextTaskExecutor || isGivenTo(executor);
    }

    /** What stands in a field that has no getter; {@code null} if there is none, or it cannot be read. */
    static @Nullable Object read(Object holder, String name) {
        Field field = ReflectionUtils.findField(holder.getClass(), name);
        try {
            if (field == null) {
                return null;
            }
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return null;
        }
    }
}
