/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.tools.agent.ReactorDebugAgent;

/**
 * Reactor's debug agent adds a call to each line that assembles an operator: the values are right, and an error names the
 * same lines with the bridge as without.
 */
@Tag("debug-agent") // the build gives it a JVM of its own
@SuppressWarnings("try") // the bridge is there to be removed
class DebugAgentTest {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");
    private static final Pattern SITE = Pattern.compile("[*|_] *_*(\\S+) ⇢ (.*)");

    private final Threads workers = new Threads("worker", 2);
    private final Threads emitters = new Threads("emitter", 1);
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void init() {
        ReactorDebugAgent.init();
        ReactorDebugAgent.processExistingClasses(); // this one has been loaded already
    }

    @AfterEach
    void stop() {
        assertThat(workers.onEach(REQUEST_ID::get)).containsOnlyNulls();
        assertThat(emitters.onEach(REQUEST_ID::get)).containsOnlyNulls();
        workers.close();
        emitters.close();
    }

    @Test
    void an_error_names_the_same_lines_with_the_bridge_as_without() {
        List<String> without = lines();
        assertThat(without).anyMatch(line -> line.matches("Flux.filter at .*DebugAgentTest.java.*"));
        try (Registration bridge = ReactorBridge.install()) {
            assertThat(lines()).isEqualTo(without);
        }
    }

    @Test
    void rule_2_values_are_right() {
        try (Registration bridge = ReactorBridge.install()) {
            List<String> items = Ambient.where(REQUEST_ID, "r-1")
                    .call(() -> flow(item -> item).collectList().block());
            assertThat(items).hasSize(3);
            assertThat(seen).hasSize(3 + 3 + 3 + 1).containsOnly("r-1");
        }
    }

    @Test
    void rule_2_values_are_right_in_a_flow_that_fails() {
        try (Registration bridge = ReactorBridge.install()) {
            Ambient.where(REQUEST_ID, "r-1").run(this::lines);
            assertThat(seen).isNotEmpty().containsOnly("r-1");
        }
    }

    private Flux<String> flow(java.util.function.UnaryOperator<String> inner) {
        return emitters.sending(Ambient.where(REQUEST_ID, "other")::run)
                .map(item -> see("map"))
                .publishOn(workers.scheduler())
                .flatMap(item -> Mono.fromCallable(() -> see("fromCallable"))
                        .subscribeOn(workers.scheduler())
                        .map(inner))
                .filter(item -> see("filter") != null)
                .doFinally(signal -> see("doFinally"));
    }

    private String see(String callback) {
        seen.add(REQUEST_ID.orElse("none in " + callback));
        return callback;
    }

    /** The operators and lines that the assembly trace of an error names. */
    private List<String> lines() {
        Throwable failure = catchThrowable(() -> flow(item -> {
                    throw new IllegalStateException("on purpose");
                })
                .blockLast());
        assertThat(failure).hasMessage("on purpose");
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString()
                .lines()
                .map(SITE::matcher)
                .filter(Matcher::find)
                .map(site -> site.group(1) + " " + site.group(2))
                .toList();
    }
}
