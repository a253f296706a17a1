/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;

/**
 * What our operators answer when Reactor asks about them: what Reactor's own plainest operator does. Above all, that it
 * need not restore thread-locals around them, as its automatic mode does around publishers that it does not know. What it
 * would restore there is the last subscriber's Context, in which nothing has been captured yet.
 */
final class OwnOperator {

    static final String STEP = "ambient";

    /** Built without assembly hooks, ours included. */
    private static final Scannable MODEL = Scannable.from(Flux.empty().hide());

    private OwnOperator() {}

    @SuppressWarnings("rawtypes") // as Scannable has it
    static @Nullable Object scan(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : MODEL.scanUnsafe(key);
    }
}
