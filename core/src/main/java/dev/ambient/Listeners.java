/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All change listeners. While there are none, and no recorders, a switch of context reads one field here. */
final class Listeners {

    private static volatile Entry<?>[] all = {};
    private static volatile Follower[] followers = {};

    /** Whether somebody is to be told of changes. */
    private static volatile boolean any;

    private Listeners() {}

    static boolean any() {
        return any;
    }

    /** After one came or went, of those here or of the recorders. */
    static synchronized void look() {
        any = all.length != 0 || Recorders.any();
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
        look();
        return () -> remove(entry);
    }

    private static synchronized void remove(Entry<?> entry) {
        all = Arrays.stream(all).filter(other -> other != entry).toArray(Entry<?>[]::new);
        look();
    }

    /** Has somebody told the value of a key whenever foreign thread-locals were written: they may hold it as well. */
    static synchronized Registration follow(Ambient<?> key, Consumer<@Nullable Object> action) {
        Follower follower = new Follower(key, action);
        followers = Stream.concat(Arrays.stream(followers), Stream.of(follower)).toArray(Follower[]::new);
        return () -> unfollow(follower);
    }

    private static synchronized void unfollow(Follower follower) {
        followers = Arrays.stream(followers).filter(other -> other != follower).toArray(Follower[]::new);
    }

    static void foreignWritten() {
        for (Follower follower : followers) {
            try {
                follower.action.accept(Boundary.here().context().bound(follower.key));
            } catch (Throwable e) {
                Reports.listenerFailed(follower.key, e);
            }
        }
    }

    private record Follower(Ambient<?> key, Consumer<@Nullable Object> action) {}

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
