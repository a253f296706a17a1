/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 16: where RxJava asks an operator what it is, it gets the answer that it gets without the bridge. */
class SeenAsItselfTest {

    private static final int ITEMS = 1000;

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private final Seen seen = new Seen();

    /**
     * The emitter occupies the worker, and each item waits until it is requested. RxJava sends requests to the worker for all sources but
     * this one; here they would come too late. With LATEST an item may replace the one before it while another thread takes that one,
     * however many were requested.
     */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"MISSING", "LATEST"})
    void a_request_reaches_an_emitter_that_holds_the_thread_of_subscribeOn(BackpressureStrategy strategy) {
        bridge.install();
        AtomicInteger inVain = new AtomicInteger();
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow")
                    .run(() -> Flowable.<Integer>create(
                                    emitter -> {
                                        seen.at("create");
                                        for (int item = 0; item < ITEMS && !emitter.isCancelled(); item++) {
                                            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                                            while (emitter.requested() == 0 && System.nanoTime() < end) {
                                                Thread.onSpinWait();
                                            }
                                            if (emitter.requested() == 0) {
                                                inVain.incrementAndGet();
                                                break;
                                            }
                                            emitter.onNext(item);
                                        }
                                        emitter.onComplete();
                                    },
                                    strategy)
                            .subscribeOn(workers.io)
                            .observeOn(workers.computation)
                            .doOnNext(item -> seen.at("doOnNext"))
                            .test()
                            .awaitDone(2, TimeUnit.MINUTES)
                            .assertValueCount(ITEMS)
                            .assertComplete());
        }
        assertThat(inVain).hasValue(0);
        assertThat(seen.values("doOnNext")).hasSize(ITEMS);
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    /** No hook is called after it, and a boundary below it would hide what it is. So what it sets stays with the caller, as from any method. */
    @Test
    void what_the_function_of_a_Flowable_create_sets_while_it_is_subscribed_is_seen_by_who_subscribes() {
        bridge.install();
        Ambient.where(VALUE, "flow").run(() -> {
            Flowable<Integer> created = Flowable.create(
                    emitter -> {
                        VALUE.set("changed");
                        emitter.onNext(1);
                        emitter.onComplete();
                    },
                    BackpressureStrategy.BUFFER);
            created.subscribe(new RecordingObserver(seen));
            assertThat(VALUE.get()).isEqualTo("changed");
        });
        assertThat(seen.names()).contains("onNext", "onComplete");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
        assertThat(VALUE.isBound()).isFalse();
    }

    static Stream<Supplier<Object>> theSameEachTime() {
        return Stream.of(
                Flowable::never,
                Flowable::empty,
                Observable::never,
                Observable::empty,
                Single::never,
                Maybe::never,
                Maybe::empty,
                Completable::never,
                Completable::complete);
    }

    @ParameterizedTest
    @MethodSource("theSameEachTime")
    void a_source_of_which_there_is_one_is_the_same_each_time(Supplier<Object> source) {
        Object without = source.get();
        bridge.install();
        assertThat(source.get()).isSameAs(without);
    }

    static Stream<Supplier<Object>> becomeOneOperator() {
        return Stream.of(
                () -> Flowable.range(1, 2).toList().toFlowable(),
                () -> Flowable.range(1, 2).toList().toObservable(),
                () -> Flowable.range(1, 2).collectInto(1, (a, b) -> {}).toFlowable(),
                () -> Flowable.range(1, 2).collect(Collectors.toList()).toFlowable(),
                () -> Flowable.range(1, 2).count().toFlowable(),
                () -> Flowable.range(1, 2).elementAt(1).toFlowable(),
                () -> Flowable.range(1, 2).ignoreElements().toFlowable(),
                () -> Flowable.range(1, 2)
                        .flatMapCompletable(x -> Completable.complete())
                        .toFlowable(),
                () -> Observable.range(1, 2).toList().toObservable(),
                () -> Observable.range(1, 2).collectInto(1, (a, b) -> {}).toObservable(),
                () -> Observable.range(1, 2).collect(Collectors.toList()).toObservable(),
                () -> Observable.range(1, 2).count().toObservable(),
                () -> Observable.range(1, 2).ignoreElements().toObservable(),
                () -> Observable.range(1, 2)
                        .flatMapCompletable(x -> Completable.complete())
                        .toObservable(),
                () -> Maybe.just(1).isEmpty().toMaybe(),
                () -> Maybe.just(1).ignoreElement().toMaybe());
    }

    /** Another library's hook, which is installed first, records what is assembled. */
    @ParameterizedTest
    @MethodSource("becomeOneOperator")
    void operators_become_one_as_they_do_without_the_bridge(Supplier<Object> flow) {
        List<String> without = assembledBy(flow);
        bridge.install();
        assertThat(assembledBy(flow)).isEqualTo(without).isNotEmpty();
    }

    private final List<String> assembled = new ArrayList<>();

    @BeforeEach
    void listen() {
        RxJavaPlugins.setOnFlowableAssembly(this::note);
        RxJavaPlugins.setOnObservableAssembly(this::note);
        RxJavaPlugins.setOnSingleAssembly(this::note);
        RxJavaPlugins.setOnMaybeAssembly(this::note);
        RxJavaPlugins.setOnCompletableAssembly(this::note);
    }

    private <T> T note(T source) {
        assembled.add(source.getClass().getSimpleName());
        return source;
    }

    private List<String> assembledBy(Supplier<Object> flow) {
        assembled.clear();
        assertThat(flow.get()).isNotNull();
        return List.copyOf(assembled);
    }
}
