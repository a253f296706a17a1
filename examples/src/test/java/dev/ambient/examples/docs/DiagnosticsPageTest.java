/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.Registration;
import dev.ambient.diagnostics.BoundaryCount;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.diagnostics.Timeline;
import dev.ambient.reactor.ReactorBridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The code of docs/reference/diagnostics.md and docs/how-to/find-a-lost-value.md. */
@SuppressWarnings("try") // scopes are closed, not used
class DiagnosticsPageTest extends Printing {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId", String.class);

    /** Nobody has wrapped it. */
    private static final ExecutorService POOL = Executors.newSingleThreadExecutor();

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    private static void callTheService() {
        handle("r-17");
    }

    private static void handle(String request) {
        Ambient.where(REQUEST_ID, request)
                .run(() -> Mono.just("order 4711")
                        .hide()
                        .publishOn(Schedulers.parallel())
                        .map(order -> order + " of " + REQUEST_ID.get())
                        .block());
    }

    @Test
    void the_answer_says_why_the_value_is_missing() throws Exception {
        Registration diagnostics = Diagnostics.install();
        takeOutLater(diagnostics);
        Ambient.where(REQUEST_ID, "r-17").run(() -> {
            POOL.submit(() -> print(Diagnostics.explain(REQUEST_ID).describe()));
        });
        assertThat(printed()).startsWith("requestId is not here: EXECUTOR_NOT_WRAPPED");
    }

    @Test
    void another_requests_value_is_not_the_expected_one() throws Exception {
        Registration diagnostics = Diagnostics.install();
        takeOutLater(diagnostics);
        Ambient.where(REQUEST_ID, "r-17").run(() -> {});
        Ambient.where(REQUEST_ID, "r-18").run(() -> {
            print(Diagnostics.explain(REQUEST_ID, "r-17").describe());
        });
        assertThat(printed()).startsWith("requestId is not here").contains("r-17");
    }

    @Test
    void one_request_in_a_hundred() {
        Registration sampled = Diagnostics.install(DiagnosticsOptions.defaults().sample(REQUEST_ID, 100));
        takeOutLater(sampled);
        assertThat(Diagnostics.isInstalled()).isTrue();
    }

    @Test
    void strict_mode_lists_open_scopes() {
        Registration strict = Diagnostics.install(DiagnosticsOptions.none().strict());
        takeOutLater(strict);
        int before = Diagnostics.openScopes().size();
        try (var scope = REQUEST_ID.bind("r-17")) {
            assertThat(Diagnostics.openScopes()).hasSize(before + 1);
        }
    }

    @Test
    void a_timeline_is_a_page(@TempDir Path folder) throws Exception {
        takeOutLater(ReactorBridge.install());
        Path file = folder.resolve("r-17.html");
        String request = "r-17";
        try (Timeline.Capture capture = Timeline.capture(REQUEST_ID, "r-17")) {
            handle(request);
            Files.writeString(file, capture.timeline().toHtml());
        }
        assertThat(file).content().contains("r-17", "DiagnosticsPageTest.java");
    }

    @Test
    void boundaries_are_counted_by_purpose() throws Exception {
        takeOutLater(ReactorBridge.install());
        try (BoundaryCount count = BoundaryCount.start()) {
            callTheService();
            count.byPurpose().forEach((purpose, n) -> print(purpose + " " + n));
        }
        assertThat(printed(2)).anyMatch(line -> line.startsWith("Reactor CHANGES_THREAD "));
    }

    @Test
    void a_wrapped_executor_has_the_value() throws Exception {
        Ambient.where(REQUEST_ID, "r-17").run(() -> AmbientExecutors.wrap(POOL).execute(() -> print(REQUEST_ID.get())));
        assertThat(printed()).isEqualTo("r-17");
    }
}
