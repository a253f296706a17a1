/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
