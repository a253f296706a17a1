/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import org.aopalliance.aop.Advice;
import org.springframework.aop.Advisor;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Executors that are no beans: what Spring makes for {@code @Async} and for Spring MVC where it finds none (Boot makes no {@code
 * applicationTaskExecutor} beside an {@code Executor} of the program's), and what the program hands it in a configurer.
 */
final class SpringsOwnExecutors {

    static final String MVC = "org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter";

    private SpringsOwnExecutors() {}

    /** Decorates what a bean of Spring's holds, if it is one that holds an executor. */
    static void decorateIn(Object bean) {
        if (bean instanceof AsyncAnnotationBeanPostProcessor processor) {
            if (Decoration.read(processor, "advisor") instanceof Advisor advisor) {
                decorateIn(advisor.getAdvice());
            }
        } else if (bean.getClass().getName().equals(MVC)
                && Decoration.read(bean, "taskExecutor") instanceof AsyncTaskExecutor executor) {
            replace(bean, "taskExecutor", Decoration.of(executor));
        }
    }

    /** The executor is looked up with the first call. */
    @SuppressWarnings("unchecked")
    private static void decorateIn(Advice advice) {
        if (advice instanceof AsyncExecutionAspectSupport support
                && Decoration.read(support, "defaultExecutor") instanceof SingletonSupplier<?> there) {
            replace(support, "defaultExecutor", SingletonSupplier.ofNullable(() -> {
                Executor executor = ((SingletonSupplier<Executor>) there).get();
                return executor == null ? null : Decoration.of(executor);
            }));
        }
    }

    private static void replace(Object holder, String name, Object value) {
        Field field = ReflectionUtils.findField(holder.getClass(), name);
        if (field != null) {
            ReflectionUtils.makeAccessible(field);
            ReflectionUtils.setField(field, holder, value);
        }
    }
}
