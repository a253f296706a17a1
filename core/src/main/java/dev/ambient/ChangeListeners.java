/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.Sameness;
import dev.ambient.report.Headroom;
import dev.ambient.report.Reports;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All change listeners. While there are none, and no context listeners, a switch of context reads one field here. */
final class ChangeListeners {

    private static volatile Entry<?>[] all = {};
    private static volatile Follower[] followers = {};

    /** Whether there is a listener of either kind. A field and no method, since the stack may have no room for a call. */
    static volatile boolean any;

    private ChangeListeners() {}

    /** Called when a change listener or a context listener was added or removed. */
    static synchronized void update() {
        any = all.length != 0 || ContextListeners.any;
    }

    /** Returns the listeners in the order in which they were added. The array is never written. */
    static Entry<?>[] all() {
        return all;
    }

    static synchronized <T> Registration add(Ambient<T> key, ChangeListener<? super T> listener) {
        Entry<T> entry = new Entry<>(key, listener);
        all = Stream.concat(Arrays.stream(all).filter(Entry::isHeld), Stream.of(entry))
                .toArray(Entry<?>[]::new);
        update();
        return () -> remove(entry);
    }

    private static synchronized void remove(Entry<?> entry) {
        entry.release();
        all = Arrays.stream(all).filter(other -> other != entry).toArray(Entry<?>[]::new);
        update();
    }

    /** Registers an action that gets the value of a key whenever foreign thread-locals were written, which may hold it as well. */
    static synchronized Registration onForeignWritten(Ambient<?> key, Consumer<@Nullable Object> action) {
        Follower follower = new Follower(new WeakReference<>(key), action);
        followers = Stream.concat(
                        Arrays.stream(followers).filter(other -> other.key.get() != null), Stream.of(follower))
                .toArray(Follower[]::new);
        return () -> unfollow(follower);
    }

    private static synchronized void unfollow(Follower follower) {
        followers = Arrays.stream(followers).filter(other -> other != follower).toArray(Follower[]::new);
    }

    static void foreignWritten(AmbientContext current) {
        for (Follower follower : followers) {
            Ambient<?> key = follower.key.get();
            if (key == null) {
                continue;
            }
            try {
                follower.action.accept(current.bound(key));
            } catch (Throwable e) {
                Headroom.rethrowIfShort(e);
                Reports.listenerFailed(key.name(), e);
            }
        }
    }

    private record Follower(WeakReference<Ambient<?>> key, Consumer<@Nullable Object> action) {}

    /** A key and its listener. Only the key refers to it, and so to the class loader of the listener. */
    private record Heard<T>(Ambient<T> key, ChangeListener<? super T> listener) {

        boolean isConcerned(AmbientContext previous, AmbientContext current) {
            return !Sameness.same(previous.bound(key), current.bound(key));
        }

        void changed(AmbientContext previous, AmbientContext current, ChangeListener.Cause cause) {
            try {
                listener.changed(previous.bound(key), current.bound(key), cause);
            } catch (Throwable e) {
                Headroom.rethrowIfShort(e);
                Reports.listenerFailed(key.name(), e);
            }
        }
    }

    /** Not a record: the same listener can be registered twice, and each registration is removed by itself. */
    static final class Entry<T> {

        private final WeakReference<Heard<T>> heard;

        private Entry(Ambient<T> key, ChangeListener<? super T> listener) {
            Heard<T> heard = new Heard<>(key, listener);
            this.heard = new WeakReference<>(heard);
            key.addListener(this, heard);
        }

        private boolean isHeld() {
            return heard.get() != null;
        }

        private void release() {
            Heard<T> heard = this.heard.get();
            if (heard != null) {
                heard.key.removeListener(this);
            }
        }

        /** Returns whether its value differs. */
        boolean isConcerned(AmbientContext previous, AmbientContext current) {
            Heard<T> heard = previous == current ? null : this.heard.get();
            return heard != null && heard.isConcerned(previous, current);
        }

        /** Throws only a {@link StackOverflowError}, if there was too little stack for the listener. */
        void changed(AmbientContext previous, AmbientContext current, ChangeListener.Cause cause) {
            Heard<T> heard = this.heard.get();
            if (heard != null) {
                heard.changed(previous, current, cause);
            }
        }
    }
}
