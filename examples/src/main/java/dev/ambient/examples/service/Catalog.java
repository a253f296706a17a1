/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import io.r2dbc.h2.CloseableConnectionFactory;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.spi.Connection;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The names of the products, in a database: R2DBC, with H2 in memory. */
final class Catalog implements AutoCloseable {

    static final int PRODUCTS = 100;

    private final CloseableConnectionFactory database;
    private final Scheduler scheduler;
    private final Probe probe;

    private Catalog(CloseableConnectionFactory database, Scheduler scheduler, Probe probe) {
        this.database = database;
        this.scheduler = scheduler;
        this.probe = probe;
    }

    static Catalog open(Scheduler scheduler, Probe probe) {
        // A name of its own: databases in memory are the process's, and the runs shall share nothing.
        CloseableConnectionFactory database = H2ConnectionFactory.inMemory("catalog-" + UUID.randomUUID());
        Mono<Void> tables = Mono.usingWhen(
                database.create(),
                connection -> execute(connection, "CREATE TABLE product (sku VARCHAR PRIMARY KEY, name VARCHAR)")
                        .then(execute(
                                connection,
                                "INSERT INTO product SELECT 'sku-' || X, 'Product ' || X FROM SYSTEM_RANGE(0, "
                                        + (PRODUCTS - 1) + ")")),
                Connection::close);
        tables.block(Limits.START);
        return new Catalog(database, scheduler, probe);
    }

    /** The product's name, or nothing if there is no such product. */
    Mono<String> name(Request request) {
        Mono<String> query = Mono.usingWhen(
                database.create(),
                connection -> Flux.from(connection
                                .createStatement("SELECT name FROM product WHERE sku = $1")
                                .bind("$1", request.sku())
                                .execute())
                        .flatMap(result -> result.map(row -> {
                            probe.at(Stage.DATABASE_ROW, request);
                            return String.valueOf(row.get("name"));
                        }))
                        .singleOrEmpty(),
                Connection::close);
        // The driver works on the thread that subscribes, and blocks it.
        return Mono.defer(() -> {
                    probe.at(Stage.SUBSCRIBE_ON, request);
                    return query;
                })
                .subscribeOn(scheduler);
    }

    private static Mono<Void> execute(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .flatMap(result -> result.getRowsUpdated())
                .then();
    }

    @Override
    public void close() {
        database.close().block(Limits.STOP);
    }
}
