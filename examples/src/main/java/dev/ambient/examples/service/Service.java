/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/** The running service, on the loopback interface. */
final class Service implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private final Catalog catalog;
    private final Settings settings;
    private final ConnectionProvider connections;
    private final DisposableServer server;

    /**
     * Starts it.
     *
     * @param port 0 for any
     */
    Service(Carrying carrying, Pools pools, Probe probe, int port) {
        catalog = Catalog.open(pools.elastic, probe);
        settings = new Settings(pools.parallel);
        connections = ConnectionProvider.create("prices", LoadClient.CONCURRENCY);

        // The price endpoint is in the same server, whose port is known once it listens.
        AtomicReference<DisposableServer> self = new AtomicReference<>();
        HttpClient http = HttpClient.create(connections)
                .runOn(pools.eventLoops, Pools.NATIVE)
                .remoteAddress(() -> Objects.requireNonNull(self.get(), "the server does not listen yet")
                        .address())
                .responseTimeout(Limits.REQUEST);

        Offers offers = new Offers(
                pools.parallel,
                catalog,
                new Inventory(pools.inventoryLookups, pools.inventoryResults, probe),
                new Prices(http, probe),
                settings,
                new Audit(carrying.executor(pools.audit), probe),
                probe);
        OfferHandler offer = new OfferHandler(carrying, offers, probe);
        PriceHandler price = new PriceHandler(carrying, pools.parallel, probe);
        server = HttpServer.create()
                .host(HOST)
                .port(port)
                .runOn(pools.eventLoops, Pools.NATIVE)
                .route(routes -> routes.get("/offers/{sku}", offer::handle).get("/prices/{sku}", price::handle))
                .bindNow(Limits.START);
        self.set(server);
    }

    int port() {
        return server.port();
    }

    /** Returns when the server has stopped. */
    void await() {
        server.onDispose().block();
    }

    @Override
    public void close() {
        server.disposeNow(Limits.STOP);
        connections.disposeLater().block(Limits.STOP);
        settings.close();
        catalog.close();
    }
}
