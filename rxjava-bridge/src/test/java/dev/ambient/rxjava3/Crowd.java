/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Eight threads that subscribe to the same source at the same time, each with its own value and its own callbacks. */
final class Crowd {

    static final int SIZE = 8;

    private record Member(String value, Seen seen, RecordingObserver observer) {}

    private final List<Member> members = new ArrayList<>();

    /** Subscribes all of them, and returns when each has subscribed. Each value starts with the name. */
    Crowd(String name, Flowable<?> shared, ExecutorService threads, Workers workers) {
        CyclicBarrier all = new CyclicBarrier(SIZE);
        List<Future<?>> subscribing = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            Seen seen = new Seen();
            Member member = new Member(name + "-" + i, seen, new RecordingObserver(seen));
            members.add(member);
            subscribing.add(threads.submit(() -> {
                all.await(60, TimeUnit.SECONDS);
                Ambient.where(VALUE, member.value)
                        .run(() -> flow(shared, seen, workers).subscribe(member.observer));
                assertThat(VALUE.get()).isNull();
                return null;
            }));
        }
        subscribing.forEach(Crowd::await);
    }

    private static Flowable<?> flow(Flowable<?> shared, Seen seen, Workers workers) {
        return shared.map(x -> seen.at("map", x))
                .filter(x -> seen.at("filter", true))
                .doOnSubscribe(s -> seen.at("doOnSubscribe"))
                .doOnRequest(n -> seen.at("doOnRequest"))
                .doOnCancel(() -> seen.at("doOnCancel"))
                .observeOn(workers.executor)
                .map(x -> seen.at("map, behind observeOn", x))
                .flatMapSingle(x -> Single.just(seen.at("flatMapSingle", x))
                        .delay(1, TimeUnit.MICROSECONDS, workers.executor)
                        .map(y -> seen.at("map, inside flatMapSingle", y)))
                .doFinally(() -> seen.at("doFinally"));
    }

    /** On a thread that works for another flow. */
    Crowd cancel(Workers workers) {
        members.forEach(member -> await(workers.others.submit(member.observer::stop)));
        members.forEach(member -> {
            member.seen.awaitCalls("onSubscribe", "doOnCancel", "doFinally");
            assertThat(member.seen.callsThatDidNotSee(member.value)).isEmpty();
        });
        return this;
    }

    /** Waits until each flow has ended, and checks what its callbacks saw. */
    Crowd eachSawItsOwn() {
        members.forEach(member -> {
            member.observer.awaitEnd();
            member.seen.awaitCalls("doOnSubscribe", "doOnRequest", "onSubscribe", "onComplete", "doFinally");
            assertThat(member.seen.callsThatDidNotSee(member.value)).isEmpty();
            assertThat(member.observer.ends()).isEqualTo(1);
        });
        return this;
    }

    boolean hasItems() {
        return members.stream().allMatch(member -> !member.observer.items().isEmpty());
    }

    private static void await(Future<?> task) {
        try {
            task.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
