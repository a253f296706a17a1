/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import dev.ambient.spi.ContextListener;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassCacheTest {

    @Test
    void each_class_is_found_once_and_never_taken_for_another() {
        List<Class<?>> found = new ArrayList<>();
        ClassCache<String> names = new ClassCache<>(ClassCache.class, type -> {
            found.add(type);
            return type.getName();
        });
        // More than there are places: some of them fall on one. Arrays have the loader of their element.
        List<Object> objects = IntStream.range(0, 250)
                .boxed()
                .flatMap(dimensions -> List.of(
                                ClassCache.class,
                                ClassCacheTest.class,
                                Scope.class,
                                Ambient.class,
                                Boundary.class,
                                AmbientContext.class,
                                ContextListener.class,
                                Problem.class,
                                ChangeListener.class,
                                PropagationPolicy.class)
                        .stream()
                        .map(type -> java.lang.reflect.Array.newInstance(type, new int[dimensions + 1])))
                .toList();

        for (int round = 0; round < 3; round++) {
            for (Object object : objects) {
                assertThat(names.get(object)).isEqualTo(object.getClass().getName());
            }
        }

        assertThat(found).hasSize(2_500).doesNotHaveDuplicates();
    }

    @Test
    void classes_of_other_loaders_and_hidden_ones_are_known_too() {
        ClassCache<String> names = new ClassCache<>(ClassCache.class, Class::getName);
        Runnable hidden = () -> {};

        for (int round = 0; round < 2; round++) {
            assertThat(names.get("text")).isEqualTo("java.lang.String");
            assertThat(names.get(hidden)).isEqualTo(hidden.getClass().getName());
        }
    }

    /** As an application's server has them, and as lambdas are. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_keeps_no_class_that_may_go_before_the_library(boolean hidden) throws Exception {
        ClassCache<String> names = new ClassCache<>(ClassCacheTest.class, Class::getName);

        WeakReference<Class<?>> known = know(names, hidden);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(known.refersTo(null)).as("the class is gone").isTrue();
        });
        assertThat(names.get(this)).isEqualTo(getClass().getName());
    }

    /** A library that is redeployed, though the classes that it was asked for, those of the JDK first of all, live on. */
    @Test
    void no_class_that_is_asked_for_keeps_the_library_from_going() throws Exception {
        WeakReference<ClassLoader> library = askInAnotherLoader();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(library.refersTo(null)).as("the library is gone").isTrue();
        });
    }

    private static WeakReference<ClassLoader> askInAnotherLoader() throws Exception {
        URL[] classes = {
            ClassCache.class.getProtectionDomain().getCodeSource().getLocation(),
            ClassCacheTest.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (URLClassLoader loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> library = loader.loadClass(Library.class.getName());
            Consumer<?> asked = (Consumer<?>) library.getConstructor().newInstance();
            assertThat(asked.getClass()).isNotEqualTo(Library.class);
            for (Object object : objects()) {
                ask(asked, object);
            }
            return new WeakReference<>(loader);
        }
    }

    /** Of the JDK, hidden ones too, and of another loader beside the library's. */
    private static List<Object> objects() {
        return List.of("text", new FutureTask<>(() -> null), Function.identity(), new ClassCacheTest());
    }

    @SuppressWarnings("unchecked")
    private static void ask(Consumer<?> asked, Object object) {
        ((Consumer<Object>) asked).accept(object);
    }

    /** Asks for classes, with what is known a class of its own. */
    public static final class Library implements Consumer<Object> {

        private static final ClassCache<Known> KNOWN = new ClassCache<>(Library.class, type -> Known.KNOWN);

        private enum Known {
            KNOWN
        }

        public Library() {}

        @Override
        public void accept(Object object) {
            for (int round = 0; round < 2; round++) {
                if (KNOWN.get(object) != Known.KNOWN) {
                    throw new AssertionError(object);
                }
            }
        }
    }

    @Test
    void what_was_collected_is_found_again() {
        ClassCache<String> names = new ClassCache<>(ClassCache.class, type -> new String(type.getName()));
        Runnable hidden = () -> {};
        WeakReference<String> first = new WeakReference<>(names.get(hidden));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return first.refersTo(null);
        });
        for (int round = 0; round < 3; round++) {
            assertThat(names.get(hidden)).isEqualTo(hidden.getClass().getName());
        }
    }

    private static WeakReference<Class<?>> know(ClassCache<String> names, boolean hidden) throws Exception {
        Class<?> type = hidden ? hidden() : ofAnotherLoader();
        assertThat(names.get(type.getDeclaredConstructor().newInstance())).isEqualTo(type.getName());
        return new WeakReference<>(type);
    }

    private static Class<?> hidden() throws Exception {
        try (InputStream code = ClassCacheTest.class.getResourceAsStream("ClassCacheTest$Known.class")) {
            return MethodHandles.lookup()
                    .defineHiddenClass(Objects.requireNonNull(code).readAllBytes(), false)
                    .lookupClass();
        }
    }

    private static Class<?> ofAnotherLoader() throws Exception {
        URL classes = ClassCacheTest.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
            return loader.loadClass(Known.class.getName());
        }
    }

    /** Needs nothing but the JDK, wherever it is loaded. */
    public static final class Known {
        public Known() {}
    }

    @Test
    void a_failure_is_thrown_and_the_class_is_asked_for_again() {
        AtomicInteger calls = new AtomicInteger();
        ClassCache<Integer> known = new ClassCache<>(ClassCache.class, type -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return calls.get();
        });

        assertThatThrownBy(() -> known.get(this)).hasMessage("not yet");
        assertThat(known.get(this)).isEqualTo(2);
        assertThat(known.get(this)).isEqualTo(2);
    }
}
