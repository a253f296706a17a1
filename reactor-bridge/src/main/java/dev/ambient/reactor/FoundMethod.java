/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A method that was found by its name, as an object of one of the JDK's functional interfaces. Compilers put its call in line,
 * which they often do not do with that of a method handle: in a Spring Boot service that was half of the time for assembling operators.
 */
final class FoundMethod {

    private FoundMethod() {}

    /**
     * A method as a function.
     *
     * @param <F> the functional interface
     * @param shape the functional interface, of the JDK
     * @param name its one method
     * @param lookup with which the method was found
     * @param method the method
     */
    static <F> F as(Class<F> shape, String name, MethodHandles.Lookup lookup, MethodHandle method) {
        MethodType type = method.type();
        try {
            return shape.cast(LambdaMetafactory.metafactory(
                            lookup, name, MethodType.methodType(shape), type.erase(), method, type)
                    .getTarget()
                    .invoke());
        } catch (Throwable e) { // of another module; or where no class can be made at run time
            return MethodHandleProxies.asInterfaceInstance(shape, method);
        }
    }
}
