/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.readme;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Single;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The fix: {@link Lost} with an ambient value in place of the thread-local. The flow itself is the same. */
public final class Kept {

    static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private Kept() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        ReactorBridge.install();
        RxJavaBridge.install();
        Ambient.where(REQUEST_ID, "r-17")
                .run(() -> Mono.just("order 4711")
                        .doOnNext(order -> print("in the handler", order))
                        .publishOn(Schedulers.parallel())
                        .doOnNext(order -> print("after publishOn", order))
                        .flatMap(order -> Mono.fromDirect(find(order).toFlowable()))
                        .doOnNext(order -> print("back in Reactor", order))
                        .block());
    }

    static Single<String> find(String order) {
        return Single.just(order)
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                .doOnSuccess(found -> print("inside RxJava", found));
    }

    static void print(String where, String order) {
        System.out.printf("%-15s %s: request %s%n", where, order, REQUEST_ID.get());
    }
}
