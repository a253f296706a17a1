/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A value that user code sets while it is subscribed, on the caller's thread, stays in that one subscription. */
class SubscribeTimeTest extends Bridged {

    private static final Ambient<String> STEP = Ambient.named("step");

    /** Reads the current value, and sets another one. */
    private static final class Setting implements Callable<Integer> {

        final List<String> seen = new CopyOnWriteArrayList<>();
        private final int failures;
        private final AtomicInteger calls = new AtomicInteger();

        Setting(int failures) {
            this.failures = failures;
        }

        @Override
        public Integer call() {
            seen.add(STEP.orElse("none"));
            STEP.set("left by " + calls.get());
            if (calls.getAndIncrement() < failures) {
                throw new IllegalStateException("once more");
            }
            return calls.get();
        }
    }

    private record Source(String name, java.util.function.Function<Callable<Integer>, Flux<Integer>> flux) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Source> sources() {
        return Stream.of(
                new Source(
                        "Mono.fromCallable",
                        callable -> Mono.fromCallable(callable).flux()),
                new Source(
                        "Mono.fromSupplier",
                        callable -> Mono.fromSupplier(() -> value(callable)).flux()),
                new Source(
                        "Mono.defer",
                        callable -> Mono.defer(() -> Mono.just(value(callable))).flux()),
                new Source(
                        "Flux.create",
                        callable -> Flux.create(sink -> {
                            sink.next(value(callable));
                            sink.complete();
                        })),
                new Source("flatMap of a callable", callable -> Flux.just(1).flatMap(i -> Mono.fromCallable(callable))),
                new Source(
                        "concatMap of a callable",
                        callable -> Flux.just(1).concatMap(i -> Mono.fromCallable(callable))));
    }

    private static Integer value(Callable<Integer> callable) {
        try {
            return callable.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_1_it_does_not_reach_the_caller_of_subscribe(Source source) {
        source.flux.apply(new Setting(0)).subscribe();
        assertThat(STEP.isBound()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_3_it_does_not_reach_the_next_attempt(Source source) {
        Setting setting = new Setting(2);
        source.flux.apply(setting).retry(2).blockLast();
        assertThat(setting.seen).containsExactly("none", "none", "none");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_3_it_does_not_reach_the_next_repetition(Source source) {
        Setting setting = new Setting(0);
        source.flux.apply(setting).repeat(2).blockLast();
        assertThat(setting.seen).containsExactly("none", "none", "none");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_1_it_does_not_reach_a_sibling(Source source) {
        Setting one = new Setting(0);
        Setting other = new Setting(0);
        Flux.zip(source.flux.apply(one), source.flux.apply(other)).blockLast();
        Flux.merge(source.flux.apply(one), source.flux.apply(other)).blockLast();
        Flux.concat(source.flux.apply(one), source.flux.apply(other)).blockLast();
        assertThat(one.seen).containsExactly("none", "none", "none");
        assertThat(other.seen).containsExactly("none", "none", "none");
    }
}
