/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.core.SingleSource;
import java.util.List;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** What an object of ours is to a flow. By type, not by name, so that it stays true when classes change. */
enum Role {
    /** Stands in place of an operator or a source. */
    WRAPPERS,
    /** Stands between a source and its subscriber. */
    BOUNDARIES,
    OTHER;

    private static final List<Class<?>> SOURCES = List.of(
            Publisher.class, ObservableSource.class, SingleSource.class, MaybeSource.class, CompletableSource.class);

    private static final List<Class<?>> SUBSCRIBERS = List.of(
            Subscriber.class, Observer.class, SingleObserver.class, MaybeObserver.class, CompletableObserver.class);

    static Role of(String type) {
        if (type.startsWith("[") || type.contains("$$Lambda")) {
            return OTHER;
        }
        Class<?> found;
        try {
            found = Class.forName(type, false, Role.class.getClassLoader());
        } catch (ClassNotFoundException hidden) {
            return OTHER;
        }
        // What is both, a processor say, is made for each subscription.
        return isOneOf(SUBSCRIBERS, found) ? BOUNDARIES : isOneOf(SOURCES, found) ? WRAPPERS : OTHER;
    }

    private static boolean isOneOf(List<Class<?>> types, Class<?> type) {
        return types.stream().anyMatch(some -> some.isAssignableFrom(type));
    }
}
