/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An explanation of why a value is missing or where it came from, made by {@link Diagnostics#explain}.
 *
 * <pre>{@code
 * requestId is not here: EXECUTOR_NOT_WRAPPED
 *   here      Orders.java:31 (Orders.store), thread 'pool-1-thread-1'
 *   set       Orders.java:24 (Orders.order), thread 'main': r-17
 *   captured  never
 *   last      Orders.java:24 (Orders.order), thread 'main'
 *   dropped   Orders.java:31 (Orders.store), thread 'pool-1-thread-1'
 *   why       The task came to this thread through java.util.concurrent.ThreadPoolExecutor, which is not wrapped.
 *   fix       AmbientExecutors.wrap(executor), where the executor is created
 * }</pre>
 *
 * <p>{@link #describe} is for people, the components are for programs. It is as good as what was recorded: where several flows
 * are under way, it takes the flow whose value was handled nearest to the line that asks, and of those the last.
 *
 * <p><b>Threads.</b> It is immutable. It holds text, and no value, key or context.
 *
 * @param key the name of the key
 * @param reason why the value is not here, or that it is
 * @param value the value that is lost or here, as text; stars if it is redacted; {@code null} if it is unknown or nobody holds
 *     it any more
 * @param found the value, as text, that is here in its place: it belongs to the code that emitted, completed or ran this work,
 *     or was left on the thread, and is this flow's own only by chance; {@code null} if there is none
 * @param here the place that asks
 * @param set where the value was set; {@code null} if that is unknown
 * @param captured where the value was last captured; {@code null} if it never was, as far as is known
 * @param last where the value was last seen; {@code null} if that is unknown
 * @param dropped where the value was dropped: the callback or task that does not have it, or the line that subscribed outside
 *     of it, ended it or unset it
 * @param why a sentence on what happened
 * @param fix what to call, and where
 */
public record Explanation(
        String key,
        Reason reason,
        @Nullable String value,
        @Nullable String found,
        Place here,
        @Nullable Place set,
        @Nullable Place captured,
        @Nullable Place last,
        Place dropped,
        String why,
        String fix) {

    /** Why a value is not here, or that it is. */
    public enum Reason {
        /** The value is here, and replaced no other. */
        PRESENT,
        /** The value is here, and replaced another. */
        OVERWRITTEN,
        /** The value was never set, as far back as events were recorded. */
        NEVER_SET,
        /** The scope, block or callback in which the value was set has ended. */
        SCOPE_ENDED,
        /** The value was unset. */
        CLEARED,
        /** The task came through an executor or a thread that is not wrapped. */
        EXECUTOR_NOT_WRAPPED,
        /** The callback is a stage of a {@code CompletableFuture} that is not an {@code AmbientFuture}. */
        PLAIN_FUTURE,
        /** The flow was subscribed, or the task was submitted, where the value was not set. */
        SUBSCRIBED_OUTSIDE,
        /** The flow began where flow was suppressed. */
        SUPPRESSED,
        /** The bridge of the library that called the callback is not installed. */
        BRIDGE_NOT_INSTALLED,
        /** A library does this work in the background, for no request. */
        BACKGROUND,
        /** The flow came from another reactive library, and only that library's bridge is installed. */
        CROSSING,
        /** The flow passed through something that calls no hook: a sink, a trampoline, a source that the program implements. */
        NOT_REACHED,
        /** The policy of this foreign thread-local is {@code CLEAR}. */
        POLICY_CLEAR,
        /** The policy of this foreign thread-local is {@code LEAVE}. */
        POLICY_LEAVE,
        /** No {@code ThreadLocalAccessor} is registered for this foreign thread-local. */
        NOT_REGISTERED
    }

    /**
     * A place in a program.
     *
     * @param thread the name of the thread
     * @param line the nearest line of the program's own code; {@code null} if only libraries are on the stack
     * @param operators the operators of Reactor and RxJava in whose callback the line is, nearest first
     */
    public record Place(String thread, @Nullable StackTraceElement line, List<String> operators) {

        /** Returns text such as {@code Orders.java:31 (Orders.store), thread 'parallel-1', in map below publishOn}. */
        @Override
        public String toString() {
            return (line == null ? "no line of the program" : text(line)) + ", thread '" + thread + "'"
                    + (operators.isEmpty() ? "" : ", in " + String.join(" below ", operators));
        }

        private static String text(StackTraceElement line) {
            String className = line.getClassName();
            return line.getFileName() + ":" + line.getLineNumber() + " ("
                    + className.substring(className.lastIndexOf('.') + 1) + "." + StackView.method(line) + ")";
        }
    }

    /**
     * Returns whether the value is here and came with the flow. A value that was {@linkplain #found found} in its place did not.
     *
     * @return whether the reason is {@link Reason#PRESENT} or {@link Reason#OVERWRITTEN}
     */
    public boolean isPresent() {
        return reason == Reason.PRESENT || reason == Reason.OVERWRITTEN;
    }

    /**
     * Returns the whole explanation as text, for people. The last line is the fix.
     *
     * @return some lines
     */
    public String describe() {
        String value = this.value == null ? "" : ": " + this.value;
        String headline = isPresent()
                ? " is here: "
                : found == null ? " is not here: " : " is here, but did not come with this flow: ";
        return key + headline + reason
                + "\n  here      " + here
                + (found == null ? "" : "\n  found     " + found)
                + "\n  set       " + (set == null ? "unknown" : set + value)
                + "\n  captured  " + (captured == null ? "never" : captured)
                + "\n  last      " + (last == null ? "unknown" : last)
                + (isPresent() ? "" : "\n  dropped   " + dropped)
                + "\n  why       " + why
                + "\n  fix       " + fix;
    }

    /** Returns the same as {@link #describe}. */
    @Override
    public String toString() {
        return describe();
    }
}
