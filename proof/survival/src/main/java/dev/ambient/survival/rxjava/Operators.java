/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.flowables.ConnectableFlowable;
import io.reactivex.rxjava3.flowables.GroupedFlowable;
import io.reactivex.rxjava3.observables.ConnectableObservable;
import io.reactivex.rxjava3.observables.GroupedObservable;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subjects.AsyncSubject;
import io.reactivex.rxjava3.subjects.BehaviorSubject;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What RxJava offers on the class path, by reflection, and which of that is no operator. */
final class Operators {

    /** Each public method of these has a row. */
    static final List<Class<?>> FLOWS = List.of(
            Flowable.class,
            Observable.class,
            Single.class,
            Maybe.class,
            Completable.class,
            ParallelFlowable.class,
            ConnectableFlowable.class,
            ConnectableObservable.class);

    private static final List<Class<?>> OTHERS = List.of(
            GroupedFlowable.class,
            GroupedObservable.class,
            Subject.class,
            PublishSubject.class,
            BehaviorSubject.class,
            ReplaySubject.class,
            AsyncSubject.class,
            UnicastSubject.class,
            SingleSubject.class,
            MaybeSubject.class,
            CompletableSubject.class,
            FlowableProcessor.class,
            PublishProcessor.class,
            BehaviorProcessor.class,
            ReplayProcessor.class,
            AsyncProcessor.class,
            UnicastProcessor.class,
            MulticastProcessor.class);

    /** What a method of this name does, whatever its type is, if it is no operator. */
    private static final Map<String, String> NONE = new TreeMap<>(Map.ofEntries(
            Map.entry("bufferSize", "a number"),
            Map.entry("parallelism", "a number"),
            Map.entry("getKey", "the key; the group itself is in the rows of groupBy"),
            Map.entry("hasSubscribers", "looks at a processor"),
            Map.entry("hasObservers", "looks at a subject"),
            Map.entry("hasComplete", "looks at a subject or processor"),
            Map.entry("hasThrowable", "looks at a subject or processor"),
            Map.entry("hasValue", "looks at a subject or processor"),
            Map.entry("getThrowable", "looks at a subject or processor"),
            Map.entry("getValue", "looks at a subject or processor"),
            Map.entry("getValues", "looks at a subject or processor"),
            Map.entry("cleanupBuffer", "tells a subject or processor to forget")));

    private Operators() {}

    /** The public methods of a type itself, in an order that does not change. */
    static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !NONE.containsKey(method.getName()))
                .sorted(Comparator.comparing(Method::toGenericString));
    }

    static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** Every name that needs a row. */
    static Set<String> all() {
        Set<String> names = new TreeSet<>();
        Stream.concat(FLOWS.stream(), OTHERS.stream())
                .flatMap(Operators::methods)
                .forEach(method -> names.add(name(method)));
        return names;
    }

    /** The names that are no operators, and what they are. */
    static Map<String, String> none() {
        return NONE;
    }
}
