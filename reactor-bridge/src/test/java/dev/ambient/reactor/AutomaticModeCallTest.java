/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the bridge calls the method that tells whether automatic mode is on. */
class AutomaticModeCallTest {

    private static final RuntimeException FAILURE = new RuntimeException("expected");

    @SuppressWarnings("unused") // found by its name
    private static boolean yes() {
        return true;
    }

    @SuppressWarnings("unused") // found by its name
    private static boolean fail() {
        throw FAILURE;
    }

    @Test
    void the_method_is_called_by_a_lambda_where_a_class_may_be_made() throws Exception {
        BooleanSupplier call = call(MethodHandles.lookup(), "yes");

        assertThat(capturesHandle(call)).isFalse();
        assertThat(call.getAsBoolean()).isTrue();
    }

    @Test
    void the_method_is_called_by_its_handle_where_no_class_may_be_made() throws Exception {
        BooleanSupplier call = call(withoutPrivateAccess(), "yes");

        assertThat(capturesHandle(call)).isTrue();
        assertThat(MethodHandleProxies.isWrapperInstance(call))
                .as("a proxy is a class that is made at run time")
                .isFalse();
        assertThat(call.getAsBoolean()).isTrue();
    }

    @Test
    void an_exception_of_the_method_is_thrown_as_it_is() throws Exception {
        for (MethodHandles.Lookup lookup :
                new MethodHandles.Lookup[] {MethodHandles.lookup(), withoutPrivateAccess()}) {
            assertThatThrownBy(() -> call(lookup, "fail").getAsBoolean()).isSameAs(FAILURE);
        }
    }

    private static boolean capturesHandle(Object lambda) {
        return Stream.of(lambda.getClass().getDeclaredFields())
                .anyMatch(field -> field.getType() == MethodHandle.class);
    }

    private static MethodHandles.Lookup withoutPrivateAccess() {
        return MethodHandles.lookup().dropLookupMode(MethodHandles.Lookup.PRIVATE);
    }

    private static BooleanSupplier call(MethodHandles.Lookup lookup, String method)
            throws ReflectiveOperationException {
        return AutomaticMode.call(
                lookup,
                MethodHandles.lookup()
                        .findStatic(AutomaticModeCallTest.class, method, MethodType.methodType(boolean.class)));
    }
}
