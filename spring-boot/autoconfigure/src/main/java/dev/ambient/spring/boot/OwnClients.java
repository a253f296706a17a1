/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.type.MethodMetadata;

/**
 * Reports clients that send no values because the builder that made them is not Boot's: beans, fields of beans, and what HTTP
 * interfaces are built on. A client that a method makes for itself cannot be seen.
 *
 * <p>Before the post-processors that make proxies, whose fields are empty.
 */
final class OwnClients implements BeanPostProcessor, PriorityOrdered, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beanFactory;
    private final AmbientProperties.Outgoing properties;

    /** Those of beans that are made later, in a request say, are not looked at any more. */
    private boolean hasStarted;

    /** Those that were noted already: a bean, say, that a field of another has. */
    private final Set<Object> clients = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<Supplier<String>> places = new ArrayList<>();

    OwnClients(ConfigurableListableBeanFactory beanFactory, AmbientProperties.Outgoing properties) {
        this.beanFactory = beanFactory;
        this.properties = properties;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!hasStarted) {
            Object client = ClientKinds.in(bean);
            if (client != null) {
                note(client, beanName, () -> "bean '" + beanName + "'" + madeAt(beanName));
            } else {
                lookIntoFields(bean, beanName);
            }
        }
        return bean;
    }

    private synchronized void note(Object client, String beanName, Supplier<String> place) {
        if (ClientKinds.sendsNothing(client)
                && clients.add(client)
                && !properties.exclude().contains(beanName)) {
            places.add(place);
        }
    }

    private void lookIntoFields(Object bean, String beanName) {
        for (Class<?> type = bean.getClass(); isOfProgram(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType().getName().startsWith("org.springframework.web.")) {
                    Object client = Modifier.isStatic(field.getModifiers()) ? null : read(field, bean);
                    Class<?> declaring = type;
                    if (client != null && ClientKinds.isOne(client)) {
                        note(
                                client,
                                beanName,
                                () -> "field " + field.getName() + " of bean '" + beanName + "'"
                                        + Lines.ofField(
                                                declaring.getClassLoader(), declaring.getName(), field.getName()));
                    }
                }
            }
        }
    }

    private static boolean isOfProgram(@Nullable Class<?> type) {
        return type != null
                && !type.getName().startsWith("org.springframework.")
                && !type.getName().startsWith("java");
    }

    private static @Nullable Object read(Field field, Object bean) {
        try {
            field.setAccessible(true);
            return field.get(bean);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return null;
        }
    }

    /** The method of a configuration class that made it. */
    private String madeAt(String beanName) {
        if (beanFactory.containsBeanDefinition(beanName)
                && beanFactory.getBeanDefinition(beanName) instanceof AnnotatedBeanDefinition definition) {
            MethodMetadata method = definition.getFactoryMethodMetadata();
            if (method != null) {
                return Lines.ofMethod(
                        beanFactory.getBeanClassLoader(), method.getDeclaringClassName(), method.getMethodName());
            }
        }
        return "";
    }

    /** Once, and only if there is a value that might have been sent. */
    @Override
    public synchronized void afterSingletonsInstantiated() {
        hasStarted = true;
        if (!places.isEmpty() && mayAnythingLeave()) {
            AmbientRegistry.global()
                    .report(new Problem(
                            Problem.Kind.PARTLY_INSTALLED,
                            "These clients send no ambient values, for they were not built with the builder that Boot"
                                    + " provides: "
                                    + places.stream().map(Supplier::get).collect(Collectors.joining("; "))
                                    + ". Inject WebClient.Builder, RestClient.Builder or RestTemplateBuilder; or name the"
                                    + " bean in ambient.outgoing.exclude.",
                            null));
        }
        clients.clear();
        places.clear();
    }

    private boolean mayAnythingLeave() {
        AmbientValues values = beanFactory.getBeanProvider(AmbientValues.class).getIfAvailable();
        return values != null
                && !values.withHeader().isEmpty()
                && (!properties.hosts().isEmpty() || beanFactory.getBeanNamesForType(OutgoingValues.class).length > 0);
    }
}
