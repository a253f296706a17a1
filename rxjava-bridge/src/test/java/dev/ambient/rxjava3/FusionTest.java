/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static io.reactivex.rxjava3.operators.QueueFuseable.ANY;
import static io.reactivex.rxjava3.operators.QueueFuseable.ASYNC;
import static io.reactivex.rxjava3.operators.QueueFuseable.BOUNDARY;
import static io.reactivex.rxjava3.operators.QueueFuseable.NONE;
import static io.reactivex.rxjava3.operators.QueueFuseable.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.rxjava3.Fused.Flow;
import dev.ambient.rxjava3.Fused.Look;
import dev.ambient.rxjava3.Taker.Outcome;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.operators.QueueFuseable;
import io.reactivex.rxjava3.operators.ScalarSupplier;
import java.io.File;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With the bridge, an operator that asks for fusion is granted what RxJava grants without it, and takes the same items. The items that it
 * polls are made in the flow's context, whichever thread polls.
 */
class FusionTest {

    private static final Set<Integer> ASKED =
            Set.of(NONE, SYNC, ASYNC, ANY, SYNC | BOUNDARY, ASYNC | BOUNDARY, ANY | BOUNDARY);

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private static Workers workers;

    private final Seen seen = new Seen();

    @BeforeAll
    static void open() {
        workers = new Workers();
    }

    @AfterAll
    static void close() {
        workers.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_flowable_fuses_as_it_does_without_the_bridge(String name, Flow<Flowable<?>> flow) {
        check(flow, Taker::new, Flowable::subscribe);
    }

    static Stream<Arguments> a_flowable_fuses_as_it_does_without_the_bridge() {
        return rows(FusedFlowables.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("a_flowable_fuses_as_it_does_without_the_bridge")
    void so_it_does_with_a_subscriber_that_takes_items_conditionally(String name, Flow<Flowable<?>> flow) {
        check(flow, Taker.Conditional::new, Flowable::subscribe);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void an_observable_fuses_as_it_does_without_the_bridge(String name, Flow<Observable<?>> flow) {
        check(flow, Taker::new, Observable::subscribe);
    }

    static Stream<Arguments> an_observable_fuses_as_it_does_without_the_bridge() {
        return rows(FusedObservables.all());
    }

    private static <F> Stream<Arguments> rows(Map<String, Flow<F>> flows) {
        return flows.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    private <F> void check(Flow<F> flow, BiFunction<Integer, Seen, Taker> make, BiConsumer<F, Taker> subscribe) {
        Map<String, Outcome> without = takeInAllWays(flow, make, subscribe);
        bridge.install();
        seen.clear();
        takeInAllWays(flow, make, subscribe)
                .forEach((way, outcome) -> assertThat(outcome).as(way).isEqualTo(without.get(way)));
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    /** Subscribes here and polls on other threads: one without a value, and one with another flow's value. */
    private <F> Map<String, Outcome> takeInAllWays(
            Flow<F> flow, BiFunction<Integer, Seen, Taker> make, BiConsumer<F, Taker> subscribe) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        Map<String, Executor> threads = Map.of("bare", workers.bare, "other's", workers.others);
        threads.forEach((name, thread) -> ASKED.forEach(asked -> {
            Taker taker = make.apply(asked, seen);
            F assembled = flow.with(item -> seen.at("function", item), workers);
            Ambient.where(VALUE, "flow").run(() -> subscribe.accept(assembled, taker));
            outcomes.put("asked for " + asked + ", taken on a thread that is " + name, taker.take(thread));
        }));
        return outcomes;
    }

    /** Reads from the stack who polls, and which classes are between the operator that asks and the one that is asked. */
    @ParameterizedTest(name = "{0}{1}")
    @MethodSource
    void an_operator_takes_what_a_flowable_has_as_it_does_without_the_bridge(
            String between,
            String name,
            UnaryOperator<Flowable<Integer>> chain,
            Function<Flowable<Integer>, Flowable<?>> taker) {
        checkCalls(look -> taker.apply(chain.apply(Flowable.range(1, 1000).map(look::at)))
                .test()
                .assertValueCount(1000)
                .assertComplete());
    }

    static Stream<Arguments> an_operator_takes_what_a_flowable_has_as_it_does_without_the_bridge() {
        return pairs(FusedTakers.flowables(), FusedTakers.ofFlowable());
    }

    @ParameterizedTest(name = "{0}{1}")
    @MethodSource
    void an_operator_takes_what_an_observable_has_as_it_does_without_the_bridge(
            String between,
            String name,
            UnaryOperator<Observable<Integer>> chain,
            Function<Observable<Integer>, Observable<?>> taker) {
        checkCalls(look -> taker.apply(chain.apply(Observable.range(1, 1000).map(look::at)))
                .test()
                .assertValueCount(1000)
                .assertComplete());
    }

    static Stream<Arguments> an_operator_takes_what_an_observable_has_as_it_does_without_the_bridge() {
        return pairs(FusedTakers.observables(), FusedTakers.ofObservable());
    }

    private static Stream<Arguments> pairs(Map<String, ?> chains, Map<String, ?> takers) {
        return chains.entrySet().stream()
                .flatMap(chain -> takers.entrySet().stream()
                        .map(taker ->
                                Arguments.of(chain.getKey(), taker.getKey(), chain.getValue(), taker.getValue())));
    }

    private void checkCalls(Consumer<Look> run) {
        List<String> without = callsAbove(run);
        bridge.install();
        seen.clear();
        assertThat(callsAbove(run)).isEqualTo(without).isNotEmpty();
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    private List<String> callsAbove(Consumer<Look> run) {
        List<String> calls = new ArrayList<>();
        Look look = item -> {
            seen.at("function");
            if (item == 900) { // long after the first demand
                for (StackTraceElement call : Thread.currentThread().getStackTrace()) {
                    if (Set.of("poll", "onNext", "tryOnNext").contains(call.getMethodName())
                            && call.getClassName().startsWith("io.reactivex")) {
                        calls.add(call.getClassName() + "." + call.getMethodName());
                    }
                }
            }
            return item;
        };
        Ambient.where(VALUE, "flow").run(() -> run.accept(look));
        return calls;
    }

    @Test
    void scalars_stay_scalars() {
        bridge.install();
        assertThat(List.of(Flowable.just(1), Flowable.empty(), Observable.just(1), Observable.empty()))
                .allMatch(source -> source instanceof ScalarSupplier);
        assertThat(List.of(Maybe.just(1), Maybe.empty())).allMatch(source -> source instanceof ScalarSupplier);
    }

    /** Fails when a new version of RxJava has an operator that the tables above do not list. */
    @Test
    void the_table_has_all_that_answers_in_this_version_of_RxJava() throws Exception {
        Set<String> asked = new TreeSet<>();
        FusedFlowables.all().values().forEach(flow -> {
            for (Taker taker : List.of(new Taker(NONE, seen), new Taker.Conditional(NONE, seen))) {
                flow.with(item -> item, workers).subscribe(taker);
                asked.add(taker.answering().getName());
                taker.take(Runnable::run);
            }
        });
        FusedObservables.all().values().forEach(flow -> {
            Taker taker = new Taker(NONE, seen);
            flow.with(item -> item, workers).subscribe(taker);
            asked.add(taker.answering().getName());
            taker.take(Runnable::run);
        });
        Set<String> missing = new TreeSet<>(answering());
        missing.removeAll(asked);
        assertThat(missing).isEmpty();
    }

    private static Set<String> answering() throws Exception {
        Set<String> names = new TreeSet<>();
        File jar = new File(Flowable.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                if (entry.getName().startsWith("io/reactivex")
                        && entry.getName().endsWith(".class")) {
                    String name = entry.getName().replace('/', '.').replace(".class", "");
                    Class<?> type = Class.forName(name, false, Flowable.class.getClassLoader());
                    if (QueueFuseable.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }
}
