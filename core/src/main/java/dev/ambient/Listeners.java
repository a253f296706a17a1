/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Arrays;

/** All change listeners. While there are none, a switch of context reads one field here. */
final class Listeners {

    private static volatile Entry<?>[] all = {};

    private Listeners() {}

    static boolean any() {
        return all.length != 0;
    }

    /** The listeners in the order in which they came; never written to. */
    static Entry<?>[] all() {
        return all;
    }

    static synchronized <T> Registration add(Ambient<T> key, ChangeListener<? super T> listener) {
        Entry<T> entry = new Entry<>(key, listener);
        Entry<?>[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = entry;
        all = more;
        return () -> remove(entry);
    }

    private static synchronized void remove(Entry<?> entry) {
        all = Arrays.stream(all).filter(other -> other != entry).toArray(Entry<?>[]::new);
    }

    /** Not a record: the same listener may be there twice, and each goes by itself. */
    static final class Entry<T> {

        private final Ambient<T> key;
        private final ChangeListener<? super T> listener;

        private Entry(Ambient<T> key, ChangeListener<? super T> listener) {
            this.key = key;
            this.listener = listener;
        }

        void tell(AmbientContext previous, AmbientContext current, ChangeListener.Cause cause) {
            T before = previous.bound(key);
            T now = current.bound(key);
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
