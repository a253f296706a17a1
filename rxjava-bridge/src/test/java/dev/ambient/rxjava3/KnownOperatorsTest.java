/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.annotations.SchedulerSupport;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.flowables.ConnectableFlowable;
import io.reactivex.rxjava3.observables.ConnectableObservable;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Compares the table with RxJava's jar: each name is a class there, and what signals in place has no scheduler. */
class KnownOperatorsTest {

    private static final Set<KnownOperators> IN_PLACE = EnumSet.of(
            KnownOperators.SILENT_SOURCE,
            KnownOperators.CALLING_SOURCE,
            KnownOperators.IN_PLACE,
            KnownOperators.IN_PLACE_CALLING,
            KnownOperators.SEQUENTIAL,
            KnownOperators.SEQUENTIAL_DROPPING);

    /** The flows on which each type's public methods are called. */
    static final Map<Class<?>, Object> FLOWS = Map.of(
            Flowable.class, Flowable.never(),
            Observable.class, Observable.never(),
            Single.class, Single.never(),
            Maybe.class, Maybe.never(),
            Completable.class, Completable.never(),
            ParallelFlowable.class, Flowable.never().parallel(1),
            ConnectableFlowable.class, Flowable.never().publish(),
            ConnectableObservable.class, Observable.never().publish());

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    @Test
    void each_name_is_that_of_exactly_one_class_of_RxJava() throws Exception {
        List<String> classes = classes().map(KnownOperatorsTest::simple).toList();
        assertThat(names())
                .hasSizeGreaterThan(200)
                .allSatisfy(name ->
                        assertThat(classes).as(name).filteredOn(name::equals).hasSize(1));
    }

    @Test
    void what_signals_in_place_comes_from_no_method_that_works_on_a_scheduler() throws Exception {
        Set<String> inPlace = new TreeSet<>();
        int called = 0;
        for (Class<?> type : FLOWS.keySet()) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && worksOnScheduler(method)) {
                    called++;
                    Object result = method.invoke(FLOWS.get(type), arguments(method));
                    if (IN_PLACE.contains(KnownOperators.of(result))) {
                        inPlace.add(simple(result.getClass().getName()) + " by " + method.getName());
                    }
                }
            }
        }
        assertThat(called).isGreaterThan(200);
        assertThat(inPlace)
                .containsExactly(
                        // below a timer, which is not in the table
                        "CompletableAndThenCompletable by delaySubscription",
                        // these only read the scheduler's clock
                        "MaybeTimeInterval by timeInterval",
                        "MaybeTimeInterval by timestamp",
                        "SingleTimeInterval by timeInterval",
                        "SingleTimeInterval by timestamp");
    }

    /** Covers what no annotation says. */
    @Test
    void what_signals_in_place_holds_no_scheduler_but_for_its_clock() throws Exception {
        Set<String> known = new TreeSet<>();
        for (KnownOperators row : IN_PLACE) {
            known.addAll(OperatorNames.of(row));
        }
        Set<String> holding = new TreeSet<>();
        for (String name : (Iterable<String>) classes()::iterator) {
            Class<?> type = Class.forName(name, false, Flowable.class.getClassLoader());
            String operator = simple(name).replaceFirst("\\$.*", "");
            if (known.contains(operator)
                    && Arrays.stream(type.getDeclaredFields())
                            .anyMatch(field -> Scheduler.class.isAssignableFrom(field.getType())
                                    || Scheduler.Worker.class.isAssignableFrom(field.getType()))) {
                holding.add(operator);
            }
        }
        assertThat(holding)
                .containsExactly(
                        "FlowableTimeInterval", "MaybeTimeInterval", "ObservableTimeInterval", "SingleTimeInterval");
    }

    private static List<String> names() {
        return Arrays.stream(KnownOperators.values())
                .flatMap(row -> OperatorNames.of(row).stream())
                .toList();
    }

    private static boolean worksOnScheduler(Method method) {
        SchedulerSupport support = method.getAnnotation(SchedulerSupport.class);
        return support != null && !support.value().equals(SchedulerSupport.NONE);
    }

    /** Arguments for a flow that is assembled and never subscribed. */
    static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type.isInterface() ? anyOf(type) : VALUES.get(type))
                .toArray();
    }

    private static final Map<Class<?>, Object> VALUES = Map.of(
            int.class,
            1,
            long.class,
            1L,
            boolean.class,
            false,
            TimeUnit.class,
            TimeUnit.SECONDS,
            Scheduler.class,
            Schedulers.trampoline());

    private static Object anyOf(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
    }

    /** Returns the names of the classes of operators and observers. */
    private static Stream<String> classes() throws Exception {
        File jar = new File(Flowable.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar)) {
            return file.stream()
                    .map(entry -> entry.getName().replace('/', '.'))
                    .filter(
                            name -> name.matches(
                                    "io\\.reactivex\\.rxjava3\\.(internal\\.(operators|jdk8|observers|subscribers)|processors|subjects)\\..*\\.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .toList()
                    .stream();
        }
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
