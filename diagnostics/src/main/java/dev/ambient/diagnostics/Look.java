/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A look at a stack: the line of the program's own code that is nearest, and what called that.
 *
 * <p>Seen from above there are: what the libraries do for the line (only where something was recorded inside of them),
 * the line, the program's frames below it down to the callback that a library called, and the carriers that brought control
 * to that callback, down to the program's next frame or the end of the stack.
 */
final class Look {

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final int DEEPEST = 2_000;

    /** How the carriers below the callback end. */
    enum End {
        /** With a line of the program: it has called the libraries. */
        USER,
        /** With the bottom of the stack, or what runs the program. */
        BOTTOM
    }

    private @Nullable StackTraceElement line;
    private @Nullable StackTraceElement callback;
    private @Nullable StackTraceElement caller;
    private @Nullable String call;
    private End end = End.BOTTOM;
    private boolean isRun;
    private boolean isMain;
    private final List<Carrier> above = new ArrayList<>(4);
    private final List<Carrier> below = new ArrayList<>(4);
    private final List<String> operatorsAbove = new ArrayList<>(4);
    private final List<String> operatorsBelow = new ArrayList<>(4);
    private @Nullable String executor;

    private Look() {}

    static Look here() {
        return WALKER.walk(Look::at);
    }

    private static Look at(Stream<StackWalker.StackFrame> frames) {
        Look look = new Look();
        Iterator<StackWalker.StackFrame> all = frames.limit(DEEPEST).iterator();
        while (all.hasNext() && look.take(all.next())) {
            // on to the next
        }
        return look;
    }

    /** Whether to go on. */
    private boolean take(StackWalker.StackFrame frame) {
        Frames.Known known = Frames.of(frame);
        switch (known.owner()) {
            case RUNNER -> {
                isRun = true;
                return false;
            }
            case USER -> {
                return takeUsers(frame);
            }
            case AMBIENT, LIBRARY -> {
                if (line == null && known.owner() == Frames.Owner.AMBIENT && isPublic(frame)) {
                    call = frame.getMethodName();
                }
                Carrier carrier = known.carrier();
                if (carrier != null) {
                    takeCarriers(frame, carrier);
                }
                return true;
            }
        }
        return true;
    }

    private boolean takeUsers(StackWalker.StackFrame frame) {
        if (!below.isEmpty()) {
            end = End.USER;
            caller = frame.toStackTraceElement();
            return false;
        }
        callback = frame.toStackTraceElement();
        if (line == null) {
            line = callback;
        }
        isMain = frame.getMethodName().equals("main");
        return true;
    }

    private void takeCarriers(StackWalker.StackFrame frame, Carrier carrier) {
        List<Carrier> carriers = line == null ? above : below;
        if (carriers.isEmpty() || carriers.get(carriers.size() - 1) != carrier) {
            carriers.add(carrier);
        }
        if (carrier == Carrier.EXECUTOR && !frame.getClassName().endsWith("Task")) {
            String className = frame.getClassName();
            int dollar = className.indexOf('$');
            executor = dollar < 0
                    ? className
                    : className.substring(0, dollar); // of several the outermost, which has the thread
        }
        String operator = Operators.of(frame.getClassName());
        List<String> operators = line == null ? operatorsAbove : operatorsBelow;
        if (operator != null
                && (operators.isEmpty() || !operators.get(operators.size() - 1).equals(operator))) {
            operators.add(operator);
        }
    }

    private static boolean isPublic(StackWalker.StackFrame frame) {
        return frame.getClassName().equals("dev.ambient.Ambient")
                || frame.getClassName().equals("dev.ambient.Bindings")
                || frame.getClassName().equals("dev.ambient.OpenScope")
                || frame.getClassName().equals("dev.ambient.AmbientContext");
    }

    /** The nearest line of the program. */
    @Nullable
    StackTraceElement line() {
        return line;
    }

    /** The program's frame that a library called, or with which the thread began. */
    @Nullable
    StackTraceElement callback() {
        return callback;
    }

    /** The program's frame that called the libraries below the callback. */
    @Nullable
    StackTraceElement caller() {
        return caller;
    }

    /** The method of ours that the line called. */
    @Nullable
    String call() {
        return call;
    }

    /** What brought control to the callback, nearest first. */
    List<Carrier> below() {
        return below;
    }

    End end() {
        return end;
    }

    /** Whether the callback is the program's or the test's first own method. */
    boolean isRun() {
        return (isRun || isMain) && below.isEmpty();
    }

    /**
     * The operator in whose callback the line is, and the one that brought it to this thread; or the one in which something
     * was recorded. Those in between are of no use to anybody.
     */
    List<String> operators() {
        if (!operatorsAbove.isEmpty()) {
            return List.of(operatorsAbove.get(0));
        }
        int last = operatorsBelow.size() - 1;
        if (last < 1) {
            return List.copyOf(operatorsBelow);
        }
        return end == End.BOTTOM && !isRun
                ? List.of(operatorsBelow.get(0), operatorsBelow.get(last))
                : List.of(operatorsBelow.get(0));
    }

    /** Whether an operator was at work when something was recorded. */
    boolean isIn(String operator) {
        return operatorsAbove.contains(operator);
    }

    boolean isIn(Carrier carrier) {
        return above.contains(carrier) || below.contains(carrier);
    }

    /** Whether the line is in the same callback as another, as far as names tell. */
    boolean isInCallbackOf(Look other) {
        return callback != null
                && other.callback != null
                && callback.getClassName().equals(other.callback.getClassName())
                && callback.getMethodName().equals(other.callback.getMethodName());
    }

    /** How near the line is to another's: 2 in the same method or a lambda of it, 1 in the same class, else 0. */
    int nearness(Look other) {
        return Math.max(nearness(line, other.line), nearness(line, other.callback));
    }

    private static int nearness(@Nullable StackTraceElement one, @Nullable StackTraceElement other) {
        if (one == null || other == null || !outer(one).equals(outer(other))) {
            return 0;
        }
        return method(one).equals(method(other)) ? 2 : 1;
    }

    private static String outer(StackTraceElement frame) {
        String name = frame.getClassName();
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    /** The method in whose body it stands: {@code lambda$order$0} stands in {@code order}. */
    static String method(StackTraceElement frame) {
        String name = frame.getMethodName();
        if (!name.startsWith("lambda$")) {
            return name;
        }
        int end = name.lastIndexOf('$');
        return end > 7 ? name.substring(7, end) : name;
    }

    /** What runs the task in which the line is, for people. */
    @Nullable
    String executor() {
        return executor;
    }
}
