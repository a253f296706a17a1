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
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 2 for cancel and dispose: each callback that they run sees the flow's value, whichever thread cancels. */
class DisposeTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** Subscribes a flow that does not end. When it is stopped it calls {@code stopped}. It records everything in {@code seen}. */
    record Row(String name, Flow flow) {
        interface Flow {
            void subscribe(RecordingObserver observer, Runnable stopped, Workers workers);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_2_disposing_on_any_thread_works_in_the_flows_context(Row row) {
        for (Origin stopper : new Origin[] {Origin.CALLER, Origin.BARE_THREAD, Origin.OTHERS_THREAD}) {
            for (int times = 0; times < 5; times++) {
                Seen seen = new Seen();
                try (Workers workers = new Workers()) {
                    RecordingObserver observer = new RecordingObserver(seen);
                    Ambient.where(VALUE, "flow")
                            .run(() -> row.flow.subscribe(observer, () -> seen.at("stopped"), workers));
                    seen.awaitCalls("onSubscribe");
                    stopper.thread(workers).execute(observer::stop);
                    seen.awaitCalls("stopped");
                }
                assertThat(VALUE.get()).isNull();
                assertThat(seen.callsThatDidNotSee("flow"))
                        .as("stopped by " + stopper)
                        .isEmpty();
                assertThat(seen.values("stopped")).hasSize(1);
            }
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "Flowable.doOnCancel",
                        (o, stopped, w) ->
                                Flowable.never().doOnCancel(stopped::run).subscribe(o)),
                new Row(
                        "Flowable.doFinally",
                        (o, stopped, w) ->
                                Flowable.never().doFinally(stopped::run).subscribe(o)),
                new Row(
                        "Flowable, setCancellable",
                        (o, stopped, w) -> Flowable.create(
                                        emitter -> emitter.setCancellable(stopped::run), BackpressureStrategy.BUFFER)
                                .subscribe(o)),
                new Row(
                        "Flowable, setDisposable",
                        (o, stopped, w) -> Flowable.create(
                                        emitter -> emitter.setDisposable(Disposable.fromRunnable(stopped)),
                                        BackpressureStrategy.LATEST)
                                .subscribe(o)),
                new Row(
                        "Flowable.using",
                        (o, stopped, w) -> Flowable.using(() -> 1, r -> Flowable.never(), r -> stopped.run())
                                .subscribe(o)),
                new Row(
                        "Flowable.observeOn",
                        (o, stopped, w) -> Flowable.never()
                                .doOnCancel(stopped::run)
                                .observeOn(w.io)
                                .map(x -> x)
                                .subscribe(o)),
                new Row(
                        "Flowable.unsubscribeOn",
                        (o, stopped, w) -> Flowable.never()
                                .doOnCancel(stopped::run)
                                .unsubscribeOn(w.executor)
                                .subscribe(o)),
                new Row(
                        "Flowable.flatMap",
                        (o, stopped, w) -> Flowable.just(1)
                                .hide()
                                .flatMap(x -> Flowable.never().doOnCancel(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Flowable.switchMap",
                        (o, stopped, w) -> Flowable.just(1)
                                .hide()
                                .switchMap(x -> Flowable.never().doOnCancel(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Flowable.concatMap",
                        (o, stopped, w) -> Flowable.just(1)
                                .hide()
                                .concatMap(x -> Flowable.never().doFinally(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Flowable.zip",
                        (o, stopped, w) -> Flowable.zip(
                                        Flowable.never().doOnCancel(stopped::run), Flowable.never(), (x, y) -> x)
                                .subscribe(o)),
                new Row(
                        "Flowable.refCount",
                        (o, stopped, w) -> Flowable.never()
                                .doOnCancel(stopped::run)
                                .publish()
                                .refCount()
                                .subscribe(o)),
                new Row(
                        "Flowable from others' source",
                        (o, stopped, w) -> Flowable.fromPublisher(DirectSource.publisher(task -> {}))
                                .doOnCancel(stopped::run)
                                .subscribe(o)),
                new Row(
                        "ParallelFlowable",
                        (o, stopped, w) -> Flowable.never()
                                .doOnCancel(stopped::run)
                                .parallel(2)
                                .runOn(w.io)
                                .map(x -> x)
                                .sequential()
                                .subscribe(o)),
                new Row(
                        "Observable.doOnDispose",
                        (o, stopped, w) ->
                                Observable.never().doOnDispose(stopped::run).subscribe(o)),
                new Row(
                        "Observable.doFinally",
                        (o, stopped, w) ->
                                Observable.never().doFinally(stopped::run).subscribe(o)),
                new Row(
                        "Observable, setCancellable",
                        (o, stopped, w) -> Observable.create(emitter -> emitter.setCancellable(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Observable.using",
                        (o, stopped, w) -> Observable.using(() -> 1, r -> Observable.never(), r -> stopped.run())
                                .subscribe(o)),
                new Row(
                        "Observable.flatMap",
                        (o, stopped, w) -> Observable.just(1)
                                .hide()
                                .flatMap(x -> Observable.never().doOnDispose(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Observable.unsubscribeOn",
                        (o, stopped, w) -> Observable.never()
                                .doOnDispose(stopped::run)
                                .unsubscribeOn(w.io)
                                .subscribe(o)),
                new Row(
                        "Single.doOnDispose",
                        (o, stopped, w) ->
                                Single.never().doOnDispose(stopped::run).subscribe(o)),
                new Row(
                        "Single.doFinally",
                        (o, stopped, w) ->
                                Single.never().doFinally(stopped::run).subscribe(o)),
                new Row(
                        "Single, setCancellable",
                        (o, stopped, w) -> Single.create(emitter -> emitter.setCancellable(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Single.using",
                        (o, stopped, w) -> Single.using(() -> 1, r -> Single.never(), r -> stopped.run())
                                .subscribe(o)),
                new Row(
                        "Single.flatMap",
                        (o, stopped, w) -> Single.just(1)
                                .flatMap(x -> Single.never().doOnDispose(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Single.observeOn",
                        (o, stopped, w) -> Single.never()
                                .doOnDispose(stopped::run)
                                .observeOn(w.io)
                                .map(x -> x)
                                .subscribe(o)),
                new Row(
                        "Maybe.doOnDispose",
                        (o, stopped, w) ->
                                Maybe.never().doOnDispose(stopped::run).subscribe(o)),
                new Row(
                        "Maybe.doFinally",
                        (o, stopped, w) -> Maybe.never().doFinally(stopped::run).subscribe(o)),
                new Row(
                        "Maybe, setCancellable",
                        (o, stopped, w) -> Maybe.create(emitter -> emitter.setCancellable(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Maybe.flatMap",
                        (o, stopped, w) -> Maybe.just(1)
                                .flatMap(x -> Maybe.never().doOnDispose(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Completable.doOnDispose",
                        (o, stopped, w) ->
                                Completable.never().doOnDispose(stopped::run).subscribe(o)),
                new Row(
                        "Completable.doFinally",
                        (o, stopped, w) ->
                                Completable.never().doFinally(stopped::run).subscribe(o)),
                new Row(
                        "Completable, setCancellable",
                        (o, stopped, w) -> Completable.create(emitter -> emitter.setCancellable(stopped::run))
                                .subscribe(o)),
                new Row(
                        "Completable.andThen",
                        (o, stopped, w) -> Completable.complete()
                                .andThen(Completable.never().doOnDispose(stopped::run))
                                .subscribe(o)));
    }
}
