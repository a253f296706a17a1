/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.spi.ContextListener.Purpose;

/** Notifies listeners of each new boundary and its purpose. Without a listener it costs one read. */
final class BoundaryEvents {

    private BoundaryEvents() {}

    /** Notifies of a boundary between a source and an observer. */
    static void added(Object source, Object observer) {
        if (AmbientRegistry.global().hasListeners()) {
            notifyListeners(purpose(KnownOperators.of(source), KnownOperators.of(observer)));
        }
    }

    /** Notifies of a boundary that the program has put there: to change a value, or below a source of which nothing is known. */
    static void addedByProgram(AmbientContext downstream, AmbientContext upstream) {
        if (AmbientRegistry.global().hasListeners()) {
            notifyListeners(downstream == upstream ? Purpose.UNKNOWN : Purpose.CHANGES_CONTEXT);
        }
    }

    private static void notifyListeners(Purpose purpose) {
        AmbientContext.boundary().notifyListeners(listener -> listener.bounded("RxJava", purpose));
    }

    private static Purpose purpose(KnownOperators source, KnownOperators observer) {
        return switch (source) {
            case FOREIGN, SUBJECT, EMITTER, UNWRAPPED_EMITTER -> Purpose.FOREIGN;
            case LATER, HOP -> Purpose.CHANGES_THREAD;
            case SHARED -> Purpose.SHARED;
            case UNKNOWN -> Purpose.UNKNOWN;
            case MERGING, MERGING_SUPPLIED, JOINING, SEQUENTIAL, SEQUENTIAL_DROPPING, RESUBSCRIBING -> Purpose.INNER;
            default -> purposeAbove(observer);
        };
    }

    private static Purpose purposeAbove(KnownOperators observer) {
        return switch (observer) {
            case LAST, LAST_RELEASING, FOREIGN, SUBJECT -> Purpose.END;
            case UNKNOWN -> Purpose.UNKNOWN;
            case HOP -> Purpose.CHANGES_THREAD;
            case SHARED -> Purpose.SHARED;
            default -> Purpose.INNER;
        };
    }
}
