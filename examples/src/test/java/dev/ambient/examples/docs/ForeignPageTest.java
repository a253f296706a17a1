/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import dev.ambient.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to/foreign-thread-locals.md. */
class ForeignPageTest extends Printing {

    static final ThreadLocal<@Nullable String> LOCALE = new ThreadLocal<>();

    private static final ThreadLocal<@Nullable Cart> CART = new ThreadLocal<>();
    private static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newSingleThreadExecutor());

    private record Cart(List<String> items) {
        Cart(Cart other) {
            this(new ArrayList<>(other.items));
        }
    }

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    @AfterEach
    void clean() {
        AmbientRegistry.global().policy("locale", PropagationPolicy.PROPAGATE);
        LOCALE.remove();
        CART.remove();
    }

    @Test
    void a_registered_thread_local_is_propagated() throws Exception {
        Registration locale = AmbientRegistry.global().register("locale", LOCALE);

        LOCALE.set("de");
        POOL.execute(() -> print(LOCALE.get()));
        assertThat(printed()).isEqualTo("de");
        takeOutLater(locale);
    }

    @Test
    void work_starts_without_it() throws Exception {
        takeOutLater(AmbientRegistry.global().register("locale", LOCALE));
        AmbientRegistry.global().policy("locale", PropagationPolicy.CLEAR);
        LOCALE.set("de");
        POOL.execute(() -> print(LOCALE.get()));
        assertThat(printed()).isEqualTo("null");
    }

    @Test
    void it_is_left_alone() throws Exception {
        takeOutLater(AmbientRegistry.global().register("locale", LOCALE));
        AmbientRegistry.global().policy("locale", PropagationPolicy.LEAVE);
        LOCALE.set("de");
        AmbientExecutors.wrap((java.util.concurrent.Executor) Runnable::run).execute(() -> print(LOCALE.get()));
        assertThat(printed()).isEqualTo("de");
    }

    @Test
    void no_two_pieces_of_work_share_a_mutable_value() throws Exception {
        takeOutLater(AmbientRegistry.global().register("cart", CART));
        Registration copier = AmbientRegistry.global().copier("cart", (Cart cart) -> new Cart(cart));
        takeOutLater(copier);
        Cart mine = new Cart(new ArrayList<>(List.of("a book")));
        CART.set(mine);
        POOL.execute(() -> {
            CART.get().items().add("a pen");
            print(CART.get().items());
        });
        assertThat(printed()).isEqualTo("[a book, a pen]");
        assertThat(mine.items()).containsExactly("a book");
    }
}
