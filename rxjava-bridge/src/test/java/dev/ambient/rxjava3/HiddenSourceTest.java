/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.Subject;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources behind {@code hide()}, which passes signals on from any thread: alone, and as inner sources. */
class HiddenSourceTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen alice = new Seen();
    private final Seen bob = new Seen();

    private record Row(String name, Function<Subject<Integer>, Function<Seen, Completable>> flow) {}

    static Stream<Arguments> flows() {
        return Stream.of(
                        new Row(
                                "Observable",
                                hot -> seen -> hot.hide()
                                        .map(item -> setting(seen, item))
                                        .ignoreElements()),
                        new Row(
                                "Observable, to the end",
                                hot -> seen -> hot.hide()
                                        .doOnNext(item -> setting(seen, item))
                                        .hide()
                                        .ignoreElements()),
                        new Row(
                                "Observable, inner",
                                hot -> seen -> Observable.just(1)
                                        .hide()
                                        .flatMap(x -> hot.hide())
                                        .map(item -> setting(seen, item))
                                        .ignoreElements()),
                        new Row(
                                "Flowable",
                                hot -> seen -> processor(hot)
                                        .hide()
                                        .map(item -> setting(seen, item))
                                        .ignoreElements()),
                        new Row(
                                "Flowable, inner",
                                hot -> seen -> Flowable.just(1)
                                        .hide()
                                        .flatMap(x -> processor(hot).hide())
                                        .map(item -> setting(seen, item))
                                        .ignoreElements()),
                        new Row(
                                "Flowable, shared",
                                hot -> seen -> processor(hot)
                                        .share()
                                        .hide()
                                        .map(item -> setting(seen, item))
                                        .ignoreElements()),
                        new Row(
                                "Single",
                                hot -> seen -> hot.firstOrError()
                                        .cache()
                                        .hide()
                                        .map(item -> setting(seen, item))
                                        .ignoreElement()))
                .map(row -> Arguments.of(row.name, row.flow));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_4_each_subscriber_sees_its_own_value_whoever_emits(
            String name, Function<Subject<Integer>, Function<Seen, Completable>> flow) {
        Subject<Integer> hot = PublishSubject.create();
        Ambient.where(VALUE, "alice").run(() -> flow.apply(hot).apply(alice).subscribe());
        Ambient.where(VALUE, "bob").run(() -> flow.apply(hot).apply(bob).subscribe());

        Ambient.where(VALUE, "emitter").run(() -> {
            hot.onNext(1);
            assertThat(VALUE.get()).isEqualTo("emitter");
            hot.onNext(2);
            hot.onComplete();
            assertThat(VALUE.get()).isEqualTo("emitter");
        });

        assertThat(alice.values()).isNotEmpty().containsOnly("alice");
        assertThat(bob.values()).isNotEmpty().containsOnly("bob");
    }

    @Test
    void rule_2_one_that_fails_has_its_siblings_cancelled_in_their_own_context() {
        FlowableProcessor<Integer> failing = PublishProcessor.create();
        Ambient.where(VALUE, "alice").run(() -> {
            var unused = Flowable.just(1, 2)
                    .flatMap(item -> item == 1
                            ? failing.hide()
                            : Flowable.<Integer>never().doOnCancel(() -> alice.at("cancel")))
                    .subscribe(item -> {}, failure -> alice.at("error"));
        });

        Ambient.where(VALUE, "emitter").run(() -> failing.onError(new IllegalStateException("boom")));

        assertThat(alice.names()).containsExactlyInAnyOrder("cancel", "error");
        assertThat(alice.values()).containsOnly("alice");
    }

    @Test
    void rule_5_what_an_inner_source_sets_does_not_reach_its_siblings() {
        Ambient.where(VALUE, "alice").run(() -> {
            Flowable.range(1, 3)
                    .hide()
                    .flatMap(item -> Flowable.range(1, 2).take(1).map(x -> setting(alice, x)))
                    .subscribe();
            Observable.range(1, 3)
                    .hide()
                    .flatMap(item -> Observable.range(1, 2).take(1).map(x -> setting(bob, x)), 1)
                    .subscribe();
            assertThat(VALUE.get()).isEqualTo("alice");
        });

        assertThat(alice.values()).hasSize(3).containsOnly("alice");
        assertThat(bob.values()).hasSize(3).containsOnly("alice");
    }

    private static FlowableProcessor<Integer> processor(Subject<Integer> hot) {
        FlowableProcessor<Integer> processor = PublishProcessor.create();
        AmbientContext.empty().run(() -> {
            var unused = hot.subscribe(processor::onNext, processor::onError, processor::onComplete);
        });
        return processor;
    }

    private static int setting(Seen seen, int item) {
        seen.at("callback");
        VALUE.set("left");
        return item;
    }
}
