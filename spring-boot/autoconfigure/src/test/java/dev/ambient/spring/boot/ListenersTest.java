/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * A listener of messages belongs to no request, also where a request has started its container, on an executor that carries values.
 * The containers are Spring's; the brokers behind them are played.
 */
class ListenersTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(WebApplicationType.NONE, Application.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void of_Kafka() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        ContainerProperties properties = new ContainerProperties(new TopicPartitionOffset("orders", 0));
        properties.setGroupId("group");
        properties.setListenerTaskExecutor(service.bean(AsyncTaskExecutor.class));
        properties.setMessageListener(
                (MessageListener<String, String>) message -> seen.add(message.value() + " " + TENANT.get()));
        KafkaMessageListenerContainer<String, String> container =
                new KafkaMessageListenerContainer<>(new Consumers(), properties);
        Ambient.where(TENANT, "starter").run(container::start);
        try {
            assertThat(seen.poll(1, TimeUnit.MINUTES)).isEqualTo("message null");
        } finally {
            container.stop();
        }
    }

    @Test
    void of_JMS() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setConnectionFactory(played(ConnectionFactory.class));
        container.setDestinationName("orders");
        container.setTaskExecutor((Executor) service.bean(AsyncTaskExecutor.class));
        container.setMessageListener((jakarta.jms.MessageListener) message -> seen.add("message " + TENANT.get()));
        container.afterPropertiesSet();
        Ambient.where(TENANT, "starter").run(container::start);
        try {
            assertThat(seen.poll(1, TimeUnit.MINUTES)).isEqualTo("message null");
        } finally {
            container.destroy();
        }
    }

    /** Has one message whenever it is asked, and nothing to say for the rest. */
    private static final class Consumers extends DefaultKafkaConsumerFactory<String, String> {

        Consumers() {
            super(Map.of());
        }

        @Override
        protected Consumer<String, String> createKafkaConsumer(Map<String, Object> configuration) {
            return consumer();
        }

        @SuppressWarnings("unchecked")
        private static Consumer<String, String> consumer() {
            return played(Consumer.class);
        }
    }

    private static <T> T played(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                ListenersTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer(proxy, method)));
    }

    @SuppressWarnings("deprecation") // the only constructor that both lines of Kafka have
    private static @Nullable Object answer(Object proxy, Method method) {
        Class<?> type = method.getReturnType();
        if (method.getDeclaringClass() == Object.class) {
            return method.getName().equals("hashCode")
                    ? System.identityHashCode(proxy)
                    : method.getName().equals("toString") ? "played" : (Object) false;
        }
        if (type == ConsumerRecords.class) {
            TopicPartition partition = new TopicPartition("orders", 0);
            ConsumerRecord<String, String> message = new ConsumerRecord<>("orders", 0, 0, "key", "message");
            return new ConsumerRecords<>(Map.of(partition, List.of(message)));
        }
        if (type == jakarta.jms.Message.class) {
            return played(TextMessage.class);
        }
        if (type == Set.class || type == Collection.class) {
            return Set.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == int.class) {
            return 0;
        }
        return type.isInterface() && type.getName().startsWith("jakarta.jms.") ? played(type) : null;
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
