/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;

/** The accessors of Micrometer's registry as last seen, so that a capture need only compare them. */
final class KnownAccessors {

    /** Matches no registry, for its one accessor is in none. */
    static final KnownAccessors STALE =
            new KnownAccessors(List.of(new AmbientContextAccessor()), new ForeignAccessor[0]);

    /** Those of them that are served: not ours, and not left alone. */
    final ForeignAccessor[] foreign;

    /** The context for work that begins empty. */
    final AmbientContext empty;

    private final ThreadLocalAccessor<?>[] all;

    KnownAccessors(List<ThreadLocalAccessor<?>> all, ForeignAccessor[] foreign) {
        this.all = all.toArray(new ThreadLocalAccessor<?>[0]);
        this.foreign = foreign;
        this.empty = foreign.length == 0
                ? AmbientContext.EMPTY
                : AmbientContext.EMPTY.withForeign(ForeignValues.absent(foreign));
    }

    /** Whether the registry's accessors are still these, in this order. */
    boolean matches(List<ThreadLocalAccessor<?>> now) {
        try {
            if (now.size() != all.length) {
                return false;
            }
            for (int i = 0; i < all.length; i++) {
                if (now.get(i) != all[i]) {
                    return false;
                }
            }
            return true;
        } catch (IndexOutOfBoundsException e) { // one was removed meanwhile
            return false;
        }
    }
}
