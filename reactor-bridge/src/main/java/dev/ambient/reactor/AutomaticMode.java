/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Hooks;

/** Whether Reactor's automatic context propagation is on. Not every version that the bridge works with tells. */
final class AutomaticMode {

    private static final BooleanSupplier IS_ON = find();

    private AutomaticMode() {}

    private static BooleanSupplier find() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType type = MethodType.methodType(boolean.class);
        try {
            return FoundMethod.as(
                    BooleanSupplier.class,
                    "getAsBoolean",
                    lookup,
                    lookup.findStatic(Hooks.class, "isAutomaticContextPropagationEnabled", type));
        } catch (ReflectiveOperationException e) {
            return () -> true;
        }
    }

    /** Whether it is on; {@code true} where that cannot be said. */
    static boolean isOn() {
        return IS_ON.getAsBoolean();
    }
}
