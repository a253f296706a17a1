/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.rsocket.RSocketRequester;
import org.springframework.messaging.rsocket.RSocketStrategies;
import org.springframework.stereotype.Controller;
import org.springframework.util.MimeType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** RSocket over TCP: many requests on one connection, whose thread works for all of them. */
class RSocketTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final MimeType METADATA = MimeType.valueOf("message/x.tenant");

    private static Service service;
    private static RSocketRequester requester;

    @BeforeAll
    static void start() {
        service = Service.start(WebApplicationType.NONE, Application.class, "spring.rsocket.server.port=0");
        requester = service.bean(RSocketRequester.Builder.class)
                .tcp(
                        "localhost",
                        service.context()
                                .getEnvironment()
                                .getRequiredProperty("local.rsocket.server.port", Integer.class));
    }

    @AfterAll
    static void stop() {
        requester.dispose();
        service.close();
    }

    @Test
    void a_request_begins_without_values_and_its_answer_is_handled_with_those_of_the_caller() {
        List<String> seen = Flux.range(0, 200)
                .flatMap(i -> requester
                        .route("now")
                        .retrieveMono(String.class)
                        .map(answer -> answer + " " + TENANT.get() + " ")
                        .contextWrite(ReactorBridge.put(TENANT, "t" + i))
                        .map(answer -> answer.equals("null t" + i + " ") ? "right" : answer))
                .collectList()
                .block(Duration.ofMinutes(1));
        assertThat(seen).hasSize(200).containsOnly("right");
    }

    @Test
    void a_handler_gives_its_flow_a_value_from_metadata() {
        List<String> seen = Flux.range(0, 200)
                .flatMap(i -> requester
                        .route("stream")
                        .metadata("t" + i, METADATA)
                        .retrieveFlux(String.class)
                        .map(answer -> answer.equals("t" + i) ? "right" : answer))
                .collectList()
                .block(Duration.ofMinutes(1));
        assertThat(seen).hasSize(600).containsOnly("right");
    }

    @Controller
    static class Orders {

        @MessageMapping("now")
        Mono<String> now() {
            return Mono.fromCallable(() -> String.valueOf(TENANT.get())).subscribeOn(Schedulers.parallel());
        }

        @MessageMapping("stream")
        Flux<String> stream(@Header("tenant") String tenant) {
            return Flux.range(0, 3)
                    .publishOn(Schedulers.parallel())
                    .map(i -> String.valueOf(TENANT.get()))
                    .contextWrite(ReactorBridge.put(TENANT, tenant));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Orders.class)
    static class Application {

        @Bean
        org.springframework.beans.factory.config.BeanPostProcessor metadata() {
            return new org.springframework.beans.factory.config.BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof RSocketStrategies strategies
                            ? strategies
                                    .mutate()
                                    .metadataExtractorRegistry(
                                            registry -> registry.metadataToExtract(METADATA, String.class, "tenant"))
                                    .build()
                            : bean;
                }
            };
        }
    }
}
