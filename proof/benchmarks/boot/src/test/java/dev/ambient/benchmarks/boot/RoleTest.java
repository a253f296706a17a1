/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subjects.PublishSubject;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RoleTest {

    @Test
    void an_operator_or_a_source_is_a_wrapper() {
        assertThat(roleOf(Flux.just(1).map(one -> one))).isEqualTo(Role.WRAPPERS);
        assertThat(roleOf(Mono.empty())).isEqualTo(Role.WRAPPERS);
        assertThat(roleOf(Single.just(1))).isEqualTo(Role.WRAPPERS);
    }

    @Test
    void a_subscriber_or_an_observer_is_a_boundary() {
        assertThat(roleOf(new BaseSubscriber<>() {})).isEqualTo(Role.BOUNDARIES);
        assertThat(roleOf(new TestObserver<>())).isEqualTo(Role.BOUNDARIES);
    }

    @Test
    void what_is_both_is_a_boundary() {
        assertThat(roleOf(PublishSubject.create())).isEqualTo(Role.BOUNDARIES);
    }

    @Test
    void what_is_neither_or_has_no_class_to_look_at_is_something_else() {
        assertThat(Role.of("java.lang.String")).isEqualTo(Role.OTHER);
        assertThat(Role.of("[Lreactor.core.publisher.Flux;")).isEqualTo(Role.OTHER);
        assertThat(Role.of("dev.ambient.Gone")).isEqualTo(Role.OTHER);
        assertThat(Role.of("dev.ambient.FlowContext$$Lambda")).isEqualTo(Role.OTHER);
    }

    private static Role roleOf(Object object) {
        return Role.of(object.getClass().getName());
    }
}
