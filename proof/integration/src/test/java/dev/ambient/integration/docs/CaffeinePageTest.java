/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/how-to/other-libraries.md says of Caffeine. */
@SuppressWarnings("CheckReturnValue") // what is printed is looked at
class CaffeinePageTest extends TwoRequests {

    private String load(String key) {
        print(TENANT.get() + " " + key);
        return "price for " + key;
    }

    private Executor executor(boolean carrying) {
        return carrying ? wrapped : plain;
    }

    @Test
    void a_load_runs_on_the_callers_thread() throws Exception {
        LoadingCache<String, String> prices = Caffeine.newBuilder().build(this::load);
        Cache<String, String> byHand = Caffeine.newBuilder().build();
        both(tenant -> {
            prices.get(tenant);
            byHand.get(tenant, this::load);
        });
        assertThat(printed(4)).isEqualTo(twice(OWN));
    }

    @Test
    void an_asynchronous_load() throws Exception {
        AsyncLoadingCache<String, String> prices = Caffeine.newBuilder()
                .executor(AmbientExecutors.wrap(ForkJoinPool.commonPool()))
                .buildAsync(this::load);
        both(tenant -> prices.get(tenant));
        assertThat(printed()).isEqualTo(OWN);
    }

    @Test
    void without_an_asynchronous_load_sees_none() throws Exception {
        AsyncLoadingCache<String, String> prices = Caffeine.newBuilder().buildAsync(this::load);
        both(tenant -> prices.get(tenant));
        assertThat(printed()).isEqualTo(NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_refresh(boolean carrying) throws Exception {
        LoadingCache<String, String> prices =
                Caffeine.newBuilder().executor(executor(carrying)).build(this::load);
        prices.putAll(Map.of("acme", "old", "initech", "old"));
        both(prices::refresh);
        assertThat(printed()).isEqualTo(carrying ? OWN : NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_refresh_because_of_its_age(boolean carrying) throws Exception {
        long[] now = {0};
        LoadingCache<String, String> prices = Caffeine.newBuilder()
                .executor(executor(carrying))
                .ticker(() -> now[0])
                .refreshAfterWrite(java.time.Duration.ofSeconds(1))
                .build(this::load);
        prices.putAll(Map.of("acme", "old", "initech", "old"));
        now[0] = java.time.Duration.ofHours(1).toNanos();
        both(prices::get);
        assertThat(printed()).isEqualTo(carrying ? OWN : NONE);
    }

    @Test
    void a_stage_of_what_two_requests_wait_for() throws Exception {
        CompletableFuture<String> loaded = new CompletableFuture<>();
        AsyncLoadingCache<String, String> prices = Caffeine.newBuilder().buildAsync((key, executor) -> loaded);
        both(tenant -> {
            AmbientFuture.from(prices.get("4711")).thenAccept(price -> print(TENANT.get() + " " + price));
        });
        another(() -> loaded.complete("4.50"));
        assertThat(printed()).containsExactly("acme 4.50", "initech 4.50");
    }

    @Test
    void without_a_stage_sees_who_completes() throws Exception {
        CompletableFuture<String> loaded = new CompletableFuture<>();
        AsyncLoadingCache<String, String> prices = Caffeine.newBuilder().buildAsync((key, executor) -> loaded);
        both(tenant -> prices.get("4711").thenAccept(price -> print(TENANT.get() + " " + tenant)));
        another(() -> loaded.complete("4.50"));
        assertThat(printed()).isEqualTo(ANOTHERS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_removal_listener_sees_none(boolean carrying) throws Exception {
        Cache<String, String> prices = Caffeine.newBuilder()
                .executor(executor(carrying))
                .removalListener((key, price, cause) -> print(TENANT.get() + " " + key))
                .build();
        both(tenant -> {
            prices.put(tenant, "4.50");
            prices.invalidate(tenant);
        });
        assertThat(printed()).isEqualTo(NONE);
    }

    @Test
    void an_eviction_listener_sees_who_needs_the_room() throws Exception {
        Cache<String, String> prices = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(2)
                .evictionListener((key, price, cause) -> print(TENANT.get() + " " + key))
                .build();
        both(tenant -> prices.put(tenant, "4.50"));
        another(() -> {
            prices.put("more", "4.50");
            prices.cleanUp();
        });
        assertThat(printed(1)).isSubsetOf(List.of("umbrella acme", "umbrella initech", "umbrella more"));
    }
}
