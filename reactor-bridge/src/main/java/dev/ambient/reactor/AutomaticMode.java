/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import reactor.core.Exceptions;
import reactor.core.publisher.Hooks;

/** Tells whether Reactor's automatic context propagation is on. Early releases of Reactor 3.7 have no method for that. */
final class AutomaticMode {

    private static final MethodType ANSWER = MethodType.methodType(boolean.class);
    private static final BooleanSupplier IS_ON = find();

    private AutomaticMode() {}

    /** Returns whether it is on; {@code true} where Reactor does not tell. */
    static boolean isOn() {
        return IS_ON.getAsBoolean();
    }

    private static BooleanSupplier find() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            return call(lookup, lookup.findStatic(Hooks.class, "isAutomaticContextPropagationEnabled", ANSWER));
        } catch (ReflectiveOperationException e) {
            return () -> true;
        }
    }

    /** Returns a lambda that calls a method. Every operator calls it when it is assembled, and a lambda costs less than a method handle. */
    static BooleanSupplier call(MethodHandles.Lookup lookup, MethodHandle method) {
        try {
            MethodType factory = MethodType.methodType(BooleanSupplier.class);
            return (BooleanSupplier)
                    LambdaMetafactory.metafactory(lookup, "getAsBoolean", factory, ANSWER, method, ANSWER)
                            .getTarget()
                            .invokeExact();
        } catch (Throwable e) { // the lookup is of another module, or no class can be made at run time, as in a native
            // image
            return () -> invoke(method);
        }
    }

    private static boolean invoke(MethodHandle method) {
        try {
            return (boolean) method.invokeExact();
        } catch (Throwable e) {
            throw Exceptions.propagate(e);
        }
    }
}
