/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureOverflowStrategy;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 17 for items that are late or dropped on another request's thread: their callbacks see their flow's value, or none. */
class LateCallbackTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    /** Runs a flow of each type to its end, from a source of the program's own. */
    enum Type {
        FLOWABLE((raw, seen) -> Flowable.fromPublisher(raw)
                .map(x -> x)
                .doOnCancel(() -> seen.at("stopped"))
                .to(flow -> subscribe(flow::subscribe))),
        OBSERVABLE((raw, seen) -> Observable.unsafeCreate(raw)
                .map(x -> x)
                .doOnDispose(() -> seen.at("stopped"))
                .to(flow -> subscribe(flow::subscribe))),
        SINGLE((raw, seen) -> Single.unsafeCreate(raw)
                .map(x -> x)
                .doOnDispose(() -> seen.at("stopped"))
                .to(flow -> subscribe(flow::subscribe))),
        MAYBE((raw, seen) -> Maybe.unsafeCreate(raw)
                .map(x -> x)
                .doOnDispose(() -> seen.at("stopped"))
                .to(flow -> subscribe(flow::subscribe))),
        COMPLETABLE((raw, seen) -> Completable.unsafeCreate(raw)
                .doOnDispose(() -> seen.at("stopped"))
                .to(flow -> subscribe(flow::subscribe)));

        private final BiFunction<RawSource, Seen, RecordingObserver> flow;

        Type(BiFunction<RawSource, Seen, RecordingObserver> flow) {
            this.flow = flow;
        }

        private static RecordingObserver subscribe(java.util.function.Consumer<RecordingObserver> flow) {
            RecordingObserver end = new RecordingObserver(new Seen());
            flow.accept(end);
            return end;
        }
    }

    @BeforeEach
    void handle() {
        RxJavaPlugins.setErrorHandler(failure -> seen.at("error handler"));
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_an_error_after_dispose_is_handled_in_its_flow_also_after_a_collection(Type type) {
        RawSource raw = new RawSource();
        RecordingObserver end = Ambient.where(VALUE, "r-17").call(() -> type.flow.apply(raw, seen));
        end.stop();
        seen.clear();
        collect();
        Ambient.where(VALUE, "r-99").run(raw::fail);
        Reference.reachabilityFence(end);

        assertThat(seen.callsThatDidNotSee("r-17")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rule_17_an_error_after_the_end_is_not_handled_in_the_context_of_who_emits(Type type) {
        RawSource raw = new RawSource();
        Ambient.where(VALUE, "r-17").call(() -> type.flow.apply(raw, seen));
        raw.complete();
        collect();
        Ambient.where(VALUE, "r-99").run(raw::fail);

        assertThat(seen.values()).doesNotContain("r-99");
    }

    @ParameterizedTest
    @EnumSource
    void rule_17_a_dispose_after_the_end_does_not_show_the_value_of_who_disposes(Type type) {
        RawSource raw = new RawSource();
        RecordingObserver end = Ambient.where(VALUE, "r-17").call(() -> type.flow.apply(raw, seen));
        raw.complete();
        collect();
        Ambient.where(VALUE, "r-99").run(end::stop);

        assertThat(seen.values()).doesNotContain("r-99");
    }

    /** Operators that drop items, and call back for each. */
    enum Dropping {
        DROP(onDropped -> flow -> flow.onBackpressureDrop(onDropped)),
        LATEST(onDropped -> flow -> flow.onBackpressureLatest(onDropped)),
        BUFFER_OLDEST(onDropped ->
                flow -> flow.onBackpressureBuffer(1, () -> {}, BackpressureOverflowStrategy.DROP_OLDEST, onDropped)),
        BUFFER_ERROR(onDropped -> flow -> flow.onBackpressureBuffer(1, false, false, () -> {}, onDropped));

        private final Function<Consumer<Integer>, Function<Flowable<Integer>, Flowable<Integer>>> operator;

        Dropping(Function<Consumer<Integer>, Function<Flowable<Integer>, Flowable<Integer>>> operator) {
            this.operator = operator;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_17_what_is_dropped_is_seen_with_its_flows_value(Dropping dropping) {
        RawSource raw = new RawSource();
        PublishProcessor<Integer> processor = PublishProcessor.create();
        for (Flowable<Integer> source : List.of(processor.onBackpressureBuffer(), Flowable.fromPublisher(raw))) {
            RecordingObserver end = new RecordingObserver(seen, 0);
            Ambient.where(VALUE, "r-17")
                    .run(() -> dropping.operator
                            .apply(x -> seen.at("dropped"))
                            .apply(source)
                            .subscribe(end));
            for (int i = 0; i < 3; i++) {
                Ambient.where(VALUE, "r-99").run(() -> {
                    processor.onNext(1);
                    raw.emit();
                });
            }
            Ambient.where(VALUE, "r-98").run(end::stop);
            collect();
            Ambient.where(VALUE, "r-99").run(raw::emit);
        }
        assertThat(seen.names()).contains("dropped");
        assertThat(seen.callsThatDidNotSee("r-17")).isEmpty();
    }

    /** What was given to an emitter is disposed when another request ends the flow or gives it something else. */
    @Test
    void rule_17_what_an_emitter_disposes_of_sees_its_flows_value_or_none() {
        for (boolean replaced : new boolean[] {false, true}) {
            Supplier<Disposable> given = () -> Disposable.fromRunnable(() -> seen.at("disposed of"));
            AtomicReference<Runnable> end = new AtomicReference<>();
            List<Runnable> flows = List.of(
                    () -> Single.create(emitter -> {
                                emitter.setDisposable(given.get());
                                end.set(() -> {
                                    if (replaced) {
                                        emitter.setDisposable(Disposable.empty());
                                    }
                                    emitter.onSuccess(1);
                                });
                            })
                            .subscribe(new RecordingObserver(new Seen())),
                    () -> Maybe.create(emitter -> {
                                emitter.setDisposable(given.get());
                                end.set(() -> {
                                    if (replaced) {
                                        emitter.setDisposable(Disposable.empty());
                                    }
                                    emitter.onComplete();
                                });
                            })
                            .subscribe(new RecordingObserver(new Seen())),
                    () -> Completable.create(emitter -> {
                                emitter.setDisposable(given.get());
                                end.set(() -> {
                                    if (replaced) {
                                        emitter.setDisposable(Disposable.empty());
                                    }
                                    emitter.onComplete();
                                });
                            })
                            .subscribe(new RecordingObserver(new Seen())),
                    () -> Flowable.create(
                                    emitter -> {
                                        emitter.setDisposable(given.get());
                                        end.set(emitter::onComplete);
                                    },
                                    BackpressureStrategy.BUFFER)
                            .subscribe(new RecordingObserver(new Seen())));
            for (Runnable flow : flows) {
                Ambient.where(VALUE, "r-17").run(flow::run);
                Ambient.where(VALUE, "r-99").run(() -> end.get().run());
            }
        }
        assertThat(seen.names()).hasSize(8).containsOnly("disposed of");
        assertThat(seen.values()).doesNotContain("r-99");
    }

    /** Runs the garbage collector until it collects nothing more. */
    private static void collect() {
        Soon.isReleased(new WeakReference<>(new Object()));
    }
}
