/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads stack traces: whose code a frame is, and whether a thread still runs it. */
final class StackTraces {

    /** The packages of Ambient, by whole name. A test fails if a published module has one that is not here. */
    private static final Set<String> PACKAGES = Set.of(
            "dev.ambient",
            "dev.ambient.spi",
            "dev.ambient.foreign",
            "dev.ambient.report",
            "dev.ambient.task",
            "dev.ambient.reactor",
            "dev.ambient.rxjava3",
            "dev.ambient.brave",
            "dev.ambient.grpc",
            "io.grpc.override",
            "dev.ambient.kotlin",
            "dev.ambient.diagnostics",
            "dev.ambient.opentelemetry",
            "dev.ambient.junit",
            "dev.ambient.spring.boot");

    private static final List<String> LIBRARIES = List.of(
            "java.", "javax.", "jdk.", "sun.", "reactor.", "io.reactivex.", "io.micrometer.context.", "org.junit.");

    private StackTraces() {}

    /** Returns the first line of the program's own code. */
    static @Nullable StackTraceElement firstOfProgram(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> !isAmbient(frame))
                .filter(frame -> LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .orElse(null);
    }

    /** Returns the frames from the first that is not Ambient's to the last before JUnit's. */
    static Stream<StackTraceElement> relevantFrames(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .dropWhile(StackTraces::isAmbient)
                .takeWhile(frame -> !frame.getClassName().startsWith("jdk.internal.reflect.")
                        && !frame.getClassName().startsWith("org.junit."));
    }

    static boolean isOfJUnit(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith("org.junit.platform.engine."));
    }

    /**
     * Returns whether a thread may still undo what it did where the stack was taken: it runs a callback or task of Ambient's, or
     * the method that did it.
     */
    static boolean isStillIn(Thread thread, StackTraceElement[] stack) {
        if (!thread.isAlive()) {
            return false;
        }
        StackTraceElement[] now = thread.getStackTrace();
        if (Arrays.stream(now).anyMatch(StackTraces::isAmbient)) {
            return true;
        }
        int below = (int) Arrays.stream(stack).dropWhile(StackTraces::isAmbient).count();
        return below > 0 && below <= now.length && isSameMethod(now[now.length - below], stack[stack.length - below]);
    }

    private static boolean isSameMethod(StackTraceElement one, StackTraceElement other) {
        return one.getClassName().equals(other.getClassName())
                && one.getMethodName().equals(other.getMethodName());
    }

    private static boolean isAmbient(StackTraceElement frame) {
        return isAmbient(frame.getClassName());
    }

    static boolean isAmbient(String className) {
        return PACKAGES.contains(className.substring(0, Math.max(0, className.lastIndexOf('.'))));
    }
}
