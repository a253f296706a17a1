/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerClassTest {

    @Test
    void each_class_is_found_once_and_never_taken_for_another() {
        List<Class<?>> found = new ArrayList<>();
        PerClass<String> names = new PerClass<>(PerClass.class, type -> {
            found.add(type);
            return type.getName();
        });
        // More than there are places: some of them fall on one. Arrays have the loader of their element.
        List<Object> objects = IntStream.range(0, 250)
                .boxed()
                .flatMap(dimensions -> List.of(
                                PerClass.class,
                                PerClassTest.class,
                                Scope.class,
                                Ambient.class,
                                Boundary.class,
                                AmbientContext.class,
                                Recorder.class,
                                Problem.class,
                                Reporter.class,
                                Policy.class)
                        .stream()
                        .map(type -> java.lang.reflect.Array.newInstance(type, new int[dimensions + 1])))
                .toList();

        for (int round = 0; round < 3; round++) {
            for (Object object : objects) {
                assertThat(names.of(object)).isEqualTo(object.getClass().getName());
            }
        }

        assertThat(found).hasSize(2_500).doesNotHaveDuplicates();
    }

    @Test
    void classes_of_other_loaders_and_hidden_ones_are_known_too() {
        PerClass<String> names = new PerClass<>(PerClass.class, Class::getName);
        Runnable hidden = () -> {};

        for (int round = 0; round < 2; round++) {
            assertThat(names.of("text")).isEqualTo("java.lang.String");
            assertThat(names.of(hidden)).isEqualTo(hidden.getClass().getName());
        }
    }

    /** As an application's server has them, and as lambdas are. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_keeps_no_class_that_may_go_before_the_library(boolean hidden) throws Exception {
        PerClass<String> names = new PerClass<>(PerClassTest.class, Class::getName);

        WeakReference<Class<?>> known = know(names, hidden);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(known.refersTo(null)).as("the class is gone").isTrue();
        });
        assertThat(names.of(this)).isEqualTo(getClass().getName());
    }

    private static WeakReference<Class<?>> know(PerClass<String> names, boolean hidden) throws Exception {
        Class<?> type = hidden ? hidden() : ofAnotherLoader();
        assertThat(names.of(type.getDeclaredConstructor().newInstance())).isEqualTo(type.getName());
        return new WeakReference<>(type);
    }

    private static Class<?> hidden() throws Exception {
        try (InputStream code = PerClassTest.class.getResourceAsStream("PerClassTest$Known.class")) {
            return MethodHandles.lookup()
                    .defineHiddenClass(Objects.requireNonNull(code).readAllBytes(), false)
                    .lookupClass();
        }
    }

    private static Class<?> ofAnotherLoader() throws Exception {
        URL classes = PerClassTest.class.getProtectionDomain().getCodeSource().getLocation();
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
        PerClass<Integer> known = new PerClass<>(PerClass.class, type -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return calls.get();
        });

        assertThatThrownBy(() -> known.of(this)).hasMessage("not yet");
        assertThat(known.of(this)).isEqualTo(2);
        assertThat(known.of(this)).isEqualTo(2);
    }
}
