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

    /** Whether somebody is to be told of changes. Read as it is, for a call may be one more than the stack has room for. */
    static volatile boolean any;

    private Listeners() {}

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
        Registration registration = () -> remove(entry);
        all = more;
        any = true;
        return registration;
    }

    private static synchronized void remove(Entry<?> entry) {
        all = Arrays.stream(all).filter(other -> other != entry).toArray(Entry<?>[]::new);
        look();
    }

    /** Has somebody told the value of a key whenever foreign thread-locals were written: they may hold it as well. */
    static synchronized Registration follow(Ambient<?> key, Consumer<@Nullable Object> action) {
        Follower follower = new Follower(key, action);
        Registration registration = () -> unfollow(follower);
        followers = Stream.concat(Arrays.stream(followers), Stream.of(follower)).toArray(Follower[]::new);
        return registration;
    }

    private static synchronized void unfollow(Follower follower) {
        followers = Arrays.stream(followers).filter(other -> other != follower).toArray(Follower[]::new);
    }

    static void foreignWritten() {
        for (Follower follower : followers) {
            try {
                follower.action.accept(Boundary.here().context().bound(follower.key));
            } catch (Throwable e) {
                Headroom.rethrowIfShort(e);
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

        /** Whether its value differs. */
        boolean isConcerned(AmbientContext previous, AmbientContext current) {
            return previous != current && !AmbientContext.same(previous.bound(key), current.bound(key));
        }

        /** Throws nothing but a {@link StackOverflowError}, if there was too little stack for the listener. */
        void tell(AmbientContext previous, AmbientContext current, ChangeListener.Cause cause) {
            try {
                listener.changed(previous.bound(key), current.bound(key), cause);
            } catch (Throwable e) {
                Headroom.rethrowIfShort(e);
                Reports.listenerFailed(key, e);
            }
        }
    }
}
