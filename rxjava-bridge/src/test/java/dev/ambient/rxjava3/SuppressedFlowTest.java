/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Scope;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 12: what starts where flow is suppressed begins in the empty context. */
class SuppressedFlowTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    @ParameterizedTest
    @EnumSource(Hop.class)
    void rule_12_a_flow_subscribed_where_flow_is_suppressed_sees_no_value(Hop hop) {
        for (Origin origin : Origin.values()) {
            Seen none = new Seen();
            try (Workers workers = new Workers()) {
                Flowable<?> flow = FlowType.FLOWABLE
                        .over(hop, origin.flowable(workers), workers)
                        .map(x -> none.at("map", x))
                        .doFinally(() -> none.at("doFinally"));
                suppressed(() -> flow.subscribe(new RecordingObserver(none)));
                none.awaitCalls("onSubscribe", "doFinally");
            }
            assertThat(none.values()).as("from %s", origin).containsOnlyNulls();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_12_holds_for_each_type_on_the_same_thread(String name, BiConsumer<Seen, RecordingObserver> flow) {
        suppressed(() -> flow.accept(seen, new RecordingObserver(seen)));
        assertThat(seen.names()).contains("onSubscribe", "callback");
        assertThat(seen.values()).containsOnlyNulls();
    }

    static Stream<Arguments> rule_12_holds_for_each_type_on_the_same_thread() {
        return Stream.of(
                row(
                        "Flowable",
                        (s, o) -> Flowable.range(1, 3)
                                .map(x -> s.at("callback", x))
                                .subscribe(o)),
                row(
                        "Flowable.generate",
                        (s, o) -> Flowable.generate(emitter -> {
                                    s.at("callback");
                                    emitter.onComplete();
                                })
                                .subscribe(o)),
                row(
                        "Observable",
                        (s, o) -> Observable.range(1, 3)
                                .map(x -> s.at("callback", x))
                                .subscribe(o)),
                row(
                        "Single",
                        (s, o) -> Single.just(1).map(x -> s.at("callback", x)).subscribe(o)),
                row(
                        "Maybe",
                        (s, o) -> Maybe.just(1).map(x -> s.at("callback", x)).subscribe(o)),
                row(
                        "Completable",
                        (s, o) -> Completable.complete()
                                .doOnComplete(() -> s.at("callback"))
                                .subscribe(o)));
    }

    @Test
    void rule_12_a_task_scheduled_where_flow_is_suppressed_sees_no_value() {
        try (Workers workers = new Workers()) {
            suppressed(() -> {
                workers.io.scheduleDirect(() -> seen.at("io"));
                workers.computation.scheduleDirect(() -> seen.at("computation"));
                workers.executor.scheduleDirect(() -> seen.at("executor"));
                Schedulers.from(Runnable::run).scheduleDirect(() -> seen.at("same thread"));
                Schedulers.trampoline().scheduleDirect(() -> seen.at("trampoline"));
                assertThat(VALUE.get()).isEqualTo("suppressed");
            });
            seen.awaitCalls("io", "computation", "executor", "same thread", "trampoline");
        }
        assertThat(seen.values()).containsOnlyNulls();
    }

    @Test
    void rule_12_a_flow_that_began_before_keeps_its_value() {
        Ambient.where(VALUE, "flow").run(() -> {
            Flowable<Integer> flow = Flowable.range(1, 3).flatMap(x -> {
                try (Scope scope = AmbientContext.suppressFlow()) {
                    assertThat(scope).isNotNull();
                    Flowable.just(x).map(y -> seen.at("started in it", y)).subscribe();
                }
                return Flowable.just(x).hide().map(y -> seen.at("started after it", y));
            });
            flow.subscribe(new RecordingObserver(seen));
        });
        assertThat(seen.values("started in it")).hasSize(3).containsOnlyNulls();
        assertThat(seen.values("started after it")).hasSize(3).containsOnly("flow");
        assertThat(seen.values("onNext")).hasSize(3).containsOnly("flow");
    }

    private static void suppressed(Runnable block) {
        Ambient.where(VALUE, "suppressed").run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                assertThat(scope).isNotNull();
                block.run();
            }
        });
        assertThat(VALUE.get()).isNull();
    }

    private static Arguments row(String name, BiConsumer<Seen, RecordingObserver> flow) {
        return Arguments.of(name, flow);
    }
}
