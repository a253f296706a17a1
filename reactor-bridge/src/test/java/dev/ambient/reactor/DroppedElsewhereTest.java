/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.ParallelFlux;
import reactor.util.retry.Retry;

/**
 * What an operator drops on a thread that works for another request. The source is shared with that request, or it is a publisher that
 * no hook sees and that signals after cancel or after its end. The operator calls the hook itself, above the boundary below it.
 */
class DroppedElsewhereTest extends Bridged {

    private final List<String> saw = new CopyOnWriteArrayList<>();

    /** Held here, because a flow that has ended holds its values weakly. */
    private final AmbientContext mine = Ambient.where(REQUEST_ID, "r-1").call(AmbientContext::capture);

    @BeforeEach
    void setHooks() {
        Hooks.onNextDropped(item -> note("onNextDropped"));
        Hooks.onErrorDropped(failure -> note("onErrorDropped"));
    }

    @AfterEach
    void holdUntilHere() {
        Reference.reachabilityFence(mine);
    }

    private void note(String what) {
        saw.add(what + " " + REQUEST_ID.get());
    }

    private static void asAnother(Runnable task) {
        Ambient.where(REQUEST_ID, "r-2").run(task);
    }

    // ---------------------------------------------------------------- below a shared source

    static Stream<Arguments> shared() {
        return Stream.of(
                Arguments.of("share", (Function<Flux<Integer>, Flux<Integer>>) Flux::share),
                Arguments.of("refCount with a grace period", (Function<Flux<Integer>, Flux<Integer>>)
                        flux -> flux.publish().refCount(1, Duration.ofHours(1))),
                Arguments.of("share, then an operator", (Function<Flux<Integer>, Flux<Integer>>)
                        flux -> flux.share().map(item -> item)),
                Arguments.of("share, then parallel rails", (Function<Flux<Integer>, Flux<Integer>>)
                        flux -> flux.share().parallel(2).sequential()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shared")
    void rule_17_a_failure_that_comes_while_a_subscriber_cancels_is_dropped_with_its_value_or_none(
            String name, Function<Flux<Integer>, Flux<Integer>> sharing) {
        List<FluxSink<Integer>> source = new ArrayList<>();
        Flux<Integer> shared = sharing.apply(Flux.create(source::add));
        List<Disposable> leaving = new ArrayList<>();
        // The subscribers get the failure one after the other, and the first one cancels the second one.
        asAnother(() -> shared.subscribe(item -> {}, failure -> leaving.forEach(Disposable::dispose)));
        leaving.add(mine.call(() -> shared.subscribe()));
        asAnother(() -> source.get(0).error(new IllegalStateException("on purpose")));
        assertThat(saw).isNotEmpty().isSubsetOf("onErrorDropped r-1", "onErrorDropped null");
    }

    // ---------------------------------------------------------------- publishers that no hook sees

    /** A flow with a publisher that signals after cancel or after its end. */
    private interface With {
        Publisher<?> flow(Unseen unseen);
    }

    static Stream<Arguments> withUnseen() {
        return Stream.of(
                with("Mono.flatMap", unseen -> one().flatMap(item -> unseen.mono())),
                with("Mono.flatMap on such a Mono", unseen -> unseenOne().flatMap(item -> unseen.mono())),
                with("Flux.flatMap on such a Flux", unseen -> unseenOne().flux().flatMap(item -> unseen.flux())),
                with("Mono.flatMapMany", unseen -> one().flatMapMany(item -> unseen.flux())),
                with("Mono.zip", unseen -> Mono.zip(unseen.mono(), one())),
                with("Mono.zipWith", unseen -> one().zipWith(unseen.mono())),
                with("Mono.when", unseen -> Mono.when(unseen.mono(), one())),
                with("Mono.delayUntil", unseen -> one().delayUntil(item -> unseen.mono())),
                with(
                        "Mono.filterWhen",
                        unseen -> one().filterWhen(item -> unseen.mono().map(x -> true))),
                with("Mono.then", unseen -> one().then(unseen.mono())),
                with("Mono.takeUntilOther", unseen -> Mono.never().takeUntilOther(unseen.mono())),
                with("Mono.firstWithSignal", unseen -> Mono.firstWithSignal(unseen.mono(), Mono.never())),
                with("Mono.usingWhen", unseen -> Mono.usingWhen(unseen.mono(), Mono::just, item -> Mono.empty())),
                with("Mono.using", unseen -> Mono.using(() -> 1, item -> unseen.mono(), item -> {})),
                with("Flux.flatMap", unseen -> many().flatMap(item -> unseen.flux())),
                with("Flux.flatMap to a Mono", unseen -> many().flatMap(item -> unseen.mono())),
                with("Flux.flatMapDelayError", unseen -> many().flatMapDelayError(item -> unseen.flux(), 2, 2)),
                with("Flux.flatMapSequential", unseen -> many().flatMapSequential(item -> unseen.flux())),
                with("Flux.concatMap", unseen -> many().concatMap(item -> unseen.flux())),
                with("Flux.concatMap without prefetch", unseen -> many().concatMap(item -> unseen.flux(), 0)),
                with("Flux.concatMapDelayError", unseen -> many().concatMapDelayError(item -> unseen.flux())),
                with("Flux.switchMap", unseen -> many().switchMap(item -> unseen.flux())),
                with(
                        "Flux.filterWhen",
                        unseen -> many().filterWhen(item -> unseen.mono().map(x -> true))),
                with("Flux.zip", unseen -> Flux.zip(unseen.flux(), many())),
                with("Flux.combineLatest", unseen -> Flux.combineLatest(unseen.flux(), many(), Integer::sum)),
                with("Flux.withLatestFrom", unseen -> many().withLatestFrom(unseen.flux(), Integer::sum)),
                with("Flux.merge", unseen -> Flux.merge(unseen.flux(), many())),
                with("Flux.mergeSequential", unseen -> Flux.mergeSequential(unseen.flux(), many())),
                with("Flux.mergeComparing", unseen -> Flux.mergeComparing(unseen.flux(), many())),
                with("Flux.concat", unseen -> Flux.concat(unseen.flux(), many())),
                with("Flux.firstWithSignal", unseen -> Flux.firstWithSignal(unseen.flux(), Flux.never())),
                with("Flux.takeUntilOther", unseen -> Flux.never().takeUntilOther(unseen.flux())),
                with("Flux.skipUntilOther", unseen -> many().skipUntilOther(unseen.flux())),
                with("Flux.sample", unseen -> many().sample(unseen.flux())),
                with("Flux.sampleFirst", unseen -> many().sampleFirst(item -> unseen.flux())),
                with("Flux.sampleTimeout", unseen -> many().sampleTimeout(item -> unseen.flux())),
                with("Flux.buffer by a publisher", unseen -> many().buffer(unseen.flux())),
                with("Flux.bufferWhen", unseen -> many().bufferWhen(unseen.flux(), item -> Mono.never())),
                with(
                        "Flux.window by a publisher",
                        unseen -> many().window(unseen.flux()).flatMap(w -> w)),
                with(
                        "Flux.windowWhen",
                        unseen -> many().windowWhen(unseen.flux(), x -> Mono.never())
                                .flatMap(w -> w)),
                with("Flux.timeout by a publisher", unseen -> many().timeout(unseen.flux())),
                with(
                        "Flux.switchIfEmpty",
                        unseen -> Flux.<Integer>empty().hide().switchIfEmpty(unseen.flux())),
                with("Flux.onErrorResume", unseen -> many().concatWith(failed()).onErrorResume(e -> unseen.flux())),
                with(
                        "Flux.retryWhen",
                        unseen -> many().concatWith(failed()).retryWhen(Retry.from(all -> unseen.flux()))),
                with("Flux.repeatWhen", unseen -> many().repeatWhen(all -> unseen.flux())),
                with("Flux.delaySubscription", unseen -> many().delaySubscription(unseen.flux())),
                with("Flux.switchOnFirst", unseen -> many().switchOnFirst((first, all) -> unseen.flux())),
                with("Flux.publish with a selector", unseen -> many().publish(all -> unseen.flux())),
                with("Flux.usingWhen", unseen -> Flux.usingWhen(one(), item -> unseen.flux(), item -> Mono.empty())),
                with("Flux.using", unseen -> Flux.using(() -> 1, item -> unseen.flux(), item -> {})),
                with("Flux.defer", unseen -> Flux.defer(unseen::flux)),
                with("Flux.sequenceEqual", unseen -> Mono.sequenceEqual(unseen.flux(), many())),
                with(
                        "ParallelFlux.from",
                        unseen -> ParallelFlux.from(unseen.flux(), many()).sequential()),
                with(
                        "ParallelFlux.flatMap",
                        unseen -> many().parallel(2)
                                .flatMap(item -> unseen.flux())
                                .sequential()));
    }

    private static Mono<Integer> one() {
        return Mono.just(1).hide();
    }

    /** A publisher of the program's own class. */
    private static Mono<Integer> unseenOne() {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Integer> actual) {
                actual.onSubscribe(Operators.scalarSubscription(actual, 1));
            }
        };
    }

    private static Flux<Integer> many() {
        return Flux.range(1, 3).hide().concatWith(Mono.never());
    }

    private static Mono<Integer> failed() {
        return Mono.error(new IllegalStateException("on purpose"));
    }

    private static Arguments with(String name, With with) {
        return Arguments.of(name, with);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withUnseen")
    void rule_17_a_signal_dropped_after_a_cancel_is_not_seen_with_anothers_value(String name, With with) {
        Unseen unseen = new Unseen();
        Disposable flow = mine.call(() -> Flux.from(with.flow(unseen)).subscribe());
        flow.dispose();
        asAnother(unseen::goOn);
        assertThat(saw).allMatch(sight -> sight.endsWith(" r-1") || sight.endsWith(" null"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withUnseen")
    void rule_17_a_signal_dropped_after_the_end_is_not_seen_with_anothers_value(String name, With with) {
        Unseen unseen = new Unseen();
        mine.run(() -> Flux.from(with.flow(unseen)).subscribe());
        asAnother(() -> {
            unseen.end();
            unseen.goOn();
        });
        assertThat(saw).allMatch(sight -> sight.endsWith(" r-1") || sight.endsWith(" null"));
    }

    /** Publishers of the program's own classes. */
    private static final class Unseen {

        private final List<CoreSubscriber<? super Integer>> subscribers = new CopyOnWriteArrayList<>();

        Flux<Integer> flux() {
            return new Flux<>() {
                @Override
                public void subscribe(CoreSubscriber<? super Integer> actual) {
                    begin(actual);
                }
            };
        }

        Mono<Integer> mono() {
            return new Mono<>() {
                @Override
                public void subscribe(CoreSubscriber<? super Integer> actual) {
                    begin(actual);
                }
            };
        }

        private void begin(CoreSubscriber<? super Integer> actual) {
            subscribers.add(actual);
            actual.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
        }

        void end() {
            List.copyOf(subscribers).forEach(each -> {
                each.onNext(1);
                each.onComplete();
            });
        }

        void goOn() {
            List.copyOf(subscribers).forEach(each -> {
                each.onNext(2);
                each.onError(new IllegalStateException("late"));
            });
        }
    }
}
