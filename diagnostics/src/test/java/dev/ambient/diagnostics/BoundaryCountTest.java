/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.PublishSubject;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

class BoundaryCountTest {

    private static final Ambient<String> KEY = Ambient.named("key");

    @Test
    void boundaries_are_counted_by_what_they_are_for() {
        try (Registration bridge = ReactorBridge.install();
                BoundaryCount count = BoundaryCount.start()) {
            Flux.range(1, 3)
                    .map(item -> item)
                    .contextWrite(Context.of("key", "value"))
                    .publishOn(Schedulers.immediate())
                    .filter(item -> true)
                    .blockLast();
            assertThat(bridge).isNotNull();
            assertThat(count.byPurpose())
                    .containsEntry("Reactor CHANGES_THREAD", 1L)
                    .containsEntry("Reactor CHANGES_CONTEXT", 1L)
                    .containsEntry("Reactor END", 1L)
                    .hasSize(3);
        }
    }

    @Test
    void those_of_RxJava_too() {
        try (Registration bridge = RxJavaBridge.install();
                BoundaryCount count = BoundaryCount.start()) {
            Flowable.range(1, 3)
                    .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.trampoline())
                    .map(item -> item)
                    .compose(RxJavaBridge.put(KEY, "value"))
                    .filter(item -> true)
                    .blockingSubscribe();
            PublishSubject.create().publish().subscribe();
            Single.just(1).flatMap(item -> Single.just(item).hide()).subscribe();
            assertThat(bridge).isNotNull();
            assertThat(count.byPurpose())
                    .containsEntry("RxJava CHANGES_THREAD", 1L)
                    .containsEntry("RxJava CHANGES_CONTEXT", 1L)
                    .containsEntry("RxJava SHARED", 1L)
                    .containsKeys("RxJava INNER", "RxJava END")
                    .doesNotContainKey("RxJava UNKNOWN");
        }
    }
}
