/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of a stack around the nearest line of the program's own code. {@link StackReader} creates it.
 *
 * <p>From the top of the stack down it has these parts:
 *
 * <ol>
 *   <li>library frames above the line, only where an event was recorded inside a library,
 *   <li>the {@linkplain #line line},
 *   <li>the program's frames below it, down to the {@linkplain #callback callback} that a library called,
 *   <li>the {@linkplain #invokers invokers} that called the callback,
 *   <li>the program's next frame, the {@linkplain #caller caller}, unless the stack ends before it.
 * </ol>
 */
final class StackView {

    private final @Nullable StackTraceElement line;
    private final @Nullable StackTraceElement callback;
    private final @Nullable StackTraceElement caller;
    private final @Nullable String ambientMethod;
    private final @Nullable String calledClass;
    private final @Nullable String calledMethod;
    private final @Nullable String callbackInvoker;
    private final @Nullable String exposingClass;
    private final @Nullable String executor;
    private final boolean isAboveRunner;
    private final boolean isMain;
    private final boolean isInBinding;
    private final boolean isBridgeSwitch;
    private final List<Invoker> invokersAbove;
    private final List<Invoker> invokers;
    private final List<String> operatorsAbove;
    private final List<String> operatorsBelow;

    StackView(StackReader reader) {
        this.line = element(reader.line);
        this.callback = reader.callback == reader.line ? line : element(reader.callback);
        this.caller = element(reader.caller);
        this.ambientMethod = reader.ambientMethod;
        this.calledClass = reader.calledClass;
        this.calledMethod = reader.calledMethod;
        this.callbackInvoker = reader.callbackInvoker;
        this.exposingClass = reader.exposingClass;
        this.executor = reader.executor;
        this.isAboveRunner = reader.isAboveRunner;
        this.isMain = reader.isMain;
        this.isInBinding = reader.isInBinding;
        this.isBridgeSwitch = reader.isBridgeSwitch;
        this.invokersAbove = reader.invokersAbove;
        this.invokers = reader.invokersBelow;
        this.operatorsAbove = reader.operatorsAbove;
        this.operatorsBelow = reader.operatorsBelow;
    }

    private static @Nullable StackTraceElement element(StackWalker.@Nullable StackFrame frame) {
        return frame == null ? null : frame.toStackTraceElement();
    }

    /** Returns the nearest line of the program. */
    @Nullable
    StackTraceElement line() {
        return line;
    }

    /** Returns the program's frame that a library called, or the thread's first frame of the program. */
    @Nullable
    StackTraceElement callback() {
        return callback;
    }

    /** Returns the program's frame that called the libraries below the callback; {@code null} if the stack ends first. */
    @Nullable
    StackTraceElement caller() {
        return caller;
    }

    /** Returns the class of the library method that the {@linkplain #caller caller} called. */
    @Nullable
    String calledClass() {
        return calledClass;
    }

    /** Returns the name of the library method that the {@linkplain #caller caller} called. */
    @Nullable
    String calledMethod() {
        return calledMethod;
    }

    /** Returns the library method that called the callback, as {@code class.method}. */
    @Nullable
    String callbackInvoker() {
        return callbackInvoker;
    }

    /** Returns the library class that ran the callback in the context of another flow; {@code null} if none did. */
    @Nullable
    String exposingClass() {
        return exposingClass;
    }

    /** Returns what called the callback, nearest first. */
    List<Invoker> invokers() {
        return invokers;
    }

    /** Returns the class of the executor that runs the task; {@code null} if none does. */
    @Nullable
    String executor() {
        return executor;
    }

    /** Returns whether an invoker is anywhere on this part of the stack. */
    boolean contains(Invoker invoker) {
        return invokersAbove.contains(invoker) || invokers.contains(invoker);
    }

    /** Returns whether the line is inside a block of {@code Ambient.where}, within the callback. */
    boolean isInBinding() {
        return isInBinding;
    }

    /** Returns whether a bridge, not a line of the program, made a context current. */
    boolean isBridgeSwitch() {
        return isBridgeSwitch;
    }

    /** Returns whether the line called {@code Ambient.set}. */
    boolean isSet() {
        return "set".equals(ambientMethod);
    }

    /** Returns whether the line called {@code set} where no scope, task or callback ends the value. */
    boolean isUnendingSet() {
        return isSet() && !isInBinding && !invokers.contains(Invoker.BOUNDARY);
    }

    /** Returns whether the thread began with the program's {@code main} or with a test. */
    boolean isBelowEntryPoint() {
        return isAboveRunner || isMain;
    }

    /** Returns whether the callback itself is the program's {@code main} or a test. */
    boolean isEntryPoint() {
        return isBelowEntryPoint() && invokers.isEmpty();
    }

    /**
     * Returns the operator in whose callback the line is, and the one that brought control to this thread; or the operator
     * in which the event was recorded. The operators in between are left out.
     */
    List<String> operators() {
        if (!operatorsAbove.isEmpty()) {
            return List.of(operatorsAbove.get(0));
        }
        int last = operatorsBelow.size() - 1;
        if (last < 1) {
            return List.copyOf(operatorsBelow);
        }
        return caller == null && !isAboveRunner
                ? List.of(operatorsBelow.get(0), operatorsBelow.get(last))
                : List.of(operatorsBelow.get(0));
    }

    /** Returns the place of the line. */
    Explanation.Place place() {
        return place(line);
    }

    /** Returns the place of another line in the same callback and on the same thread, which is the running one. */
    Explanation.Place place(@Nullable StackTraceElement other) {
        return new Explanation.Place(Thread.currentThread().getName(), other, operators());
    }

    /** Returns whether both lines are in the same callback, as far as names tell. */
    boolean isInCallbackOf(StackView other) {
        return callback != null
                && other.callback != null
                && callback.getClassName().equals(other.callback.getClassName())
                && callback.getMethodName().equals(other.callback.getMethodName());
    }

    /** Returns how near the lines are: 2 in the same method or a lambda of it, 1 in the same class, else 0. */
    int nearness(StackView other) {
        return Math.max(nearness(line, other.line), nearness(line, other.callback));
    }

    private static int nearness(@Nullable StackTraceElement one, @Nullable StackTraceElement other) {
        if (one == null || other == null || !outerClass(one.getClassName()).equals(outerClass(other.getClassName()))) {
            return 0;
        }
        return method(one).equals(method(other)) ? 2 : 1;
    }

    static String outerClass(String name) {
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    /** Returns the method whose source has the line: {@code lambda$order$0} is in {@code order}. */
    static String method(StackTraceElement frame) {
        String name = frame.getMethodName();
        if (!name.startsWith("lambda$")) {
            return name;
        }
        int end = name.lastIndexOf('$');
        return end > 7 ? name.substring(7, end) : name;
    }
}
