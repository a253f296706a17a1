/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each boundary has a reason, and what needs none has none. */
class ReasonTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    @Test
    void each_boundary_of_a_flow_has_a_reason() {
        assertThat(reasons(Flowable.range(1, 2).map(x -> x).filter(x -> true)))
                .as("from the last observer up")
                .containsExactly(Reason.END, null, null);
        assertThat(reasons(Flowable.range(1, 2).observeOn(Schedulers.trampoline())))
                .containsExactly(Reason.CHANGES_THREAD, null);
        assertThat(reasons(Flowable.range(1, 2).map(x -> x).observeOn(Schedulers.trampoline())))
                .containsExactly(Reason.CHANGES_THREAD, Reason.CHANGES_THREAD, null);
        assertThat(reasons(Flowable.range(1, 2).cache())).startsWith(Reason.SHARED);
        assertThat(reasons(PublishProcessor.<Integer>create().map(x -> x))).containsExactly(Reason.END, Reason.FOREIGN);
        assertThat(reasons(Flowable.<Integer>create(emitter -> {}, BackpressureStrategy.BUFFER)))
                .containsExactly(Reason.FOREIGN);
        assertThat(reasons(Flowable.range(1, 2).flatMap(x -> Flowable.just(x))))
                .containsExactly(Reason.INNER, Reason.INNER);
        assertThat(reasons(Flowable.range(1, 2).zipWith(Flowable.just(1), (a, b) -> a)))
                .startsWith(Reason.UNKNOWN);
        assertThat(reasons(Single.just(1).map(x -> x).toFlowable())).containsExactly(Reason.INNER, null, Reason.INNER);
    }

    /** Of each pair that RxJava's hooks are asked about. */
    private static List<Reason> reasons(Flowable<?> flow) {
        List<Reason> reasons = new ArrayList<>();
        RxJavaPlugins.setOnFlowableSubscribe((source, observer) -> {
            reasons.add(Reason.of(KnownOperators.of(source), KnownOperators.of(observer)));
            return observer;
        });
        RxJavaPlugins.setOnSingleSubscribe((source, observer) -> {
            reasons.add(Reason.of(KnownOperators.of(source), KnownOperators.of(observer)));
            return observer;
        });
        flow.subscribe();
        return reasons;
    }
}
