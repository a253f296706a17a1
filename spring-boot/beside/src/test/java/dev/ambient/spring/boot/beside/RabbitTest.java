/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import dev.ambient.Ambient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** A listener belongs to no request, also where a request starts its container on an executor that carries values. The broker is played. */
class RabbitTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    @Test
    void a_listener_begins_without_values() throws Exception {
        try (Service service = Service.start(WebApplicationType.NONE, Application.class)) {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            AbstractMessageListenerContainer container =
                    new SimpleMessageListenerContainer(played(ConnectionFactory.class));
            container.setQueueNames("orders");
            container.setTaskExecutor(service.context().getBean("listening", Executor.class));
            container.setMessageListener(message -> seen.add(new String(message.getBody()) + " " + TENANT.get()));
            container.afterPropertiesSet();
            Ambient.where(TENANT, "starter").run(container::start);
            try {
                assertThat(seen.poll(1, TimeUnit.MINUTES)).isEqualTo("message null");
            } finally {
                container.destroy();
            }
        }
    }

    private static <T> T played(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(RabbitTest.class.getClassLoader(), new Class<?>[] {type}, RabbitTest::answer));
    }

    private static Object answer(Object proxy, Method method, Object[] arguments) throws IOException {
        Class<?> type = method.getReturnType();
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "played";
            };
        }
        if (method.getName().equals("basicConsume")) {
            Consumer consumer = (Consumer) arguments[arguments.length - 1];
            consumer.handleConsumeOk("tag");
            consumer.handleDelivery(
                    "tag",
                    new Envelope(1, false, "", "orders"),
                    new AMQP.BasicProperties.Builder().build(),
                    "message".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return "tag";
        }
        if (type == boolean.class) {
            return method.getName().equals("isOpen");
        }
        if (type == int.class || type == long.class || type == short.class) {
            return type == long.class ? (Object) 0L : type == int.class ? (Object) 0 : (Object) (short) 0;
        }
        return type == Connection.class || type == Channel.class ? played(type) : null;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ThreadPoolTaskExecutor listening() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setCorePoolSize(4);
            return executor;
        }
    }
}
