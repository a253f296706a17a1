/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientFuture;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to/futures.md. */
class FuturesPageTest extends Printing {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private final CompletableFuture<String> prices = new CompletableFuture<>();
    private final Client client = () -> prices;
    private dev.ambient.Scope acme;

    /** A library that knows nothing of ambient values; another request completes its future. */
    private interface Client {
        CompletableFuture<String> prices();
    }

    private static String load(String tenant) {
        return "page of " + tenant + " with ";
    }

    @BeforeEach
    void begin() {
        acme = TENANT.bind("acme");
    }

    @AfterEach
    void end() {
        acme.close();
    }

    private void another_request_completes() {
        Ambient.where(TENANT, "initech").run(() -> prices.complete("prices"));
    }

    @Test
    void each_stage_sees_the_value_where_it_was_attached() throws Exception {
        AmbientFuture.supplyAsync(() -> load(TENANT.get()))
                .thenCombine(AmbientFuture.from(client.prices()), (page, prices) -> page + prices)
                .thenAccept(page -> print(TENANT.get() + " " + page));
        another_request_completes();
        assertThat(printed()).isEqualTo("acme page of acme with prices");
    }

    @Test
    void a_future_that_a_library_returns() throws Exception {
        AmbientFuture.from(client.prices()).thenAccept(prices -> print(TENANT.get() + " " + prices));
        another_request_completes();
        assertThat(printed()).isEqualTo("acme prices");
    }

    @Test
    void a_single_stage() {
        CompletableFuture<String> label = // as the page has it
                client.prices().thenApply(AmbientContext.capture().wrapFunction(prices -> TENANT.get() + " " + prices));
        another_request_completes();
        assertThat(label.join()).isEqualTo("acme prices");
    }
}
