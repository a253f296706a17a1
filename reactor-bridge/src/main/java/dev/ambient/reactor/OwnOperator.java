/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;

/**
 * An operator of ours. When Reactor asks about it, it answers what Reactor's own plainest operator does. Above all, that
 * nobody need restore thread-locals around it, as automatic mode does around publishers that it does not know. What it
 * would restore there is the last subscriber's Context, in which nothing has been captured yet.
 */
interface OwnOperator {

    String STEP = "ambient";

    /** Built without assembly hooks, ours included. */
    Scannable MODEL = Scannable.from(Flux.empty().hide());

    @SuppressWarnings("rawtypes") // as Scannable has it
    static @Nullable Object scan(Attr key, Object parent) {
        if (key == Attr.PARENT) {
            return parent;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : MODEL.scanUnsafe(key);
    }
}
