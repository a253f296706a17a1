/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A service in either stack that says what it sees. All may come in but to {@code /secret}. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebApplication.Servlet.class, WebApplication.Reactive.class, WebApplication.Endpoints.class})
class WebApplication {

    /** The value as text, {@code null} too. */
    static String tenant(AmbientValues values) {
        return String.valueOf(values.get("tenant").get());
    }

    @SuppressWarnings("serial")
    static final class OnPurpose extends RuntimeException {}

    @RestController
    static class Endpoints {

        private final AmbientValues values;

        Endpoints(AmbientValues values) {
            this.values = values;
        }

        @RequestMapping("/tenant")
        String tenant() {
            return WebApplication.tenant(values);
        }

        @GetMapping("/mdc")
        String mdc() {
            return String.valueOf(MDC.get("tenant"));
        }

        @GetMapping("/mono")
        Mono<String> mono() {
            return Mono.just("").publishOn(Schedulers.parallel()).map(nothing -> WebApplication.tenant(values));
        }

        @GetMapping("/handled")
        String handled() {
            throw new OnPurpose();
        }

        @ExceptionHandler(OnPurpose.class)
        String handler() {
            return WebApplication.tenant(values);
        }

        @GetMapping("/unhandled")
        String unhandled() {
            throw new IllegalStateException("on purpose");
        }

        @GetMapping("/unhandled-later")
        Mono<String> unhandledLater() {
            return Mono.just("").publishOn(Schedulers.parallel()).map(nothing -> {
                throw new IllegalStateException("on purpose");
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlet {

        @Bean
        SecurityFilterChain security(HttpSecurity http, AmbientValues values) throws Exception {
            return http.csrf(csrf -> csrf.disable())
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/secret")
                            .authenticated()
                            .anyRequest()
                            .permitAll())
                    .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, e) -> {
                        response.setHeader("X-Seen-By-Security", tenant(values));
                        response.setStatus(401);
                    }))
                    .build();
        }

        @Bean
        FilterRegistrationBean<Filter> inError(AmbientValues values) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                ((HttpServletResponse) response).setHeader("X-Seen-In-Error", tenant(values));
                chain.doFilter(request, response);
            });
            registration.setDispatcherTypes(EnumSet.of(DispatcherType.ERROR));
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @Import(NettyServer.class)
    static class Reactive {

        /** Not those of the JVM, which the first context that is closed would end. */
        @Bean
        ReactorResourceFactory resources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }

        @Bean
        SecurityWebFilterChain security(ServerHttpSecurity http, AmbientValues values) {
            return http.csrf(csrf -> csrf.disable())
                    .authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/secret")
                            .authenticated()
                            .anyExchange()
                            .permitAll())
                    .exceptionHandling(handling ->
                            handling.authenticationEntryPoint((exchange, e) -> Mono.fromRunnable(() -> {
                                exchange.getResponse().getHeaders().set("X-Seen-By-Security", tenant(values));
                                exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
                            })))
                    .build();
        }

        @Bean
        @Order(-2)
        WebExceptionHandler inError(AmbientValues values) {
            return (exchange, failure) -> {
                exchange.getResponse().getHeaders().set("X-Seen-In-Error", tenant(values));
                return Mono.error(failure);
            };
        }
    }
}
