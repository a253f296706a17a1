/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

/** Whether Reactor's automatic context propagation is on. Not every version that the bridge works with tells. */
final class AutomaticMode {

    private static final @Nullable MethodHandle IS_ON = find();

    private AutomaticMode() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Hooks.class, "isAutomaticContextPropagationEnabled", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Whether it is on; {@code true} where that cannot be said. */
    static boolean isOn() {
        if (IS_ON == null) {
            return true;
        }
        try {
            return (boolean) IS_ON.invokeExact();
        } catch (Throwable e) {
            return true;
        }
    }
}
