/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Scope;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the program sets while a source is subscribed, on the caller's own thread, stays in that subscription. */
@SuppressWarnings("try")
class SubscribeTimeTest {

    private static final Ambient<String> STEP = Ambient.named("step");

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** Records the current value, and sets another. */
    private static final class Setting {

        final List<String> seen = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures;

        Setting(int failures) {
            this.failures = new AtomicInteger(failures);
        }

        int call() {
            seen.add(STEP.orElse("none"));
            STEP.set("left");
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("once more");
            }
            return 1;
        }
    }

    private record Source(String name, Function<Setting, Flowable<?>> flow) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Source> sources() {
        return Stream.of(
                new Source("Flowable.fromCallable", setting -> Flowable.fromCallable(setting::call)),
                new Source("Flowable.defer", setting -> Flowable.defer(() -> Flowable.just(setting.call()))),
                new Source(
                        "Flowable.generate",
                        setting -> Flowable.generate(emitter -> {
                            emitter.onNext(setting.call());
                            emitter.onComplete();
                        })),
                new Source(
                        "Observable.create",
                        setting -> Observable.create(emitter -> {
                                    emitter.onNext(setting.call());
                                    emitter.onComplete();
                                })
                                .toFlowable(io.reactivex.rxjava3.core.BackpressureStrategy.BUFFER)),
                new Source(
                        "Single.fromCallable",
                        setting -> Single.fromCallable(setting::call).toFlowable()),
                new Source(
                        "Maybe.fromSupplier",
                        setting -> Maybe.fromSupplier(setting::call).toFlowable()),
                new Source(
                        "Completable.fromAction",
                        setting -> Completable.fromAction(setting::call).toFlowable()),
                new Source(
                        "flatMap below a callable",
                        setting -> Flowable.fromCallable(() -> 1).flatMap(i -> Flowable.just(setting.call()))),
                new Source(
                        "switchMap below a callable",
                        setting -> Flowable.fromCallable(() -> 1).switchMap(i -> Flowable.just(setting.call()))),
                new Source(
                        "flatMapSingle below a callable",
                        setting -> Flowable.fromCallable(() -> 1).flatMapSingle(i -> Single.just(setting.call()))),
                new Source(
                        "flatMapMaybe below a callable",
                        setting -> Observable.fromCallable(() -> 1)
                                .flatMapMaybe(i -> Maybe.just(setting.call()))
                                .toFlowable(io.reactivex.rxjava3.core.BackpressureStrategy.BUFFER)),
                new Source(
                        "flatMapCompletable below a callable",
                        setting -> Flowable.fromCallable(() -> 1)
                                .flatMapCompletable(i -> Completable.fromAction(setting::call))
                                .toFlowable()),
                new Source(
                        "flatMapSingle to a callable",
                        setting -> Flowable.just(1).flatMapSingle(i -> Single.fromCallable(setting::call))),
                new Source(
                        "flatMapCompletable to an action",
                        setting -> Observable.just(1)
                                .flatMapCompletable(i -> Completable.fromAction(setting::call))
                                .toFlowable()),
                new Source(
                        "Single.flatMap to a callable",
                        setting -> Single.just(1)
                                .flatMap(i -> Single.fromCallable(setting::call))
                                .toFlowable()),
                new Source(
                        "Maybe.flatMap to a callable",
                        setting -> Maybe.just(1)
                                .flatMap(i -> Maybe.fromCallable(setting::call))
                                .toFlowable()),
                new Source(
                        "Completable.andThen to an action",
                        setting -> Completable.complete()
                                .andThen(Completable.fromAction(setting::call))
                                .toFlowable()),
                new Source(
                        "flatMap of a callable",
                        setting -> Flowable.just(1).flatMap(i -> Flowable.fromCallable(setting::call))),
                new Source(
                        "concatMap of a callable",
                        setting -> Flowable.just(1).hide().concatMap(i -> Flowable.fromCallable(setting::call))));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_1_it_does_not_reach_who_subscribed(Source source) {
        source.flow.apply(new Setting(0)).subscribe();
        assertThat(STEP.isBound()).isFalse();
    }

    /** Sources that call nothing of the program, and signal while they are subscribed. */
    static Stream<Named<Function<Runnable, Disposable>>> silentSources() {
        return Stream.of(
                Named.of("Flowable.range", set -> Flowable.range(1, 2).subscribe(item -> set.run())),
                Named.of("Flowable.fromArray", set -> Flowable.fromArray(1, 2).subscribe(item -> set.run())),
                Named.of(
                        "Flowable.range, a loop",
                        set -> Flowable.range(1, 2).forEachWhile(item -> {
                            set.run();
                            return true;
                        })),
                Named.of(
                        "Flowable.range, at its end",
                        set -> Flowable.range(1, 2).subscribe(item -> {}, failure -> {}, set::run)),
                Named.of("Observable.range", set -> Observable.range(1, 2).subscribe(item -> set.run())),
                Named.of(
                        "Observable.fromArray",
                        set -> Observable.fromArray(1, 2).subscribe(item -> set.run())),
                Named.of(
                        "Observable.range, at its end",
                        set -> Observable.range(1, 2).subscribe(item -> {}, failure -> {}, set::run)),
                Named.of("Single.just", set -> Single.just(1).subscribe(item -> set.run())),
                Named.of("Maybe.just", set -> Maybe.just(1).subscribe(item -> set.run())),
                Named.of("Completable.complete", set -> Completable.complete().subscribe(set::run)));
    }

    @ParameterizedTest
    @MethodSource("silentSources")
    void rule_1_what_a_callback_sets_meanwhile_does_not_reach_who_subscribed(Function<Runnable, Disposable> flow) {
        List<String> seen = new CopyOnWriteArrayList<>();
        Disposable ended = flow.apply(() -> {
            seen.add(STEP.orElse("none"));
            STEP.set("left");
        });
        assertThat(ended).isNotNull();
        assertThat(seen).isNotEmpty().startsWith("none");
        assertThat(STEP.isBound()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_3_it_does_not_reach_the_next_attempt(Source source) {
        Setting setting = new Setting(2);
        source.flow.apply(setting).retry(2).blockingSubscribe();
        assertThat(setting.seen).containsExactly("none", "none", "none");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_1_it_does_not_reach_a_sibling(Source source) {
        Setting one = new Setting(0);
        Setting other = new Setting(0);
        Flowable.merge(source.flow.apply(one), source.flow.apply(other)).blockingSubscribe();
        Flowable.concat(source.flow.apply(one), source.flow.apply(other)).blockingSubscribe();
        assertThat(one.seen).containsExactly("none", "none");
        assertThat(other.seen).containsExactly("none", "none");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_12_where_flow_is_suppressed_it_begins_empty_on_the_same_thread(Source source) {
        Setting setting = new Setting(0);
        try (Scope scope = STEP.bind("mine");
                Scope suppressed = AmbientContext.suppressFlow()) {
            source.flow.apply(setting).subscribe();
            assertThat(STEP.get()).isEqualTo("mine");
        }
        assertThat(setting.seen).containsExactly("none");
    }
}
