/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 17 for tasks that another library passes to a scheduler, and for tasks that belong to no flow. */
class HandedOnTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    /** Schedulers that a program may use as executors. */
    enum Executing {
        HOOKED(workers -> workers.computation),
        IO(workers -> workers.io),
        OF_EXECUTOR(workers -> workers.executor),
        TRAMPOLINE(workers -> Schedulers.trampoline()),
        WRAPPED(workers -> RxJavaBridge.wrap(workers.single)),
        WRAPPED_TRAMPOLINE(workers -> RxJavaBridge.wrap(Schedulers.trampoline()));

        private final Function<Workers, Scheduler> scheduler;

        Executing(Function<Workers, Scheduler> scheduler) {
            this.scheduler = scheduler;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_17_a_stage_that_another_request_completes_does_not_see_that_ones_value(Executing executing) {
        try (Workers workers = new Workers()) {
            Scheduler scheduler = executing.scheduler.apply(workers);
            CompletableFuture<String> turn = new CompletableFuture<>();
            CompletableFuture<String> stage = Ambient.where(VALUE, "r-1")
                    .call(() -> turn.thenApplyAsync(x -> seen.at("stage", x), scheduler::scheduleDirect));
            Ambient.where(VALUE, "r-2").run(() -> turn.complete("done"));
            assertThat(stage.orTimeout(1, TimeUnit.MINUTES).join()).isEqualTo("done");
        }
        assertThat(seen.names()).containsExactly("stage");
        assertThat(seen.values()).doesNotContain("r-2");
    }

    /** The subscriber that leaves last starts the grace time before the source is disconnected, on behalf of all. */
    @Test
    void the_grace_time_of_a_shared_source_holds_nothing_of_who_left_last() {
        Ambient<Object> payload = Ambient.named("payload");
        try (Workers workers = new Workers()) {
            List<Object> kept = new ArrayList<>();
            List<WeakReference<Object>> left = new ArrayList<>();
            for (Scheduler scheduler : List.of(workers.computation, workers.io, workers.executor)) {
                Flowable<Object> flowable = Flowable.never().publish().refCount(1, TimeUnit.HOURS, scheduler);
                Observable<Object> observable = Observable.never().replay(1).refCount(1, TimeUnit.HOURS, scheduler);
                kept.addAll(List.of(flowable, observable));
                for (Supplier<Disposable> subscribe :
                        List.<Supplier<Disposable>>of(flowable::subscribe, observable::subscribe)) {
                    Disposable first = subscribe.get();
                    Object value = new Object();
                    left.add(new WeakReference<>(value));
                    Disposable last = Ambient.where(payload, value).call(subscribe::get);
                    first.dispose();
                    last.dispose();
                }
            }
            Soon.isReleased(left);
            Reference.reachabilityFence(kept);
        }
    }
}
