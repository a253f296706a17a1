/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an order is logged on its way. Each order passes each stage once. */
enum Stage {
    SECURITY("Spring Security: look up the user", "{}: signs in"),
    CONTROLLER("controller", "{}: received"),
    PUBLISH_ON("after publishOn", "{}: begun"),
    CACHE("first operator on a cache(ttl)", "{}: {} articles"),
    SUBSCRIBE_ON("inside subscribeOn", "{}: looked up"),
    RX_SUBSCRIBE_ON("RxJava: subscribeOn", "{}: price asked"),
    RX_OBSERVE_ON("RxJava: observeOn", "{}: price answered"),
    AFTER_RX("back in Reactor", "{}: price is there"),
    CALLED("service called with WebClient", "{}: delivery asked"),
    AFTER_CALL("after WebClient", "{}: delivery answered"),
    SHARE("first operator on a share()", "{}: rate is {}"),
    ERROR("onErrorResume", "{}: no discount"),
    ZIP("after zip", "{}: priced"),
    ROW("R2DBC: mapping a row", "{}: row read"),
    TRANSACTION("inside a transaction", "{}: taken"),
    FUTURE("supplyAsync on an executor bean", "{}: invoice written"),
    AFTER_FUTURE("after the future", "{}: invoice numbered"),
    EXECUTOR("task on an executor bean", "{}: invoice archived"),
    ASYNC("@Async @EventListener", "{}: mail sent"),
    SINK("first operator on a sink", "{}: packed"),
    FORGET("fire and forget", "{}: recorded"),
    FINALLY("doFinally", "{}: ended with {}");

    private static final Map<String, Stage> BY_MESSAGE =
            Stream.of(values()).collect(Collectors.toMap(stage -> stage.message, Function.identity()));

    final String title;

    /** What the service logs there. */
    final String message;

    Stage(String title, String message) {
        this.title = title;
        this.message = message;
    }

    static @Nullable Stage of(String message) {
        return BY_MESSAGE.get(message);
    }
}
