/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.readme;

import io.reactivex.rxjava3.core.Single;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The problem: a thread-local does not follow the work. */
public final class Lost {

    static final ThreadLocal<@Nullable String> REQUEST_ID = new ThreadLocal<>();

    private Lost() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        REQUEST_ID.set("r-17");
        Mono.just("order 4711")
                .doOnNext(order -> print("in the handler", order))
                .publishOn(Schedulers.parallel())
                .doOnNext(order -> print("after publishOn", order))
                .flatMap(order -> Mono.fromDirect(find(order).toFlowable()))
                .doOnNext(order -> print("back in Reactor", order))
                .block();
        REQUEST_ID.remove();
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
