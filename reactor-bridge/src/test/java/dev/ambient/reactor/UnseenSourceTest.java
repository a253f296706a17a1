/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/**
 * Rule 2: the first operator directly on a source that passes no assembly hook sees its subscriber's value. The thread that emits works
 * for another request, or for none.
 */
class UnseenSourceTest extends Bridged {

    @AfterEach
    void automaticModeIsOff() {
        Hooks.disableAutomaticContextPropagation();
    }

    static Stream<String> flux() {
        return UnseenSources.FLUX.keySet().stream();
    }

    static Stream<String> mono() {
        return UnseenSources.MONO.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("flux")
    void the_first_operator_on_a_flux(String source) {
        assertThat(wrongOnFlux(source, false)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("flux")
    void the_first_operator_on_a_flux_beside_automatic_mode(String source) {
        Hooks.enableAutomaticContextPropagation();
        assertThat(wrongOnFlux(source, true)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mono")
    void the_first_operator_on_a_mono(String source) {
        assertThat(wrongOnMono(source)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mono")
    void the_first_operator_on_a_mono_beside_automatic_mode(String source) {
        Hooks.enableAutomaticContextPropagation();
        assertThat(wrongOnMono(source)).isEmpty();
    }

    /** These operators subscribe to the source themselves. After a call of bridge they see the right value. docs/reference/not-reached.md lists what they see without. */
    @ParameterizedTest
    @MethodSource("flux")
    void operators_that_are_not_reached_see_it_after_a_call_of_bridge(String source) {
        List<String> wrong = new ArrayList<>();
        FirstOperators.NOT_REACHED.forEach((name, operator) ->
                lookAtFlux(source, name, (flux, seen) -> operator.apply(ReactorBridge.bridge(flux), seen), wrong));
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mono")
    void operators_of_a_mono_that_are_not_reached_see_it_after_a_call_of_bridge(String source) {
        List<String> wrong = new ArrayList<>();
        FirstOperators.NOT_REACHED_MONO.forEach((name, operator) ->
                lookAtMono(source, name, (mono, seen) -> operator.apply(ReactorBridge.bridge(mono), seen), wrong));
        assertThat(wrong).isEmpty();
    }

    /** If the bridge reaches one of these some day, move it to the other table and out of the documentation. */
    @Test
    void operators_that_are_not_reached_show_what_is_current_where_the_source_emits() {
        FirstOperators.NOT_REACHED.forEach((name, operator) -> {
            List<String> wrong = new ArrayList<>();
            lookAtFlux("Flux of a program's own", name, operator, wrong);
            assertThat(wrong).as(name).hasSize(2).anyMatch(what -> what.contains("value=other"));
        });
        FirstOperators.NOT_REACHED_MONO.forEach((name, operator) -> {
            List<String> wrong = new ArrayList<>();
            lookAtMono("Mono of a program's own", name, operator, wrong);
            assertThat(wrong).as(name).hasSize(2).anyMatch(what -> what.contains("value=other"));
        });
    }

    @Test
    void contextWrite_on_a_flux_of_a_programs_own_applies_to_it() {
        Driver driver = new Driver();
        Seen below = new Seen();
        Disposable flow = Ambient.where(REQUEST_ID, "r-17")
                .call(() -> driver.contextWrite(ReactorBridge.put(REQUEST_ID, "written"))
                        .doOnNext(below.take("doOnNext"))
                        .subscribe());
        onEmitter(true, () -> driver.next(1));
        flow.dispose();
        below.allSaw("r-17");
        assertThat(driver.asked).containsExactly("subscribe written", "request written", "cancel written");
    }

    @Test
    void flatMap_asks_for_the_next_item_in_its_own_flow_when_a_mono_of_a_programs_own_ends() {
        Driver driver = new Driver();
        Seen above = new Seen();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-17")
                .run(() -> Flux.<Integer, Integer>generate(() -> 0, (at, sink) -> {
                            above.at("generate");
                            if (at == 2) {
                                sink.complete();
                            } else {
                                sink.next(at);
                            }
                            return at + 1;
                        })
                        .flatMap(item -> item == 0 ? driver.mono() : Mono.just(item), 1, 1)
                        .subscribe(end));
        onEmitter(true, () -> {
            driver.next(1);
            driver.complete();
        });
        end.awaitCompleted();
        above.allSaw("r-17");
        end.seen().allSaw("r-17");
    }

    @Test
    void a_flow_that_was_assembled_before_the_bridge_came_is_reached_at_each_of_its_operators() {
        bridge.close();
        Seen seen = new Seen();
        Driver driver = new Driver();
        Driver inner = new Driver();
        Flux<Integer> before = driver.map(seen.same("map"))
                .flatMap(item -> item == 1 ? inner.doOnNext(seen.take("inner")) : Flux.just(item))
                .publishOn(new Unhooked(emitters::execute))
                .doOnNext(seen.take("below publishOn"));
        bridge = ReactorBridge.install();
        End end = new End();
        Flux<Integer> flow = before.filter(seen.test("after", item -> true));
        Ambient.where(REQUEST_ID, "r-17").run(() -> flow.subscribe(end));
        onEmitter(true, () -> driver.next(1));
        onEmitter(true, () -> inner.next(2));
        onEmitter(false, () -> {
            driver.complete();
            inner.complete();
        });
        end.awaitCompleted();
        seen.allSaw("r-17");
        end.seen().allSaw("r-17");
    }

    @Test
    void an_operator_that_throws_as_it_is_subscribed_ends_its_flow_with_the_error() {
        Driver driver = new Driver();
        End end = new End();
        driver.doFirst(() -> {
                    throw new IllegalStateException("on purpose");
                })
                .subscribe(end);
        assertThat(end.failure()).hasMessage("on purpose");
        assertThat(driver.asked).isEmpty();
    }

    private List<String> wrongOnFlux(String source, boolean isAutomatic) {
        List<String> wrong = new ArrayList<>();
        FirstOperators.FLUX.forEach((name, operator) -> {
            // In that mode tap has another class, which subscribes itself.
            if (!(name.equals("tap") && isAutomatic)) {
                lookAtFlux(source, name, operator, wrong);
            }
        });
        return wrong;
    }

    private List<String> wrongOnMono(String source) {
        List<String> wrong = new ArrayList<>();
        FirstOperators.MONO.forEach((name, operator) -> lookAtMono(source, name, operator, wrong));
        return wrong;
    }

    private void lookAtFlux(
            String source, String name, BiFunction<Flux<Integer>, Seen, Flux<?>> operator, List<String> wrong) {
        for (boolean busy : new boolean[] {true, false}) {
            UnseenSources.Fed fed = UnseenSources.FLUX.get(source).get();
            Seen seen = new Seen();
            look(() -> operator.apply(fed.flux(), seen), fed.emit(), seen, busy, name, wrong);
        }
    }

    private void lookAtMono(
            String source, String name, BiFunction<Mono<Integer>, Seen, Mono<?>> operator, List<String> wrong) {
        for (boolean busy : new boolean[] {true, false}) {
            UnseenSources.FedMono fed = UnseenSources.MONO.get(source).get();
            Seen seen = new Seen();
            look(() -> operator.apply(fed.mono(), seen), fed.emit(), seen, busy, name, wrong);
        }
    }

    private void look(
            Supplier<Publisher<?>> flow, Runnable emit, Seen seen, boolean busy, String name, List<String> wrong) {
        End end = new End();
        try {
            Ambient.where(REQUEST_ID, "r-17").run(() -> flow.get().subscribe(end));
            onEmitter(busy, emit);
            assertThat(end.seen().values("onComplete")).as("ends").hasSize(1); // on that thread, so by now
            seen.allCalledByNow();
            seen.allSaw("r-17");
            end.seen().allSaw("r-17");
        } catch (AssertionError | RuntimeException e) {
            wrong.add(name
                    + (busy ? ", emitted by another: " : ", emitted by nobody: ")
                    + String.valueOf(e.getMessage()).lines().limit(12).toList());
        }
    }

    /** The emitting thread works for another request or for none, and must still do so afterwards. */
    private void onEmitter(boolean busy, Runnable emit) {
        Runnable work = () -> {
            emit.run();
            assertThat(REQUEST_ID.get()).isEqualTo(busy ? Elsewhere.OTHER : null);
        };
        FutureTask<Void> task = new FutureTask<>(
                () -> {
                    if (busy) {
                        Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(work);
                    } else {
                        work.run();
                    }
                },
                null);
        emitters.execute(task);
        try {
            task.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new AssertionError("the emitter failed: " + e.getCause().getMessage(), e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the emitter does not end", e);
        }
    }
}
