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
 * Finds out whether a task is submitted by its own flow or by whoever completes what it waits for. Where that is not known, it is taken to
 * be the completer.
 *
 * <p>For libraries, the frames of the stack above the executor show it: a microsecond or two, for such tasks alone.
 */
final class Handover {

    static final Handover GUAVA = new Handover(
            "com.google.common.util.concurrent.",
            // Executors around the executor, and what combines the inputs of a future.
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

    /** More than executors and schedulers around ours have. */
    private static final int FRAMES = 32;

    private final String library;
    private final Pattern between;
    private final Pattern flow;

    /** The patterns match the name of a class inside the library, without nested classes, and a method. */
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
     * Returns whether the {@link CompletableFuture} of a stage was complete when the stage was attached, so that its own flow submits it.
     * Otherwise the thread that completes the future claims the stage first, and marks it so that no other thread does. (If the future is
     * completed while the stage is being attached, either may claim it.)
     */
    static boolean isUnclaimed(Object stage) {
        return Claims.ARE_MARKED && stage instanceof ForkJoinTask<?> task && task.getForkJoinTaskTag() == 0;
    }

    /** Tries out whether this JDK marks them so. */
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
