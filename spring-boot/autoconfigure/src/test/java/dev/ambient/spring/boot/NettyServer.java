/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Has WebFlux run on Netty, as in a service that has nothing else. Boot takes Tomcat where both are on the class path; so does {@code
 * test.server=tomcat}.
 */
final class NettyServer implements ImportBeanDefinitionRegistrar {

    /** Boot 4 has moved it. */
    private static final String[] CLASSES = {
        "org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory",
        "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory"
    };

    private final Environment environment;

    NettyServer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (environment.getProperty("test.server", "netty").equals("netty")) {
            String name = ClassUtils.isPresent(CLASSES[0], getClass().getClassLoader()) ? CLASSES[0] : CLASSES[1];
            RootBeanDefinition definition = new RootBeanDefinition(
                    ClassUtils.resolveClassName(name, getClass().getClassLoader()));
            definition.getPropertyValues().add("resourceFactory", new RuntimeBeanReference("resources"));
            registry.registerBeanDefinition("nettyServer", definition);
        }
    }
}
