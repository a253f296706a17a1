/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FoundMethodTest {

    @SuppressWarnings("unused") // found by its name
    private static Object answer(Object question) {
        if (question instanceof RuntimeException failure) {
            throw failure;
        }
        return question + "!";
    }

    @Test
    void it_is_a_plain_call_where_we_may_make_one() throws Exception {
        UnaryOperator<Object> function = found(MethodHandles.lookup());

        assertThat(MethodHandleProxies.isWrapperInstance(function)).isFalse();
        assertThat(function.apply("yes")).isEqualTo("yes!");
    }

    @Test
    void it_is_called_also_where_we_may_not() throws Exception {
        UnaryOperator<Object> function = found(MethodHandles.lookup().dropLookupMode(MethodHandles.Lookup.PRIVATE));

        assertThat(MethodHandleProxies.isWrapperInstance(function)).isTrue();
        assertThat(function.apply("yes")).isEqualTo("yes!");
    }

    @Test
    void what_it_throws_comes_as_it_is() throws Exception {
        RuntimeException failure = new RuntimeException("expected");

        for (MethodHandles.Lookup lookup : new MethodHandles.Lookup[] {
            MethodHandles.lookup(), MethodHandles.lookup().dropLookupMode(MethodHandles.Lookup.PRIVATE)
        }) {
            assertThatThrownBy(() -> found(lookup).apply(failure)).isSameAs(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static UnaryOperator<Object> found(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        return FoundMethod.as(
                UnaryOperator.class,
                "apply",
                lookup,
                MethodHandles.lookup()
                        .findStatic(
                                FoundMethodTest.class, "answer", MethodType.methodType(Object.class, Object.class)));
    }
}
