/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

/** Where a request looks at what it sees. */
enum Stage {
    CONTROLLER("controller"),
    PUBLISH_ON("after `publishOn`"),
    SUBSCRIBE_ON("inside `subscribeOn`"),
    ROW("R2DBC: mapping a row"),
    AFTER_ROW("after R2DBC"),
    TRANSACTION("inside a transaction"),
    CALLED("service called with `WebClient`"),
    CALLED_PUBLISH_ON("there, after `publishOn`"),
    AFTER_CALL("after `WebClient`"),
    ZIP_INNER("source of `zip`"),
    ZIP("function of `zip`"),
    DELAY("after `Mono.delay`"),
    ERROR("`onErrorResume`"),
    SINK("first operator on a sink"),
    REPLAY("first operator on a replay sink"),
    SHARE("first operator on a `share()`"),
    CACHE("first operator on a `cache(ttl)`"),
    RX_SUBSCRIBE_ON("RxJava: after `subscribeOn`"),
    RX_OBSERVE_ON("RxJava: after `observeOn`"),
    RX_FINALLY("RxJava: `doFinally`"),
    RX_SUBJECT("RxJava: first operator on a subject"),
    AFTER_RX("back in Reactor"),
    EXECUTOR("wrapped executor"),
    AFTER_EXECUTOR("after a future of it"),
    FUTURE("first operator on a future that another completes"),
    CONTINUATION("continuation of a future that another completes"),
    DISCARD("late discard, another's thread"),
    FORGET("fire and forget"),
    FINALLY("`doFinally`"),
    JSON("getter that writes the answer");

    final String title;

    Stage(String title) {
        this.title = title;
    }
}
