/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignAccessor;
import dev.ambient.foreign.ForeignValues;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;

/** The accessors of Micrometer's registry as last seen, so that a capture need only compare them. */
final class KnownAccessors {

    /** Those of them that are served: not ours, and not left alone. */
    final ForeignAccessor[] foreign;

    /** The context for work that begins empty. */
    final AmbientContext empty;

    private final List<ThreadLocalAccessor<?>> registered;
    private final ThreadLocalAccessor<?>[] all;

    /** {@code registered} is Micrometer's own list, which changes; {@code all} is what was in it. */
    KnownAccessors(
            List<ThreadLocalAccessor<?>> registered, List<ThreadLocalAccessor<?>> all, ForeignAccessor[] foreign) {
        this.registered = registered;
        this.all = all.toArray(new ThreadLocalAccessor<?>[0]);
        this.foreign = foreign;
        this.empty = foreign.length == 0
                ? AmbientContext.EMPTY
                : AmbientContext.EMPTY.withForeign(ForeignValues.absent(foreign));
    }

    /** Never up to date. A new one each time, so that what was found meanwhile is not taken for newer. */
    static KnownAccessors stale() {
        return new KnownAccessors(List.of(), List.of(new AmbientContextAccessor()), new ForeignAccessor[0]);
    }

    /** Whether the registry's accessors are still these, in this order. */
    boolean upToDate() {
        try {
            if (registered.size() != all.length) {
                return false;
            }
            for (int i = 0; i < all.length; i++) {
                if (registered.get(i) != all[i]) {
                    return false;
                }
            }
            return true;
        } catch (IndexOutOfBoundsException e) { // one was removed meanwhile
            return false;
        }
    }
}
