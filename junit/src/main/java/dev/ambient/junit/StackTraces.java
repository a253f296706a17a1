/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a stack tells: whose code it is, and whether it is still running. */
final class StackTraces {

    private static final Set<String> OURS = Set.of(
            "dev.ambient",
            "dev.ambient.spi",
            "dev.ambient.foreign",
            "dev.ambient.report",
            "dev.ambient.task",
            "dev.ambient.reactor",
            "dev.ambient.rxjava3",
            "dev.ambient.junit");

    private static final List<String> LIBRARIES = List.of(
            "java.", "javax.", "jdk.", "sun.", "reactor.", "io.reactivex.", "io.micrometer.context.", "org.junit.");

    private StackTraces() {}

    /** The first line of the program's own code. */
    static @Nullable StackTraceElement firstOfProgram(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> !isOurs(frame))
                .filter(frame -> LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .orElse(null);
    }

    /** From the first line that is not ours to the last before JUnit's. */
    static Stream<StackTraceElement> worthShowing(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .dropWhile(StackTraces::isOurs)
                .takeWhile(frame -> !frame.getClassName().startsWith("jdk.internal.reflect.")
                        && !frame.getClassName().startsWith("org.junit."));
    }

    static boolean isOfJUnit(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith("org.junit.platform.engine."));
    }

    /**
     * Whether a thread may still undo what it did where the stack was taken: it is in a callback or task of Ambient's, or in
     * the method that did it.
     */
    static boolean isStillIn(Thread thread, StackTraceElement[] stack) {
        if (!thread.isAlive()) {
            return false;
        }
        StackTraceElement[] now = thread.getStackTrace();
        if (Arrays.stream(now).anyMatch(StackTraces::isOurs)) {
            return true;
        }
        int below = (int) Arrays.stream(stack).dropWhile(StackTraces::isOurs).count();
        return below > 0 && below <= now.length && isSameMethod(now[now.length - below], stack[stack.length - below]);
    }

    private static boolean isSameMethod(StackTraceElement one, StackTraceElement other) {
        return one.getClassName().equals(other.getClassName())
                && one.getMethodName().equals(other.getMethodName());
    }

    private static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        return OURS.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    }
}
