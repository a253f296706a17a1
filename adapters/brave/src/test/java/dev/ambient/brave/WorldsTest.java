/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import static org.assertj.core.api.Assertions.assertThat;

import brave.context.slf4j.MDCScopeDecorator;
import brave.propagation.CurrentTraceContext;
import brave.propagation.CurrentTraceContext.Scope;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
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
import org.slf4j.MDC;

/** In every world a callback sees its own request's trace, and without the adapter it does not. The page has the table. */
@SuppressWarnings("try")
class WorldsTest {

    private static final TraceContext MINE = ScopesTest.trace(1);
    private static final TraceContext ANOTHERS = ScopesTest.trace(2);

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
        }
        pool.shutdownNow();
    }

    /** What one sees in each world. */
    private List<String> verdicts(CurrentTraceContext current) throws Exception {
        World.Place place = new World.Place(
                World.Place.workingFor(block -> {
                    try (Scope scope = current.newScope(ANOTHERS)) {
                        block.run();
                        assertThat(current.get()).isEqualTo(ANOTHERS);
                    }
                }),
                pool,
                World.Place.threadForEachTask());
        List<String> verdicts = new ArrayList<>();
        for (World world : World.values()) {
            CompletableFuture<Optional<TraceContext>> seen = new CompletableFuture<>();
            try (Scope scope = current.newScope(MINE)) {
                world.call(() -> seen.complete(Optional.ofNullable(current.get())), place);
                assertThat(current.get()).isEqualTo(MINE);
            }
            verdicts.add(World.verdict(seen.get(60, TimeUnit.SECONDS).orElse(null), MINE));
        }
        return verdicts;
    }

    @RepeatedTest(20)
    void each_callback_sees_its_own_trace() throws Exception {
        assertThat(verdicts(AmbientCurrentTraceContext.create())).containsOnly("right");
    }

    /** Only the entry is looked at, the trace is looked at above. */
    @RepeatedTest(20)
    void each_callback_has_its_own_trace_in_the_mdc_and_the_threads_have_none() throws Exception {
        AmbientCurrentTraceContext shown = AmbientCurrentTraceContext.newBuilder()
                .addScopeDecorator(MDCScopeDecorator.get())
                .build();
        World.Place place = new World.Place(
                World.Place.workingFor(block -> {
                    try (Scope scope = shown.newScope(ANOTHERS)) {
                        block.run();
                        assertThat(MDC.get("traceId")).isEqualTo(ANOTHERS.traceIdString());
                    }
                    assertThat(MDC.get("traceId")).isNull();
                }),
                pool,
                World.Place.threadForEachTask());
        for (World world : World.values()) {
            CompletableFuture<Optional<String>> seen = new CompletableFuture<>();
            try (Scope scope = shown.newScope(MINE)) {
                world.call(() -> seen.complete(Optional.ofNullable(MDC.get("traceId"))), place);
                assertThat(MDC.get("traceId")).isEqualTo(MINE.traceIdString());
            }
            assertThat(seen.get(60, TimeUnit.SECONDS)).as("in %s", world).contains(MINE.traceIdString());
        }
        for (int i = 0; i < 4; i++) {
            assertThat(pool.submit(() -> MDC.get("traceId")).get(60, TimeUnit.SECONDS))
                    .isNull();
        }
        shown.close();
    }

    @Test
    void the_table_of_the_page() throws Exception {
        List<String> without = verdicts(ThreadLocalCurrentTraceContext.create());
        List<String> with = verdicts(AmbientCurrentTraceContext.create());
        List<String> rows = new ArrayList<>();
        for (World world : World.values()) {
            rows.add("| " + world + " | " + without.get(world.ordinal()) + " | " + with.get(world.ordinal()) + " |");
        }
        assertThat(Files.readAllLines(Path.of("../../docs/how-to/brave.md"))).containsSequence(rows);
    }
}
