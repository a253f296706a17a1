/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Eight subscribers of one source at the same time. Each has its own request id and callbacks. */
final class Crowd {

    static final int SIZE = 8;

    private final String name;
    private final List<Member> members = new ArrayList<>();

    /** Each request id begins with the name. */
    Crowd(String name) {
        this.name = name;
    }

    /** Returns once all have subscribed. */
    Crowd subscribe(Flux<Integer> shared, Pool threads, Pool workers) {
        for (int i = 0; i < SIZE; i++) {
            members.add(new Member(name + "-" + i));
        }
        Iterator<Member> next = List.copyOf(members).iterator();
        Callable<Void> one = () -> {
            Member member;
            synchronized (next) {
                member = next.next();
            }
            member.subscribe(shared, workers);
            return null;
        };
        threads.onEachThread(one);
        return this;
    }

    /** Cancels on a thread that works for another request. */
    void cancel(Pool emitters) {
        members.forEach(member -> emitters.execute(
                () -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(member::cancel)));
    }

    /** Waits until each has ended, and checks what its callbacks saw. */
    void eachSawItsOwn() {
        members.forEach(member -> {
            member.end.awaitCompleted();
            member.common.allSaw(member.id);
            member.end.seen().allSaw(member.id);
            if (!member.end.items().isEmpty()) {
                member.ofItems.allSaw(member.id);
            }
        });
    }

    void eachWasCancelledWithItsOwn() {
        members.forEach(member -> {
            member.cancelled.allSaw(member.id);
            member.end.seen().allSaw(member.id);
        });
    }

    boolean hasItems() {
        return members.stream().allMatch(member -> !member.end.items().isEmpty());
    }

    private static final class Member implements Subscriber<Object> {

        private final String id;
        private final End end = new End();
        private final Seen common = new Seen();
        private final Seen ofItems = new Seen();
        private final Seen cancelled = new Seen();
        private volatile Subscription subscription;

        Member(String id) {
            this.id = id;
        }

        void subscribe(Flux<Integer> shared, Pool workers) {
            Flux<Integer> flow = shared.map(ofItems.same("map, first"))
                    .filter(ofItems.test("filter", item -> true))
                    .doOnSubscribe(common.take("doOnSubscribe"))
                    .doOnRequest(n -> common.at("doOnRequest"))
                    .doOnCancel(cancelled.run("doOnCancel"))
                    .publishOn(workers.scheduler())
                    .map(ofItems.same("map, behind publishOn"))
                    .flatMap(ofItems.to(
                            "flatMap",
                            item -> Mono.just(item)
                                    .delayElement(Duration.ofNanos(1000), workers.scheduler())
                                    .map(ofItems.same("map, inside flatMap"))))
                    .doOnComplete(common.run("doOnComplete"))
                    .doFinally(end -> {
                        common.at("doFinally");
                        cancelled.at("doFinally");
                    });
            Ambient.where(REQUEST_ID, id).run(() -> flow.subscribe(this));
        }

        void cancel() {
            subscription.cancel();
        }

        @Override
        public void onSubscribe(Subscription upstream) {
            subscription = upstream;
            end.onSubscribe(upstream);
        }

        @Override
        public void onNext(Object item) {
            end.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            end.onError(failure);
        }

        @Override
        public void onComplete() {
            end.onComplete();
        }
    }
}
