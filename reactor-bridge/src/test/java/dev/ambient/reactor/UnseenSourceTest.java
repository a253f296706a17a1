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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Hooks;

/**
 * Rule 2: the first operator directly on a source that passes no assembly hook sees its subscriber's value, whoever emits:
 * another request, or a thread without any.
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
        assertThat(wrongOnFlux(source)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("flux")
    void the_first_operator_on_a_flux_beside_automatic_mode(String source) {
        Hooks.enableAutomaticContextPropagation();
        assertThat(wrongOnFlux(source)).isEmpty();
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

    private List<String> wrongOnFlux(String source) {
        List<String> wrong = new ArrayList<>();
        FirstOperators.FLUX.forEach((name, operator) -> {
            for (boolean busy : new boolean[] {true, false}) {
                UnseenSources.Fed fed = UnseenSources.FLUX.get(source).get();
                Seen seen = new Seen();
                look(() -> operator.apply(fed.flux(), seen), fed.emit(), seen, busy, name, wrong);
            }
        });
        return wrong;
    }

    private List<String> wrongOnMono(String source) {
        List<String> wrong = new ArrayList<>();
        FirstOperators.MONO.forEach((name, operator) -> {
            for (boolean busy : new boolean[] {true, false}) {
                UnseenSources.FedMono fed = UnseenSources.MONO.get(source).get();
                Seen seen = new Seen();
                look(() -> operator.apply(fed.mono(), seen), fed.emit(), seen, busy, name, wrong);
            }
        });
        return wrong;
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
            wrong.add(name + (busy ? ", emitted by another: " : ", emitted by nobody: ")
                    + String.valueOf(e.getMessage()).lines().limit(12).toList());
        }
    }

    /** The emitter's thread works for another request, or for none, and must show that afterwards, too. */
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
