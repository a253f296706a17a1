/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Tracing;
import brave.propagation.CurrentTraceContext;
import brave.propagation.CurrentTraceContext.Scope;
import brave.propagation.CurrentTraceContext.ScopeDecorator;
import brave.propagation.CurrentTraceContextCustomizer;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientFuture;
import dev.ambient.brave.AmbientCurrentTraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Brave's current trace is in the ambient context if {@code ambient-brave} is on the class path, whatever else the program adds to it. */
@SuppressWarnings("try") // scopes are there to be closed
class BraveTest {

    private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
        String[] arguments = new String[properties.length + 1];
        System.arraycopy(properties, 0, arguments, 0, properties.length);
        arguments[properties.length] = TracingTest.WITH_BRAVE;
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = "--" + arguments[i];
        }
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    private static TraceContext trace(long id) {
        return TraceContext.newBuilder().traceId(id).spanId(id).build();
    }

    @Test
    void the_trace_goes_where_values_go_with_its_log_lines() throws Exception {
        try (ConfigurableApplicationContext context = start(Nothing.class)) {
            CurrentTraceContext current = context.getBean(Tracing.class).currentTraceContext();
            assertThat(current)
                    .isInstanceOf(AmbientCurrentTraceContext.class)
                    .isSameAs(context.getBean("braveCurrentTraceContext"));
            CompletableFuture<String> source = new CompletableFuture<>();
            CompletableFuture<String> seen;
            try (Scope scope = current.newScope(trace(1))) {
                seen = AmbientFuture.from(source)
                        .thenApply(item -> current.get().spanIdString() + " " + MDC.get("spanId"))
                        .toCompletableFuture();
            }
            try (Scope another = current.newScope(trace(2))) {
                source.complete("item");
            }
            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("0000000000000001 0000000000000001");
            assertThat(MDC.get("spanId")).isNull();
        }
    }

    @Test
    void decorators_and_customizers_of_the_program_are_called_in_their_order() {
        try (ConfigurableApplicationContext context = start(Decorating.class)) {
            CurrentTraceContext current = context.getBean(CurrentTraceContext.class);
            Decorating.CALLS.clear();
            AmbientContext captured;
            try (Scope scope = current.newScope(trace(1))) {
                assertThat(Decorating.CALLS).containsExactly("first 1", "second 1", "customizer 1");
                assertThat(MDC.get("spanId")).as("of Boot's own decorator").isEqualTo("0000000000000001");
                captured = AmbientContext.capture();
            }
            Decorating.CALLS.clear();
            captured.run(() -> assertThat(Decorating.CALLS).startsWith("first 1", "second 1", "customizer 1"));
            context.close();
            Decorating.CALLS.clear();
            captured.run(() -> assertThat(Decorating.CALLS).isEmpty());
        }
    }

    @Test
    void one_of_the_program_stays() {
        try (ConfigurableApplicationContext context = start(Own.class)) {
            assertThat(context.getBeansOfType(CurrentTraceContext.class)).containsOnlyKeys("own");
        }
    }

    @Test
    void Boots_own_is_there_in_a_WebFlux_service() {
        try (Service service = Service.start(WebApplicationType.REACTIVE, Nothing.class, TracingTest.WITH_BRAVE)) {
            assertThat(service.bean(CurrentTraceContext.class)).isInstanceOf(ThreadLocalCurrentTraceContext.class);
        }
    }

    @Test
    void Boots_own_is_there_where_Ambient_is_off() {
        try (ConfigurableApplicationContext context = start(Nothing.class, "ambient.enabled=false")) {
            assertThat(context.getBean(CurrentTraceContext.class)).isInstanceOf(ThreadLocalCurrentTraceContext.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Nothing {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Own {

        @Bean
        CurrentTraceContext own() {
            return ThreadLocalCurrentTraceContext.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Decorating {

        static final List<String> CALLS = new ArrayList<>();

        private static ScopeDecorator noting(String name) {
            return (trace, scope) -> {
                CALLS.add(name + " " + (trace == null ? null : trace.spanId()));
                return scope;
            };
        }

        @Bean
        @Order(2)
        ScopeDecorator second() {
            return noting("second");
        }

        @Bean
        @Order(1)
        ScopeDecorator first() {
            return noting("first");
        }

        @Bean
        CurrentTraceContextCustomizer customizer() {
            return builder -> builder.addScopeDecorator(noting("customizer"));
        }
    }
}
