/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.tutorial;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The second program of docs/tutorial.md. */
public class ReactorHop {

    static final Ambient<String> REQUEST_ID = Ambient.named("requestId", String.class);

    public static void main(String[] args) {
        ReactorBridge.install();

        Mono<String> order = Mono.just("order 4711")
                .doOnNext(found -> print("before publishOn"))
                .publishOn(Schedulers.parallel())
                .doOnNext(found -> print("after publishOn"));

        Ambient.where(REQUEST_ID, "r-17").run(() -> order.block());
        Ambient.where(REQUEST_ID, "r-18").run(() -> order.block());
    }

    static void print(String where) {
        System.out.printf("%-16s request %s%n", where, REQUEST_ID.get());
    }
}
