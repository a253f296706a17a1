/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of operators, from those of classes. */
class OperatorsTest {

    @ParameterizedTest
    @CsvSource({
        "reactor.core.publisher.FluxPublishOn$PublishOnSubscriber, publishOn",
        "reactor.core.publisher.MonoPublishOn$PublishOnSubscriber, publishOn",
        "reactor.core.publisher.FluxMapFuseable$MapFuseableSubscriber, map",
        "reactor.core.publisher.MonoSubscribeOnCallable, publishOn or subscribeOn",
        "reactor.core.publisher.FluxPeek$PeekSubscriber, doOn",
        "reactor.core.publisher.ParallelRunOn, runOn",
        "reactor.core.publisher.LambdaMonoSubscriber, subscribe",
        "reactor.core.publisher.BlockingMonoSubscriber, block",
        "io.reactivex.rxjava3.internal.operators.observable.ObservableObserveOn$ObserveOnObserver, observeOn",
        "io.reactivex.rxjava3.internal.operators.flowable.FlowableFlatMap$MergeSubscriber, flatMap",
        "io.reactivex.rxjava3.internal.operators.single.SingleSubscribeOn, subscribeOn",
        "io.reactivex.rxjava3.internal.operators.parallel.ParallelRunOn$RunOnSubscriber, runOn",
        "io.reactivex.rxjava3.internal.observers.LambdaObserver, subscribe",
    })
    void known(String className, String operator) {
        assertThat(Operators.of(className)).isEqualTo(operator);
    }

    @Test
    void others_are_none() {
        assertThat(Operators.of("reactor.core.publisher.Operators$MonoSubscriber"))
                .isNull();
        assertThat(Operators.of("reactor.core.publisher.FluxHide$HideSubscriber"))
                .isNull();
        assertThat(Operators.of("com.acme.FluxCapacitor")).isNull();
        assertThat(Operators.of("io.reactivex.rxjava3.core.Flowable")).isNull();
    }
}
