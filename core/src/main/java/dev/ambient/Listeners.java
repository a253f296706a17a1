/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All change listeners. While there are none, a switch of context costs one look at an empty list. */
final class Listeners {

    private static final List<Entry<?>> ALL = new CopyOnWriteArrayList<>();

    private Listeners() {}

    static boolean any() {
        return !ALL.isEmpty();
    }

    static <T> Registration add(Ambient<T> key, ChangeListener<? super T> listener) {
        Entry<T> entry = new Entry<>(key, listener);
        ALL.add(entry);
        return () -> ALL.remove(entry);
    }

    /** Tells those whose value differs between a context and the one that took its place. */
    static void tell(Boundary here, AmbientContext previous, ChangeListener.Cause cause) {
        for (Entry<?> entry : ALL) {
            entry.tell(here, previous, cause);
        }
    }

    /** Not a record: the same listener may be there twice, and each goes by itself. */
    private static final class Entry<T> {

        private final Ambient<T> key;
        private final ChangeListener<? super T> listener;

        Entry(Ambient<T> key, ChangeListener<? super T> listener) {
            this.key = key;
            this.listener = listener;
        }

        void tell(Boundary here, AmbientContext previous, ChangeListener.Cause cause) {
            T before = previous.bound(key);
            // As it is by now: a listener told earlier may have set it again.
            T now = here.context().bound(key);
            if (AmbientContext.same(before, now)) {
                return;
            }
            try {
                listener.changed(before, now, cause);
            } catch (Throwable e) {
                Reports.listenerFailed(key, e);
            }
        }
    }
}
