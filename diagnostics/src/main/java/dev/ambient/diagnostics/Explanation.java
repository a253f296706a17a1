/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value went: what {@link Diagnostics#explain} found.
 *
 * <pre>{@code
 * requestId is not here: EXECUTOR_NOT_WRAPPED
 *   here      Orders.java:31 (Orders.store), thread 'pool-1-thread-1'
 *   set       Orders.java:24 (Orders.order), thread 'main': r-17
 *   captured  never
 *   last      Orders.java:24 (Orders.order), thread 'main'
 *   dropped   Orders.java:29 (Orders.lambdabash), thread 'pool-1-thread-1'
 *   why       A task came to this thread through java.util.concurrent.ThreadPoolExecutor, which nobody wrapped.
 *   cure      AmbientExecutors.wrap(executor), where the executor is made
 * }</pre>
 *
 * <p>It is for people through {@link #describe}, for programs through its parts. What it says is as good as what was
 * recorded: where several flows are under way, the one is taken whose value was handled nearest to the line that asks,
 * and of those the last.
 *
 * <p><b>Threads.</b> It never changes. It holds text, no value, key or context.
 *
 * @param key the name of the key
 * @param reason why the value is not here, or that it is
 * @param value the value that was lost or is here, as text; stars if it is redacted; {@code null} if nobody has it any more,
 *     or none is known
 * @param found the value that is here in its place, as text: whoever emitted, completed or ran this works for it, or left it
 *     on the thread, and it is this flow's own only by chance; {@code null} if there is none
 * @param here who asks
 * @param set where the value was set; {@code null} if that is not known
 * @param captured where it was captured last; {@code null} if it never was, as far as is known
 * @param last where it was seen last; {@code null} if that is not known
 * @param dropped the place at fault: the callback or task that has no value, or the line that subscribed outside of it,
 *     ended it or took it away
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
        /** It is here, and nothing replaced another. */
        PRESENT,
        /** It is here, and was set over another. */
        OVERWRITTEN,
        /** Nobody has set it, as far back as is recorded. */
        NEVER_SET,
        /** The scope, block or callback in which it was set has ended. */
        SCOPE_ENDED,
        /** Somebody called {@code unset}. */
        CLEARED,
        /** The task came through an executor, or a thread, that nobody had wrapped. */
        EXECUTOR_NOT_WRAPPED,
        /** The callback is that of a {@code CompletableFuture} that is no {@code AmbientFuture}. */
        PLAIN_FUTURE,
        /** The flow was subscribed, or the task submitted, where the value was not set. */
        SUBSCRIBED_OUTSIDE,
        /** The flow began where flow was suppressed. */
        SUPPRESSED,
        /** The bridge of the library whose operator calls is not installed. */
        BRIDGE_NOT_INSTALLED,
        /** A library does this in the background, for nobody's request. */
        BACKGROUND,
        /** The flow came from another reactive library, and only that one's bridge is installed. */
        CROSSING,
        /** The way leads through something that calls no hook: a sink, a trampoline, a source of the program's own. */
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
     * @param line the nearest line of the program's own code; {@code null} where only libraries were at work
     * @param operators the operators of Reactor and RxJava in whose callback that is, nearest first
     */
    public record Place(String thread, @Nullable StackTraceElement line, List<String> operators) {

        /** {@code Orders.java:31 (Orders.store), thread 'parallel-1', in map below publishOn}; a lambda by its method's name. */
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
     * Whether the value is here, and came with the flow. Where another's is {@linkplain #found found}, it is not.
     *
     * @return whether the reason is {@link Reason#PRESENT} or {@link Reason#OVERWRITTEN}
     */
    public boolean isPresent() {
        return reason == Reason.PRESENT || reason == Reason.OVERWRITTEN;
    }

    /**
     * All of it as text, for people. It ends with the cure.
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
                + "\n  set       " + (set == null ? "not known" : set + value)
                + "\n  captured  " + (captured == null ? "never" : captured)
                + "\n  last      " + (last == null ? "not known" : last)
                + (isPresent() ? "" : "\n  dropped   " + dropped)
                + "\n  why       " + why
                + "\n  cure      " + fix;
    }

    /** The same as {@link #describe}. */
    @Override
    public String toString() {
        return describe();
    }
}
