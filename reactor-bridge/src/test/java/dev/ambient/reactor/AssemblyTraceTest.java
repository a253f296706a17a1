/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;

/** With the bridge, an error still tells where its operators were assembled, and names no operator of the bridge. */
class AssemblyTraceTest {

    private static final Pattern SITE = Pattern.compile("[*|_] *_*(\\S+) ⇢ (.*)");

    private final Seen seen = new Seen();
    private final Deque<Registration> bridges = new ArrayDeque<>();
    private Pool workers;
    private Pool emitters;

    /** The order in which the bridge and Reactor's debug mode are switched on. */
    enum Order {
        DEBUG_BEFORE_INSTALL,
        DEBUG_AFTER_INSTALL
    }

    @BeforeEach
    void start() {
        workers = new Pool("worker", 2);
        emitters = new Pool("emitter", 1);
    }

    @AfterEach
    void stop() {
        bridges.forEach(Registration::close);
        Hooks.resetOnOperatorDebug();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        workers.close();
        emitters.close();
    }

    @ParameterizedTest
    @EnumSource
    void operator_debug_mode_names_the_same_places_with_the_bridge_as_without(Order order) {
        Hooks.onOperatorDebug();
        List<String> without = sites();
        assertThat(without)
                .anyMatch(site ->
                        site.contains("Flux.filter at dev.ambient.reactor") && site.contains("AssemblyTraceTest.java"));
        if (order == Order.DEBUG_AFTER_INSTALL) {
            Hooks.resetOnOperatorDebug();
        }
        bridges.push(ReactorBridge.install());
        Hooks.onOperatorDebug(); // changes nothing where it is on
        assertThat(sites()).isEqualTo(without);
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_values_are_right_in_operator_debug_mode(Order order) {
        if (order == Order.DEBUG_BEFORE_INSTALL) {
            Hooks.onOperatorDebug();
        }
        bridges.push(ReactorBridge.install());
        Hooks.onOperatorDebug();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1").run(() -> flow().subscribe(end));
        assertThat(end.failure()).hasMessage("on purpose");
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void a_checkpoint_is_named_with_the_bridge_as_without() {
        List<String> without = checkpoints();
        assertThat(without).anyMatch(site -> site.contains("near the source"));
        bridges.push(ReactorBridge.install());
        assertThat(checkpoints()).isEqualTo(without);
    }

    /** The debug agent adds a checkpoint to each method that returns one of these classes. */
    @Test
    void rule_16_the_debug_agent_finds_no_method_to_mark_in_the_bridge() throws Exception {
        Set<Class<?>> marked =
                Set.of(Flux.class, Mono.class, ParallelFlux.class, GroupedFlux.class, ConnectableFlux.class);
        Path classes = Path.of(
                        ReactorBridge.class.getResource("ReactorBridge.class").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(classes)) {
            List<Class<?>> looked = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                looked.add(Class.forName(ReactorBridge.class.getPackageName() + "." + name));
            }
            assertThat(looked).contains(MonoBoundary.class, RemadeOperators.class);
            assertThat(looked.stream()
                            .filter(type -> type != ReactorBridge.class && !type.isInterface())
                            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                            .filter(method -> marked.contains(method.getReturnType())))
                    .isEmpty();
        }
    }

    private List<String> sites() {
        return sites(flow().as(Flux::collectList));
    }

    private List<String> checkpoints() {
        return sites(Flux.from(new Elsewhere(emitters::execute, 3))
                .map(AssemblyTraceTest::fail)
                .checkpoint("near the source")
                .publishOn(workers.scheduler())
                .map(item -> item)
                .checkpoint("further down", true)
                .collectList());
    }

    /** One item: several failures at once may become one failure that has the others as suppressed ones. */
    private Flux<Integer> flow() {
        return Flux.from(new Elsewhere(emitters::execute, 1))
                .map(seen.same("map"))
                .publishOn(workers.scheduler())
                .flatMap(item -> Mono.just(item)
                        .subscribeOn(workers.scheduler())
                        .map(seen.same("inner"))
                        .map(AssemblyTraceTest::fail))
                .filter(item -> true)
                .doOnError(seen.take("doOnError"));
    }

    private static Integer fail(Integer item) {
        throw new IllegalStateException("on purpose");
    }

    /** Returns the operators and places that the assembly trace of the error names. */
    private static List<String> sites(Mono<?> flow) {
        Throwable failure = catchThrowable(flow::block);
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
