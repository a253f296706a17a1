/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/** The names in the table of operators, compared with all classes of the Reactor on the class path. */
class MeaningOfNamesTest extends Bridged {

    /** Each subscriber of these has a boundary above it, and the one to whose flow they belong subscribes to the source. */
    private static final Set<String> OF_ONE_FLOW =
            Set.of("FluxPublishMulticast$FluxPublishMulticaster", "MonoPublishMulticast$MonoPublishMulticaster");

    @Test
    void every_name_that_decides_which_values_are_seen_exists() {
        assertThat(OperatorNames.missing()).isEmpty();
    }

    @Test
    void a_class_that_is_neither_in_the_table_nor_of_a_public_kind_is_unknown_and_has_boundaries_on_both_sides() {
        List<String> names = Arrays.stream(KnownOperators.values())
                .flatMap(known -> OperatorNames.of(known).stream())
                .toList();
        int looked = 0;
        for (Class<?> type : publishersAndSubscribers()) {
            String name = type.getName().substring(Flux.class.getPackageName().length() + 1);
            KnownOperators known = OperatorNames.rowOf(type);
            boolean isNamed = names.contains(name) || names.contains(name.split("\\$")[0]);
            if (!isNamed && known != KnownOperators.UNKNOWN) {
                assertThat(known).as(name).isIn(KnownOperators.VALUE, KnownOperators.CALLABLE, KnownOperators.SHARED);
            }
            looked++;
        }
        assertThat(looked).isGreaterThan(500);
    }

    /** They keep their subscribers in an array. */
    @Test
    void whatever_subscribes_once_for_many_is_known_to_be_shared() {
        List<String> shared = publishersAndSubscribers().stream()
                .filter(CoreSubscriber.class::isAssignableFrom)
                .filter(MeaningOfNamesTest::hasManySubscribers)
                .filter(type -> OperatorNames.rowOf(type) != KnownOperators.SHARED)
                .map(type ->
                        type.getName().substring(Flux.class.getPackageName().length() + 1))
                .toList();
        assertThat(shared).allMatch(OF_ONE_FLOW::contains);
    }

    /** A copy of publish() under another name. Operators above it see the value of the connector. */
    @Test
    void a_shared_flow_of_another_name_belongs_to_whoever_connects_it() {
        Driver driver = new Driver();
        Seen above = new Seen();
        ConnectableFlux<Integer> shared = new Renamed(driver.map(above.same("above")));
        End end = new End();
        Ambient.where(REQUEST_ID, "subscriber")
                .run(() -> ReactorBridge.bridge(shared).subscribe(end));
        Ambient.where(REQUEST_ID, "connector").run(() -> shared.connect());
        driver.next(1);
        driver.complete();
        end.awaitCompleted();
        above.allSaw("connector");
        end.seen().allSaw("subscriber");
    }

    private static boolean hasManySubscribers(Class<?> type) {
        for (Class<?> at = type; at != null && isReactors(at); at = at.getSuperclass()) {
            if (Arrays.stream(fields(at))
                    .anyMatch(field -> field.getType().isArray()
                            && Modifier.isVolatile(field.getModifiers())
                            && field.getName().equals("subscribers"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReactors(Class<?> type) {
        return type.getPackageName().equals(Flux.class.getPackageName());
    }

    /** Returns no class if it needs a library that is not on the class path, as metrics do. */
    private static Field[] fields(Class<?> type) {
        try {
            return type.getDeclaredFields();
        } catch (NoClassDefFoundError e) {
            assertThat(e).hasMessageContaining("micrometer");
            return new Field[0];
        }
    }

    private static List<Class<?>> publishersAndSubscribers() {
        URI jar = URI.create(
                Flux.class.getProtectionDomain().getCodeSource().getLocation().toString());
        String folder = Flux.class.getPackageName().replace('.', '/') + '/';
        try (JarFile reactor = new JarFile(new File(jar))) {
            return reactor.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder) && name.endsWith(".class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> Publisher.class.isAssignableFrom(type) || Subscriber.class.isAssignableFrom(type))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("Reactor's jar cannot be read", e);
        }
    }

    private static Class<?> load(String path) {
        try {
            return Class.forName(path.replace('/', '.'), false, Flux.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(path, e);
        }
    }

    /** It gives its source the Context of its first subscriber, as Reactor's own operators do. */
    private static final class Renamed extends ConnectableFlux<Integer> {

        private final Flux<Integer> source;
        private final List<CoreSubscriber<? super Integer>> subscribers = new CopyOnWriteArrayList<>();

        Renamed(Flux<Integer> source) {
            this.source = source;
        }

        @Override
        public void connect(Consumer<? super Disposable> cancelSupport) {
            cancelSupport.accept(Disposables.disposed());
            source.subscribe(new Once());
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> actual) {
            subscribers.add(actual);
            actual.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
        }

        private final class Once implements CoreSubscriber<Integer> {

            @Override
            public Context currentContext() {
                return subscribers.get(0).currentContext();
            }

            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Integer item) {
                subscribers.forEach(subscriber -> subscriber.onNext(item));
            }

            @Override
            public void onError(Throwable failure) {
                subscribers.forEach(subscriber -> subscriber.onError(failure));
            }

            @Override
            public void onComplete() {
                subscribers.forEach(CoreSubscriber::onComplete);
            }
        }
    }
}
