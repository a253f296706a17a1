/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * By whom a task is handed on that both its own flow and whoever completes what it waits for may hand on. Where that cannot
 * be told, it was not its flow.
 *
 * <p>For libraries, by the frames of the stack above the executor: a microsecond or two, for such tasks alone.
 */
final class Handover {

    static final Handover GUAVA = new Handover(
            "com.google.common.util.concurrent.",
            // Executors around the executor, and what adds up a future's inputs.
            "MoreExecutors.*|AbstractFuture\\.executeListener|ExecutionSequencer\\.execute"
                    + "|CombinedFuture\\.(execute|handleAllCompleted)|AggregateFuture\\.(process|decrement).*",
            "(AbstractFuture|ImmediateFuture)\\.addListener|AggregateFuture\\.init");

    static final Handover KOTLIN = new Handover(
            "kotlinx.coroutines.",
            ".*\\.(dispatch|safeDispatch|resumeCancellableWith(Internal)?)(\\$.*)?|CoroutineDispatcher\\.dispatchYield",
            "intrinsics\\.CancellableKt\\.startCoroutineCancellable.*|internal\\.DispatchedContinuation\\.dispatchYield.*");

    static final Handover OKHTTP = new Handover(
            "okhttp3.",
            "internal\\.connection\\.RealCall\\.executeOn|Dispatcher\\.promoteAndExecute.*",
            "Dispatcher\\.enqueue.*");

    /** Executors and schedulers around ours have few. */
    private static final int FRAMES = 32;

    private final String library;
    private final Pattern between;
    private final Pattern flow;

    /** The patterns are for a class within the library without its nested ones, and a method. */
    private Handover(String library, String between, String flow) {
        this.library = library;
        this.between = Pattern.compile(between);
        this.flow = Pattern.compile(flow);
    }

    boolean isByFlow() {
        return StackWalker.getInstance().walk(this::isByFlow);
    }

    private boolean isByFlow(Stream<StackFrame> stack) {
        boolean inLibrary = false;
        for (Iterator<StackFrame> frames = stack.limit(FRAMES).iterator(); frames.hasNext(); ) {
            StackFrame frame = frames.next();
            if (frame.getClassName().startsWith(library)) {
                inLibrary = true;
                String name = frame.getClassName().substring(library.length());
                int nested = name.indexOf('$');
                String call = (nested < 0 ? name : name.substring(0, nested)) + "." + frame.getMethodName();
                if (!between.matcher(call).matches()) {
                    return flow.matcher(call).matches();
                }
            } else if (inLibrary) {
                return false;
            }
        }
        return false;
    }

    /**
     * Whether a stage of a {@link CompletableFuture} was complete when it was attached, and so is handed on by its flow. Else
     * it is claimed first, by the thread that completes the future, and marked so that no other claims it too. (One that is
     * completed while a stage is being attached may be claimed by either.)
     */
    static boolean isUnclaimed(Object stage) {
        return Claims.ARE_MARKED && stage instanceof ForkJoinTask<?> task && task.getForkJoinTaskTag() == 0;
    }

    /** Whether this JDK marks them so, which is tried out. */
    private static final class Claims {

        static final boolean ARE_MARKED = tryOut();

        private static boolean tryOut() {
            List<Integer> tags = new ArrayList<>();
            Executor noting = stage -> tags.add((int) ((ForkJoinTask<?>) stage).getForkJoinTaskTag());
            CompletableFuture<String> future = new CompletableFuture<>();
            CompletableFuture<?> before = future.thenRunAsync(() -> {}, noting);
            future.complete("");
            CompletableFuture<?> after = future.thenRunAsync(() -> {}, noting);
            return tags.equals(List.of(1, 0)) && !before.isDone() && !after.isDone();
        }
    }
}
