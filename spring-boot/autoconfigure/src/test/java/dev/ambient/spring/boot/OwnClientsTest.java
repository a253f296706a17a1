/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Clients that go around Boot's builders are reported once, with the line that made them. */
class OwnClientsTest {

    private static final String[] SENDING = {
        "ambient.values.tenant.header=X-Tenant", "ambient.outgoing.hosts=orders.internal"
    };

    private final List<String> reported = new CopyOnWriteArrayList<>();
    private Registration reporter;

    @BeforeEach
    void listen() {
        reporter = AmbientRegistry.global().reportTo(problem -> {
            if (problem.kind() == Problem.Kind.PARTLY_INSTALLED
                    && problem.toString().contains("clients")) {
                reported.add(problem.toString());
            }
        });
    }

    @AfterEach
    void stop() {
        reporter.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void each_is_reported_once_with_its_line(WebApplicationType type) {
        Service.start(type, Bypassing.class, SENDING).close();
        assertThat(reported).hasSize(1);
        assertThat(reported.get(0).split("; |provides: |\\. Inject"))
                .filteredOn(place -> place.contains(" at "))
                .satisfiesExactlyInAnyOrder(
                        place -> assertThat(place).startsWith("bean 'web' at " + line("Bypassing", "web")),
                        place -> assertThat(place).startsWith("bean 'rest' at " + line("Bypassing", "rest")),
                        place -> assertThat(place).startsWith("bean 'template' at " + line("Bypassing", "template")),
                        place -> assertThat(place).startsWith("bean 'factory' at " + line("Bypassing", "factory")),
                        place -> assertThat(place)
                                .startsWith("field client of bean 'orders' at " + line("Orders", "<init>")));
    }

    /** Without the number, which changes with each line that is added above. */
    private static String line(String type, String method) {
        return OwnClientsTest.class.getName() + "$" + type + "." + method + "(OwnClientsTest.java:";
    }

    @Test
    void the_line_is_the_one_that_made_it() {
        Service.start(WebApplicationType.SERVLET, Bypassing.class, SENDING).close();
        int line = new Orders().line;
        assertThat(reported.get(0)).contains("Orders.<init>(OwnClientsTest.java:" + line + ")");
    }

    @Test
    void what_Boots_builders_have_built_is_not_reported() {
        Service.start(WebApplicationType.SERVLET, WithBoot.class, SENDING).close();
        assertThat(reported).isEmpty();
    }

    @Test
    void nor_where_nothing_leaves() {
        Service.start(WebApplicationType.SERVLET, Bypassing.class, SENDING[0]).close();
        Service.start(WebApplicationType.SERVLET, Bypassing.class, SENDING[1]).close();
        assertThat(reported).isEmpty();
    }

    @Test
    void nor_what_the_program_excludes() {
        Service.start(
                        WebApplicationType.SERVLET,
                        Bypassing.class,
                        SENDING[0],
                        SENDING[1],
                        "ambient.outgoing.exclude=web,rest,template,factory,orders")
                .close();
        assertThat(reported).isEmpty();
    }

    /** A test counts the calls of a mock, a lazy proxy would make its client, and the program's own says nothing of itself. */
    @Test
    void mocks_and_proxies_are_not_asked() {
        Service.start(WebApplicationType.SERVLET, NotAsked.class, SENDING).close();
        assertThat(reported).isEmpty();
    }

    private static <T> T notAsked(Class<T> client) {
        return client.cast(Proxy.newProxyInstance(
                client.getClassLoader(),
                new Class<?>[] {client},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> client.getSimpleName();
                    default -> throw new AssertionError(method + " was called");
                }));
    }

    static class NotAskedTemplate extends RestTemplate {

        @Override
        public List<ClientHttpRequestInitializer> getClientHttpRequestInitializers() {
            throw new AssertionError("a mock was called");
        }
    }

    /** Has a client that is a proxy or a mock, and no bean. */
    record Holding(RestClient lazy, RestClient mock) {}

    @Configuration(proxyBeanMethods = false)
    @Import(WebApplication.class)
    static class NotAsked {

        @Bean
        RestClient rest() {
            return notAsked(RestClient.class);
        }

        @Bean
        WebClient web() {
            return notAsked(WebClient.class);
        }

        @Bean
        RestTemplate template() {
            return new SpringObjenesis().newInstance(NotAskedTemplate.class, false); // as a mock is made
        }

        @Bean
        @Lazy
        RestClient never() {
            throw new AssertionError("the lazy client was made");
        }

        @Bean
        Holding holding(@Lazy @Qualifier("never") RestClient lazy) {
            return new Holding(lazy, notAsked(RestClient.class));
        }
    }

    /** With a proxy around it, whose own field is empty. */
    static class Orders {

        private final int line;
        private final WebClient client;

        Orders() {
            line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
            client = WebClient.create();
        }

        @Async
        public void send() {
            client.get();
        }
    }

    /** Has an injected client, which is reported as the bean that it is. */
    record Using(RestTemplate template) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    @Import(WebApplication.class)
    static class Bypassing {

        @Bean
        WebClient web() {
            return WebClient.create();
        }

        @Bean
        RestClient rest() {
            return RestClient.create();
        }

        @Bean
        RestTemplate template() {
            return new RestTemplate();
        }

        @Bean
        Using using(RestTemplate template) {
            return new Using(template);
        }

        @Bean
        HttpServiceProxyFactory factory() {
            return HttpServiceProxyFactory.builderFor(
                            RestClientAdapter.create(RestClient.create("http://orders.internal")))
                    .build();
        }

        @Bean
        Orders orders() {
            return new Orders();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WebApplication.class)
    static class WithBoot {

        @Bean
        WebClient web(WebClient.Builder builder) {
            return builder.build();
        }

        @Bean
        @Lazy(false)
        RestClient rest(RestClient.Builder builder) {
            return builder.build();
        }

        @Bean
        HttpServiceProxyFactory factory(RestClient.Builder builder) {
            return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(builder.build()))
                    .build();
        }
    }
}
