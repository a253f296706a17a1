/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.spi.ContextListener.Purpose;

/** Tells recorders of the boundaries that are made. Where nobody records, it does no more than look whether somebody does. */
final class Recording {

    private Recording() {}

    /** One between a source and an observer. */
    static void bounded(Object source, Object observer) {
        if (AmbientRegistry.global().hasListeners()) {
            tell(KnownOperators.purpose(source, observer));
        }
    }

    /** One that the program has put there, to change a value, or below a source of which nothing is known. */
    static void bounded(AmbientContext below, AmbientContext above) {
        if (AmbientRegistry.global().hasListeners()) {
            tell(below == above ? Purpose.UNKNOWN : Purpose.CHANGES_CONTEXT);
        }
    }

    private static void tell(Purpose purpose) {
        AmbientContext.boundary().notifyListeners(listener -> listener.bounded("RxJava", purpose));
    }
}
