/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Explanation.Reason;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Explanations of values that come through Reactor's Context, and reports of values there that nobody reads. */
class ContextWriteTest {

    private static final Ambient<String> MIRRORED =
            Ambient.<String>builder("diagnosed.tenant").mirrored().build();

    private final Ambient<String> key = Ambient.named("key");
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private Registration diagnostics;
    private Registration bridge;
    private Registration reporting;

    @BeforeEach
    void install() {
        reporting = AmbientRegistry.global().reportTo(problems::add);
        diagnostics = Diagnostics.install();
        bridge = ReactorBridge.install();
    }

    @AfterEach
    void uninstall() {
        bridge.close();
        diagnostics.close();
        reporting.close();
        pool.shutdown();
    }

    private static void assertIsAt(Explanation.Place place, String comment) throws IOException {
        assertThat(place).isNotNull();
        List<String> lines =
                Files.readAllLines(Path.of("src/test/java/dev/ambient/diagnostics/reasons/ContextWriteTest.java"));
        assertThat(lines.get(place.line().getLineNumber() - 1)).as("%s", place).contains(comment);
    }

    @Test
    void the_line_that_called_put() throws Exception {
        Function<Context, Context> put = ReactorBridge.put(key, "a"); // put here
        Explanation explanation = Mono.just("x")
                .publishOn(Schedulers.fromExecutor(pool))
                .map(x -> Diagnostics.explain(key))
                .contextWrite(put)
                .block();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.PRESENT);
        assertThat(explanation.describe()).contains(": a");
        assertIsAt(explanation.set(), "// put here");
    }

    @Test
    void the_line_that_called_put_also_where_the_value_is_lost_again() throws Exception {
        Explanation explanation = Mono.just("x")
                .doOnNext(x -> key.orElseThrow())
                .contextWrite(ReactorBridge.put(key, "a")) // put here
                .map(x -> Diagnostics.explain(key))
                .block();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.SUBSCRIBED_OUTSIDE);
        assertThat(explanation.value()).isEqualTo("a");
        assertIsAt(explanation.set(), "// put here");
        assertThat(explanation.why()).contains("upstream of it");
        assertThat(explanation.fix()).startsWith("move contextWrite");
    }

    @Test
    void the_contextWrite_that_put_a_mirrored_value_under_its_plain_key() throws Exception {
        Mono<Explanation> page = Mono.just("x")
                .publishOn(Schedulers.fromExecutor(pool))
                .map(x -> Diagnostics.explain(MIRRORED))
                .contextWrite(context -> context.put("diagnosed.tenant", "acme")); // written here
        Explanation explanation = page.block();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.PRESENT);
        assertIsAt(explanation.set(), "// written here");
        assertThat(explanation.set().operators()).contains("contextWrite");
        assertThat(problems).isEmpty();
    }

    @Test
    void the_line_that_called_RxJavas_put() throws Exception {
        Registration rx = RxJavaBridge.install();
        Explanation explanation = Flowable.just("x")
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.from(pool))
                .map(x -> Diagnostics.explain(key))
                .compose(RxJavaBridge.put(key, "a")) // put into RxJava here
                .blockingFirst();
        rx.close();
        assertThat(explanation.reason()).as("%s", explanation).isEqualTo(Reason.PRESENT);
        assertIsAt(explanation.set(), "// put into RxJava here");
    }

    @Test
    void nothing_is_recorded_of_put_while_the_diagnostics_are_not_installed() {
        diagnostics.close();
        Explanation explanation = Mono.just("x")
                .map(x -> Diagnostics.explain(key))
                .contextWrite(ReactorBridge.put(key, "a"))
                .block();
        assertThat(explanation.set()).isNull();
        assertThat(explanation.reason()).isEqualTo(Reason.PRESENT);
    }

    @Test
    void a_plain_key_with_the_name_of_a_value_that_is_not_mirrored_is_reported_once() {
        Ambient<String> requestId = Ambient.named("diagnosed.requestId");
        Mono<Optional<String>> page = Mono.just("x")
                .map(x -> Optional.ofNullable(requestId.get()))
                .contextWrite(context -> context.put("diagnosed.requestId", "r-17"));
        assertThat(page.block()).isEmpty();
        assertThat(page.block()).isEmpty();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).kind()).isEqualTo(Problem.Kind.NOT_MIRRORED);
        assertThat(problems.get(0).message())
                .contains("'diagnosed.requestId'", "mirrored()", "ReactorBridge.put")
                .doesNotContain("r-17");
    }

    @Test
    void a_plain_key_that_is_no_ambient_values_name_is_not_reported() {
        Mono.just("x")
                .map(x -> key.orElse("none"))
                .contextWrite(context -> context.put("other", "r-17"))
                .block();
        assertThat(problems).isEmpty();
    }
}
