/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.server.WebFilter;

/**
 * The service: what Boot configures by itself, with users and a database. Security is Boot's default too: each request says who
 * asks, and that is looked up.
 */
@SpringBootApplication(proxyBeanMethods = false)
class Service {

    /**
     * Starts it, on any free port, and answers its {@link Control} until the input ends.
     *
     * @param args the {@link Mode}, and {@code true} if it counts observation scopes
     */
    public static void main(String[] args) throws Exception {
        Mode mode = Mode.valueOf(args[0]);
        RequestId id = RequestId.in(mode);
        Scopes scopes = new Scopes();
        SpringApplication application = new SpringApplication(Service.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "spring.main.banner-mode", "off",
                "spring.reactor.context-propagation", mode.isAuto() ? "auto" : "limited",
                "logging.level.root", "warn"));
        application.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("requestId", id);
            if (Boolean.parseBoolean(args[1])) {
                context.getBeanFactory().registerSingleton("scopes", scopes);
            }
        });
        ConfigurableApplicationContext context = application.run();
        new Control(context, scopes).answer();
        System.exit(0); // whatever threads are left
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter ids(RequestId requestId) {
        return (exchange, chain) -> {
            String id = exchange.getRequest().getHeaders().getFirst(Caller.ID_HEADER);
            return id == null ? chain.filter(exchange) : chain.filter(exchange).contextWrite(requestId.put(id));
        };
    }

    @Bean
    MapReactiveUserDetailsService users() {
        return new MapReactiveUserDetailsService(IntStream.range(0, Caller.USERS)
                .mapToObj(which -> User.withUsername(Caller.user(which))
                        .password(Caller.PASSWORD)
                        .roles("USER")
                        .build())
                .toList());
    }

    /** Compares. Boot's default takes long on purpose, longer than all the rest of a request. */
    @Bean
    PasswordEncoder passwords() {
        return new PasswordEncoder() {
            @Override
            public String encode(@Nullable CharSequence password) {
                return String.valueOf(password);
            }

            @Override
            public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
                return encode(password).equals(encoded);
            }
        };
    }

    @Bean
    ConnectionPool connections() {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(
                        ConnectionFactories.get("r2dbc:h2:mem:///service;DB_CLOSE_DELAY=-1"))
                .build());
    }

    @Bean
    DatabaseClient database(ConnectionFactory connections) {
        return DatabaseClient.create(connections);
    }

    @Bean
    TransactionalOperator transactions(ConnectionFactory connections) {
        return TransactionalOperator.create(new R2dbcTransactionManager(connections));
    }
}
