/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/** Tells a native image what this module looks up by name. */
final class ReflectionHints implements RuntimeHintsRegistrar {

    /** The classes of Spring's that take a decorator. Their subclasses need no hint. */
    private static final List<Class<?>> DECORATED = List.of(
            ConcurrentTaskExecutor.class,
            SimpleAsyncTaskExecutor.class,
            TaskExecutorAdapter.class,
            ThreadPoolTaskExecutor.class,
            ThreadPoolTaskScheduler.class);

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        for (Class<?> executor : DECORATED) {
            hints.reflection()
                    .registerType(
                            executor,
                            type -> type.withField("taskDecorator")
                                    .withMethod(
                                            "setTaskDecorator",
                                            List.of(TypeReference.of(TaskDecorator.class)),
                                            ExecutableMode.INVOKE));
        }
        for (Class<?> type = SimpleAsyncTaskScheduler.class; type != Object.class; type = type.getSuperclass()) {
            registerCopiedFields(hints, type);
        }
        hints.reflection()
                .registerType(AbstractAdvisingBeanPostProcessor.class, type -> type.withField("advisor"))
                .registerType(AsyncExecutionAspectSupport.class, type -> type.withField("defaultExecutor"))
                .registerTypeIfPresent(loader, SpringsOwnExecutors.MVC, type -> type.withField("taskExecutor"));
        hints.reflection()
                .registerTypeIfPresent(
                        loader, ClientKinds.INITIALIZED, type -> type.withField("clientHttpRequestInitializers"));
        hints.reflection().registerType(ThreadPoolTaskExecutor.class, type -> type.withField("threadPoolExecutor"));
        ClientKinds.READ.forEach(
                (type, field) -> hints.reflection().registerTypeIfPresent(loader, type, hint -> hint.withField(field)));
        hints.reflection().registerTypeIfPresent(loader, CapturedTask.KAFKA, type -> {});
        Installation.lookedUp().forEach(name -> hints.reflection().registerTypeIfPresent(loader, name, type -> {}));
    }

    /** What {@link ContextTaskScheduler} takes over. */
    private static void registerCopiedFields(RuntimeHints hints, Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (ReflectionUtils.COPYABLE_FIELDS.matches(field)) {
                hints.reflection().registerType(type, hint -> hint.withField(field.getName()));
            }
        }
    }
}
