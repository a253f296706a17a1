/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Virtual threads, on a JDK that has them: this is compiled for one that has none. */
final class Threads {

    private static final @Nullable MethodHandle START = start();

    private Threads() {}

    static void prove() {
        if (START == null) {
            throw new NotTimed("not on this JDK: virtual threads come with 21, this is "
                    + Runtime.version().feature());
        }
    }

    static boolean areVirtual() {
        return START != null;
    }

    static Thread startVirtual(Runnable task) {
        try {
            return (Thread) START.invokeExact(task);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void runOnVirtual(Runnable task) {
        try {
            startVirtual(task).join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable MethodHandle start() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
