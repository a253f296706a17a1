/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;

/**
 * An operator that this bridge adds. It stands in for the operator above it, its source. A message, a trace or a metric that scans it
 * gets the source's answer.
 *
 * <p>Reactor's own internal questions it answers as one of Reactor's operators does. Otherwise automatic mode would treat it as a
 * publisher that it does not know, and restore thread-locals around it. It would restore them from the last subscriber's Context, in
 * which nothing has been captured yet.
 */
interface OwnOperator {

    /** An operator of Reactor's, made without assembly hooks. It answers Reactor's internal questions. */
    Scannable MODEL = Scannable.from(Flux.empty().hide());

    /** Returns what {@code scanUnsafe} returns for an operator of this bridge. */
    @SuppressWarnings("rawtypes") // as Scannable has it
    static @Nullable Object scan(Attr key, Object source) {
        return isPublic(key) && source instanceof Scannable scannable
                ? scannable.scanUnsafe(key)
                : MODEL.scanUnsafe(key);
    }

    /** Returns whether anybody may ask for a key. Reactor's internal keys are of classes of their own. */
    @SuppressWarnings("rawtypes")
    private static boolean isPublic(Attr key) {
        return key.getClass() == Attr.class;
    }

    /** Returns the step name of the source. */
    static String stepName(Object source) {
        return Scannable.from(source).stepName();
    }
}
