/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;

/**
 * An operator of ours, which stands for the one above it: whoever asks what it is, for a message, a trace or a metric, hears
 * what that one answers. To Reactor alone it says that it is one of Reactor's, so that nobody need restore thread-locals
 * around it, as automatic mode does around publishers that it does not know: what it would restore there is the last
 * subscriber's Context, in which nothing has been captured yet.
 */
interface OwnOperator {

    /** Built without assembly hooks, ours included. */
    Scannable MODEL = Scannable.from(Flux.empty().hide());

    @SuppressWarnings("rawtypes") // as Scannable has it
    static @Nullable Object scan(Attr key, Object source) {
        return isPublic(key) && source instanceof Scannable scannable
                ? scannable.scanUnsafe(key)
                : MODEL.scanUnsafe(key);
    }

    /** Reactor has kinds of keys of its own for what it asks itself. */
    @SuppressWarnings("rawtypes")
    private static boolean isPublic(Attr key) {
        return key.getClass() == Attr.class;
    }

    static String stepName(Object source) {
        return Scannable.from(source).stepName();
    }
}
