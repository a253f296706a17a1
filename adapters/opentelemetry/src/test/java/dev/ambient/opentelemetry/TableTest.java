/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** In every world a callback sees its own request's Context, and with OpenTelemetry's own storage it does not. The page has the table. */
@SuppressWarnings({"try", "MustBeClosedChecker"}) // scopes are there to be closed
class TableTest {

    private static final ContextKey<String> KEY = ContextKey.named("request");
    private static final Context MINE = Context.root().with(KEY, "mine");
    private static final Context ANOTHERS = Context.root().with(KEY, "another's");

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final List<Registration> bridges = new ArrayList<>();

    @BeforeEach
    void install() {
        bridges.add(ReactorBridge.install());
        bridges.add(RxJavaBridge.install());
    }

    @AfterEach
    void threads_are_clean() throws Exception {
        bridges.forEach(Registration::close);
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(World.currentOn(pool).isEmpty()).isTrue();
            assertThat(pool.submit(() -> ContextStorage.get().current()).get(60, TimeUnit.SECONDS))
                    .isNull();
        }
        pool.shutdownNow();
    }

    /** What one sees in each world. */
    private List<String> verdicts(ContextStorage storage) throws Exception {
        World.Place place = new World.Place(
                World.Place.workingFor(block -> {
                    try (Scope scope = storage.attach(ANOTHERS)) {
                        block.run();
                        assertThat(storage.current()).isSameAs(ANOTHERS);
                    }
                    assertThat(storage.current()).isNull();
                }),
                pool,
                World.Place.threadForEachTask());
        List<String> verdicts = new ArrayList<>();
        for (World world : World.values()) {
            CompletableFuture<Optional<Context>> seen = new CompletableFuture<>();
            try (Scope scope = storage.attach(MINE)) {
                world.call(() -> seen.complete(Optional.ofNullable(storage.current())), place);
                assertThat(storage.current()).isSameAs(MINE);
            }
            verdicts.add(World.verdict(seen.get(60, TimeUnit.SECONDS).orElse(null), MINE));
        }
        return verdicts;
    }

    @RepeatedTest(20)
    void each_callback_sees_its_own_Context() throws Exception {
        assertThat(verdicts(ContextStorage.get())).containsOnly("right");
    }

    @Test
    void the_table_of_the_page() throws Exception {
        List<String> without = verdicts(ContextStorage.defaultStorage());
        List<String> with = verdicts(ContextStorage.get());
        List<String> rows = new ArrayList<>();
        for (World world : World.values()) {
            rows.add("| " + world + " | " + without.get(world.ordinal()) + " | " + with.get(world.ordinal()) + " |");
        }
        assertThat(Files.readAllLines(Path.of("../../docs/how-to/opentelemetry.md")))
                .containsSequence(rows);
    }
}
