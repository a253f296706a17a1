/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

/** Where the ids are looked at on a request's way. Each request passes each stage once. */
enum Stage {
    HANDLER("handler, on the event loop"),
    PUBLISH_ON("after publishOn"),
    SUBSCRIBE_ON("inside subscribeOn"),
    DATABASE_ROW("database row (R2DBC)"),
    RXJAVA_LOOKUP("RxJava client, its scheduler"),
    RXJAVA_OBSERVE_ON("RxJava client, observeOn"),
    BACK_IN_REACTOR("back in Reactor"),
    SECOND_ENDPOINT("second endpoint, over HTTP"),
    HTTP_RESPONSE("response of that call"),
    JOINED("after zip"),
    SHARED_SETTINGS("below share()d settings"),
    AUDIT("audit, fire and forget"),
    FINALLY("doFinally"),
    CLIENT("id in the client's answer");

    final String text;

    Stage(String text) {
        this.text = text;
    }
}
