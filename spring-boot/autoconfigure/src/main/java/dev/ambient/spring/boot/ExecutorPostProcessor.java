/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.ResolvableType;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Has beans that run work capture where work is handed to them.
 *
 * <p>A bean that takes a {@link TaskDecorator} is given one around its own, and stays the object that it is. Another one, a {@code
 * ThreadPoolExecutor} say, is given a subclass: a program may cast it to its class, whatever it is declared as. What can have none is
 * wrapped if it is declared as an interface of the JDK's or of Spring's, else left alone, and reported once all beans are made.
 *
 * <p>Before the post-processors that make proxies.
 */
final class ExecutorPostProcessor
        implements SmartInstantiationAwareBeanPostProcessor, PriorityOrdered, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beanFactory;
    private final AmbientProperties.Executors properties;

    private final Set<String> carrying = new ConcurrentSkipListSet<>();

    /** Those that have our decorator, until the program has started. */
    private final Queue<Object> decorated = new ConcurrentLinkedQueue<>();

    private volatile boolean hasStarted;

    /** Beans that were processed before they were initialized, by name. */
    private final Map<String, Object> inCircles = new ConcurrentHashMap<>();

    /** The beans that are left alone, and their classes. */
    private final Map<String, String> leftAlone = new ConcurrentSkipListMap<>();

    ExecutorPostProcessor(ConfigurableListableBeanFactory beanFactory, AmbientProperties.Executors properties) {
        this.beanFactory = beanFactory;
        this.properties = properties;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /**
     * Does the work, from before the post-processors are registered. It is not this bean: Spring counts them, and would warn of each
     * bean of the program if one that is registered later were there already.
     */
    record Early(ExecutorPostProcessor processor) implements SmartInstantiationAwareBeanPostProcessor {

        /** For a bean in a circle, of which another one is given what the program is to have. */
        @Override
        public Object getEarlyBeanReference(Object bean, String beanName) {
            processor.inCircles.put(beanName, bean);
            return processor.process(bean, beanName);
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            return processor.inCircles.remove(beanName, bean) ? bean : processor.process(bean, beanName);
        }
    }

    private Object process(Object bean, String beanName) {
        if (!(bean instanceof Executor || bean instanceof TaskScheduler)) {
            SpringsOwnExecutors.decorateIn(bean);
            return bean;
        }
        if (properties.exclude().contains(beanName)) {
            return bean;
        }
        if (bean instanceof ScopedObject || isMock(bean)) {
            return bean; // what is behind the first is a bean too
        }
        Object carrying = sortsTasks(bean) ? null : carrying(bean, beanName);
        if (carrying == null) {
            leftAlone.put(beanName, bean.getClass().getName());
            return bean;
        }
        this.carrying.add(beanName);
        return carrying;
    }

    /** A test asks Mockito what was called, which knows its own classes only. */
    private static boolean isMock(Object bean) {
        return bean.getClass().getName().contains("$MockitoMock$");
    }

    /** Whether tasks have to be those that the program compares. */
    private static boolean sortsTasks(Object bean) {
        Object pool = bean instanceof ThreadPoolTaskExecutor spring ? poolOf(spring) : bean;
        return pool instanceof ThreadPoolExecutor executor
                && (executor.getQueue() instanceof PriorityBlockingQueue
                        || (Object) executor.getQueue() instanceof DelayQueue);
    }

    /** One that a subclass of the program's does not make, or makes later, is not there yet. */
    private static @Nullable ThreadPoolExecutor poolOf(ThreadPoolTaskExecutor executor) {
        try {
            return executor.getThreadPoolExecutor();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    /** Called ahead of time: a native image makes no classes. */
    @Override
    public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
        boolean runsWork =
                Executor.class.isAssignableFrom(beanClass) || TaskScheduler.class.isAssignableFrom(beanClass);
        if (!runsWork || Decoration.isTakenBy(beanClass) || properties.exclude().contains(beanName)) {
            return beanClass;
        }
        Class<?> proxy = SubclassProxy.classFor(beanClass);
        return proxy == null ? beanClass : proxy;
    }

    private @Nullable Object carrying(Object bean, String beanName) {
        if (Decoration.isGivenTo(bean)) {
            Object carrying = bean.getClass() == SimpleAsyncTaskScheduler.class
                    ? replaced((SimpleAsyncTaskScheduler) bean, beanName)
                    : bean;
            if (!hasStarted) {
                decorated.add(carrying);
            }
            return carrying;
        }
        if (bean.getClass() == VirtualThreadTaskExecutor.class) {
            return ContextVirtualThreadTaskExecutor.like((VirtualThreadTaskExecutor) bean);
        }
        Object subclass = SubclassProxy.of(bean);
        return subclass == null ? wrapped(bean, declaredType(beanName)) : subclass;
    }

    /** Spring ends the bean that it has made, so that the other one is ended beside it. */
    private Object replaced(SimpleAsyncTaskScheduler bean, String beanName) {
        if (!beanFactory.containsBeanDefinition(beanName)
                || !beanFactory.getMergedBeanDefinition(beanName).isSingleton()
                || !(beanFactory instanceof DefaultSingletonBeanRegistry registry)) {
            return bean;
        }
        ContextTaskScheduler scheduler = ContextTaskScheduler.like(bean);
        registry.registerDisposableBean(beanName + ".ambient", scheduler::close);
        return scheduler;
    }

    private static @Nullable Object wrapped(Object bean, @Nullable Class<?> declared) {
        if (declared == Executor.class
                || declared == ExecutorService.class
                || declared == ScheduledExecutorService.class) {
            return AmbientExecutors.wrap((Executor) bean);
        }
        if (declared == AsyncTaskExecutor.class) {
            return ContextTaskExecutor.of((AsyncTaskExecutor) bean);
        }
        if (declared == TaskExecutor.class) {
            return ContextTaskExecutor.of((TaskExecutor) bean);
        }
        return null;
    }

    /** What the program has said that the bean is, whatever it is in fact. */
    private @Nullable Class<?> declaredType(String beanName) {
        if (!beanFactory.containsBeanDefinition(beanName)) {
            return null;
        }
        BeanDefinition definition = beanFactory.getMergedBeanDefinition(beanName);
        ResolvableType type = definition.getResolvableType();
        Class<?> declared = type.resolve();
        return declared != null && FactoryBean.class.isAssignableFrom(declared)
                ? type.as(FactoryBean.class).getGeneric(0).resolve()
                : declared;
    }

    List<String> carrying() {
        return List.copyOf(carrying);
    }

    Map<String, String> leftAlone() {
        return new TreeMap<>(leftAlone);
    }

    @Override
    public void afterSingletonsInstantiated() {
        hasStarted = true;
        // A bean of the program may have given one a decorator, which took the place of ours.
        decorated.forEach(Decoration::isGivenTo);
        decorated.clear();
        if (!leftAlone.isEmpty()) {
            AmbientRegistry.global()
                    .report(new Problem(
                            Problem.Kind.PARTLY_INSTALLED,
                            "Tasks on the beans " + leftAlone
                                    + " do not see the ambient values of whoever hands them over: these"
                                    + " classes take no TaskDecorator and can have no subclass, or the queue sorts the tasks."
                                    + " Declare the bean as Executor, ExecutorService, ScheduledExecutorService, TaskExecutor or"
                                    + " AsyncTaskExecutor, which is then wrapped; wrap the tasks with AmbientContext; or name the"
                                    + " bean in ambient.executors.exclude.",
                            null));
        }
    }
}
