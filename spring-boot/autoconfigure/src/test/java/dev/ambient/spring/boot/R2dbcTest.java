/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/**
 * R2DBC and reactive transactions. Fewer connections than requests: most requests are handed theirs by another one, on its thread.
 */
class R2dbcTest {

    @AfterAll
    static void switchOff() {
        Hooks.disableAutomaticContextPropagation(); // Boot leaves it on for the JVM
    }

    @ParameterizedTest
    @CsvSource({"REACTIVE, limited", "SERVLET, limited", "REACTIVE, auto", "SERVLET, auto"})
    void each_callback_of_each_request_is_right(WebApplicationType type, String mode) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (Service service = Service.start(
                type,
                Application.class,
                "ambient.values.tenant.header=X-Tenant",
                "spring.reactor.context-propagation=" + mode,
                "spring.r2dbc.url=r2dbc:h2:mem:///" + type + mode,
                "spring.r2dbc.pool.initial-size=1",
                "spring.r2dbc.pool.max-size=2",
                "spring.autoconfigure.exclude=org.springframework.boot.actuate.autoconfigure.tracing.BraveAutoConfiguration,"
                        + "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration")) {
            assertThat(service.bean(ConnectionFactory.class)).isInstanceOf(ConnectionPool.class);
            service.bean(DatabaseClient.class)
                    .sql("create table orders (tenant varchar(10))")
                    .then()
                    .block();
            List<Future<Http>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String header = "X-Tenant: t" + i;
                String path = i % 2 == 0 ? "/declared" : "/rolled-back";
                answers.add(callers.submit(() -> service.get(path, header)));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).get(1, TimeUnit.MINUTES).body())
                        .isEqualTo(i % 2 == 0 ? "10 stages, wrong: {}" : "6 stages, wrong: {}");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** What a request has seen. */
    static final class Seen {

        private final Ambient<String> tenant;
        private final String expected;
        private final Map<String, String> all = new ConcurrentSkipListMap<>();

        Seen(Ambient<String> tenant, String expected) {
            this.tenant = tenant;
            this.expected = expected;
        }

        void at(String stage) {
            all.put(stage, String.valueOf(tenant.get()));
        }

        @Override
        public String toString() {
            Map<String, String> wrong = new ConcurrentSkipListMap<>(all);
            wrong.values().removeIf(expected::equals);
            return all.size() + " stages, wrong: " + wrong;
        }
    }

    @RestController
    static class Endpoint {

        private final Ambient<String> tenant;
        private final Orders orders;

        Endpoint(AmbientValues values, Orders orders) {
            this.tenant = values.get("tenant");
            this.orders = orders;
        }

        @GetMapping("/declared")
        Mono<String> declared(@RequestHeader("X-Tenant") String expected) {
            Seen seen = new Seen(tenant, expected);
            return orders.save(seen)
                    .doOnNext(rows -> seen.at("after the transaction"))
                    .then(Mono.fromSupplier(seen::toString));
        }

        @GetMapping("/rolled-back")
        Mono<String> rolledBack(@RequestHeader("X-Tenant") String expected) {
            Seen seen = new Seen(tenant, expected);
            return orders.fail(seen)
                    .onErrorResume(failure -> {
                        seen.at("after the transaction");
                        return Mono.just(0L);
                    })
                    .then(Mono.fromSupplier(seen::toString));
        }
    }

    static class Orders {

        private final DatabaseClient database;
        private final TransactionalOperator transactional;

        Orders(DatabaseClient database, ReactiveTransactionManager transactions) {
            this.database = database;
            this.transactional = TransactionalOperator.create(transactions);
        }

        @Transactional
        public Mono<Long> save(Seen seen) {
            return insert(seen)
                    .flatMap(rows -> database.sql("select count(*) as found from orders")
                            .map((row, metadata) -> {
                                seen.at("row mapper");
                                return row.get("found", Long.class);
                            })
                            .one())
                    .doOnNext(count -> seen.at("after a query"));
        }

        Mono<Long> fail(Seen seen) {
            return transactional.transactional(insert(seen).flatMap(rows -> Mono.error(new IllegalStateException())));
        }

        private Mono<Long> insert(Seen seen) {
            return TransactionSynchronizationManager.forCurrentTransaction()
                    .doOnNext(manager -> {
                        seen.at("connection acquired");
                        manager.registerSynchronization(new Looking(seen));
                    })
                    .flatMap(manager -> database.sql("insert into orders values (:tenant)")
                            .bind("tenant", seen.expected)
                            .filter(statement -> {
                                seen.at("filter");
                                return statement;
                            })
                            .fetch()
                            .rowsUpdated())
                    .doOnNext(rows -> seen.at("after an update"));
        }
    }

    record Looking(Seen seen) implements TransactionSynchronization {

        @Override
        public Mono<Void> beforeCommit(boolean readOnly) {
            return Mono.fromRunnable(() -> seen.at("beforeCommit"));
        }

        @Override
        public Mono<Void> afterCommit() {
            return Mono.fromRunnable(() -> seen.at("afterCommit"));
        }

        @Override
        public Mono<Void> beforeCompletion() {
            return Mono.fromRunnable(() -> seen.at("beforeCompletion"));
        }

        @Override
        public Mono<Void> afterCompletion(int status) {
            return Mono.fromRunnable(() -> seen.at("afterCompletion"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    @Import({WebApplication.class, Endpoint.class, Orders.class})
    static class Application {}
}
