/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/how-to/other-libraries.md says of Vert.x. A third request completes the futures. */
class VertxPageTest extends TwoRequests {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Promise<String>> promises = forEach(Promise::promise);

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    private void complete() {
        another(() -> promises.forEach((tenant, promise) -> promise.complete(tenant)));
    }

    @Test
    void stages() throws Exception {
        both(tenant -> {
            Future<String> prices = promises.get(tenant).future();
            AmbientFuture.from(prices.toCompletionStage()).thenAccept(price -> print(TENANT.get() + " " + price));
        });
        complete();
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void a_handler() throws Exception {
        both(tenant -> {
            Future<String> prices = promises.get(tenant).future();
            prices.onSuccess(
                    AmbientContext.capture().wrapConsumer((String price) -> print(TENANT.get() + " " + price))::accept);
        });
        complete();
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void a_function() throws Exception {
        both(tenant -> {
            Future<String> prices = promises.get(tenant).future();
            prices.map(AmbientContext.capture().wrapFunction(price -> TENANT.get() + " " + price))
                    .onSuccess(this::print);
        });
        complete();
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_it_they_see_who_completes() throws Exception {
        both(tenant -> {
            Future<String> prices = promises.get(tenant).future();
            prices.map(price -> TENANT.get() + " " + price).onSuccess(this::print);
            prices.onSuccess(price -> print(TENANT.get() + " " + price));
        });
        complete();
        assertThat(printed(4)).isEqualTo(twice(ANOTHERS));
    }

    @Test
    void what_blocks() throws Exception {
        both(tenant -> {
            Callable<String> load = () -> TENANT.get() + " " + tenant;
            vertx.executeBlocking(AmbientContext.capture().wrap(load)).onSuccess(this::print);
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_what_blocks_sees_none() throws Exception {
        both(tenant -> vertx.executeBlocking(() -> TENANT.get() + " " + tenant).onSuccess(this::print));
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void without_its_own_futures_see_none() throws Exception {
        both(tenant -> vertx.executeBlocking(() -> tenant).onSuccess(price -> print(TENANT.get() + " " + price)));
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void a_timer() throws Exception {
        both(tenant -> {
            Runnable remind = () -> print(TENANT.get() + " " + tenant);
            Runnable task = AmbientContext.capture().wrap(remind);
            vertx.setTimer(1, id -> task.run());
        });
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_a_timer_sees_none() throws Exception {
        both(tenant -> vertx.setTimer(1, id -> print(TENANT.get() + " " + tenant)));
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void its_threads_are_clean_afterwards() throws Exception {
        both(tenant -> {
            vertx.setTimer(1, id -> AmbientContext.capture().run(() -> print(tenant + " " + tenant)));
        });
        assertThat(printed()).isEqualTo(OWN);
        vertx.runOnContext(nothing -> print(AmbientContext.current().isEmpty()));
        assertThat(printed(1)).containsExactly("true");
    }
}
