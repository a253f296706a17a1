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
final class StackView {

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final int DEEPEST = 2_000;

    /** While something is recorded: a look is taken often, and what lies deeper has hardly ever to do with it. */
    private static final int DEEPEST_RECORDED = 128;

    /** Of a bridge's switch: it is the operator that tells, and that is near. */
    private static final int DEEPEST_SWITCH = 40;

    /** How the carriers below the callback end. */
    enum End {
        /** With a line of the program: it has called the libraries. */
        USER,
        /** With the bottom of the stack, or what runs the program. */
        BOTTOM
    }

    /** How the callback came by the context in which it runs. */
    enum Arrival {
        /** One of ours made it current. */
        CARRIED,
        /** The program's next frame began the work, on this thread, so that it is that one's. */
        BEGUN,
        /** It is that of whoever emitted, completed or ran something that was there already. */
        HANDED_ON,
        /** The thread came with it. */
        FROM_THREAD
    }

    private @Nullable StackTraceElement line;
    private @Nullable StackTraceElement callback;
    private @Nullable StackTraceElement caller;
    private @Nullable String call;
    private @Nullable String entryClass;
    private @Nullable String entryMethod;
    private @Nullable String callerOfCallback;
    private @Nullable String handing;
    private End end = End.BOTTOM;
    private boolean isRun;
    private boolean isMain;
    private boolean isBinding;
    private boolean isSwitch;
    private final List<Invoker> above = new ArrayList<>(4);
    private final List<Invoker> below = new ArrayList<>(4);
    private final List<String> operatorsAbove = new ArrayList<>(4);
    private final List<String> operatorsBelow = new ArrayList<>(4);
    private @Nullable String executor;

    private StackView() {}

    /** What is to be asked about. */
    static StackView here() {
        return WALKER.walk(frames -> at(frames, DEEPEST, DEEPEST));
    }

    /** What is to be recorded. */
    static StackView recorded() {
        return WALKER.walk(frames -> at(frames, DEEPEST_RECORDED, DEEPEST_SWITCH));
    }

    /** The whole stack: each but the first begins with the line that has called the libraries of the one before it. */
    static List<StackView> all() {
        return WALKER.walk(frames -> {
            List<StackView> views = new ArrayList<>();
            Iterator<StackWalker.StackFrame> all = frames.limit(DEEPEST).iterator();
            StackView view = new StackView();
            Users users = new Users();
            while (all.hasNext()) {
                StackWalker.StackFrame frame = all.next();
                if (view.take(frame, users)) {
                    continue;
                }
                views.add(view.finished(users));
                if (view.end == End.BOTTOM) {
                    return views;
                }
                view = new StackView();
                users = new Users();
                view.take(frame, users);
            }
            views.add(view.finished(users));
            return views;
        });
    }

    private static StackView at(Stream<StackWalker.StackFrame> frames, int deepest, int deepestSwitch) {
        StackView view = new StackView();
        Users users = new Users();
        Iterator<StackWalker.StackFrame> all = frames.iterator();
        int depth = 0;
        while (depth < (view.isSwitch ? deepestSwitch : deepest) && all.hasNext() && view.take(all.next(), users)) {
            depth++;
        }
        return view.finished(users);
    }

    /** The program's frames, as long as the stack is being walked: their lines are looked up once, at the end. */
    private static final class Users {
        StackWalker.@Nullable StackFrame line;
        StackWalker.@Nullable StackFrame callback;
        StackWalker.@Nullable StackFrame caller;
    }

    private StackView finished(Users users) {
        line = element(users.line);
        callback = users.callback == users.line ? line : element(users.callback);
        caller = element(users.caller);
        return this;
    }

    private static @Nullable StackTraceElement element(StackWalker.@Nullable StackFrame frame) {
        return frame == null ? null : frame.toStackTraceElement();
    }

    /** Whether to go on. */
    private boolean take(StackWalker.StackFrame frame, Users users) {
        FrameClassifier.Known known = FrameClassifier.of(frame);
        switch (known.owner()) {
            case RUNNER -> {
                isRun = true;
                return false;
            }
            case USER -> {
                return takeUsers(frame, users);
            }
            case AMBIENT, LIBRARY -> {
                if (known.owner() == FrameClassifier.Owner.AMBIENT) {
                    takeOurs(frame, known, users);
                }
                Invoker invoker = known.invoker();
                if (invoker != null) {
                    takeCarriers(frame, known, invoker, users);
                }
                if (users.line != null) {
                    takeEntries(frame, invoker);
                }
                return true;
            }
        }
        return true;
    }

    /** Both ends of what is between the callback and the program's next frame: the library's methods that they meet. */
    private void takeEntries(StackWalker.StackFrame frame, @Nullable Invoker invoker) {
        entryClass = frame.getClassName();
        entryMethod = frame.getMethodName();
        if (invoker != null && callerOfCallback == null) {
            callerOfCallback = entryClass + "." + entryMethod;
        }
        if (invoker != null && invoker.exposesItsContext() && handing == null) {
            handing = entryClass;
        }
    }

    private void takeOurs(StackWalker.StackFrame frame, FrameClassifier.Known known, Users users) {
        if (users.line == null) {
            if (isPublic(frame)) {
                call = frame.getMethodName();
            }
            isSwitch |= known.invoker() == Invoker.BOUNDARY && call == null;
        } else if (below.isEmpty()) {
            isBinding |= frame.getClassName().equals("dev.ambient.Bindings");
        }
    }

    private boolean takeUsers(StackWalker.StackFrame frame, Users users) {
        if (!below.isEmpty()) {
            end = End.USER;
            users.caller = frame;
            return false;
        }
        users.callback = frame;
        if (users.line == null) {
            users.line = frame;
        }
        isMain = frame.getMethodName().equals("main");
        return true;
    }

    private void takeCarriers(StackWalker.StackFrame frame, FrameClassifier.Known known, Invoker invoker, Users users) {
        boolean isAbove = users.line == null;
        List<Invoker> invokers = isAbove ? above : below;
        if (invokers.isEmpty() || invokers.get(invokers.size() - 1) != invoker) {
            invokers.add(invoker);
        }
        if (invoker == Invoker.EXECUTOR && !frame.getClassName().endsWith("Task")) {
            String className = frame.getClassName();
            int dollar = className.indexOf('$');
            executor = dollar < 0
                    ? className
                    : className.substring(0, dollar); // of several the outermost, which has the thread
        }
        String operator = known.operator() == null ? null : OperatorNames.named(known.operator(), frame.getMethodName());
        List<String> operators = isAbove ? operatorsAbove : operatorsBelow;
        if (operator != null
                && (operators.isEmpty() || !operators.get(operators.size() - 1).equals(operator))) {
            operators.add(operator);
        }
    }

    /** How the callback came by the context in which it runs. */
    Arrival arrival() {
        if (below.contains(Invoker.MAINTENANCE)) {
            return Arrival.HANDED_ON; // also where a bridge carries what the library began with
        }
        for (Invoker invoker : below) {
            if (invoker == Invoker.BOUNDARY) {
                return Arrival.CARRIED;
            }
            if (invoker.exposesItsContext()) {
                return Arrival.HANDED_ON;
            }
        }
        if (end == End.USER) {
            return isBegun() ? Arrival.BEGUN : Arrival.HANDED_ON;
        }
        return isRun || isMain ? Arrival.BEGUN : Arrival.FROM_THREAD;
    }

    /** Whether what the program's frame called runs the callback for that frame, and not for whoever waited. */
    private boolean isBegun() {
        StackTraceElement from = caller;
        return entryClass != null
                && entryMethod != null
                && from != null
                && (SynchronousCalls.contain(entryClass, entryMethod) || SynchronousCalls.isOwnSource(entryMethod, method(from)));
    }

    /** Whether the program's frame emitted into this from what a source calls as it is subscribed, as in {@code create}. */
    boolean isEmittedWhileSubscribed(StackView next) {
        String source = next.callerOfCallback;
        return entryClass != null
                && entryMethod != null
                && source != null
                && SynchronousCalls.isSignal(entryMethod)
                && source.substring(source.lastIndexOf('.')).startsWith(".subscribe")
                && (source.startsWith(outer(entryClass)) || SynchronousCalls.isOfPublishers(source));
    }

    /** Of the class that handed the context of somebody else on, or {@code null}. */
    @Nullable
    String handing() {
        return handing;
    }

    /** Whether a block of {@code Ambient.where} is around the line, within the callback. */
    boolean isBinding() {
        return isBinding;
    }

    /** Whether it was a bridge that made a context current, and not a line of the program. */
    boolean isSwitch() {
        return isSwitch;
    }

    private static boolean isPublic(StackWalker.StackFrame frame) {
        return frame.getClassName().equals("dev.ambient.Ambient")
                || frame.getClassName().equals("dev.ambient.Bindings")
                || frame.getClassName().equals("dev.ambient.OpenScope")
                || frame.getClassName().equals("dev.ambient.AmbientContext");
    }

    Explanation.Place place() {
        return place(line);
    }

    /** A line of the program, in the callback and on the thread that are being looked at. */
    Explanation.Place place(@Nullable StackTraceElement other) {
        return new Explanation.Place(Thread.currentThread().getName(), other, operators());
    }

    /** Whether what was done lasts for as long as the thread: {@code set} where no task, block or callback of ours is around. */
    boolean isUnending() {
        return "set".equals(call) && !isBinding && !below.contains(Invoker.BOUNDARY);
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
    List<Invoker> below() {
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

    boolean isIn(Invoker invoker) {
        return above.contains(invoker) || below.contains(invoker);
    }

    /** Whether the line is in the same callback as another, as far as names tell. */
    boolean isInCallbackOf(StackView other) {
        return callback != null
                && other.callback != null
                && callback.getClassName().equals(other.callback.getClassName())
                && callback.getMethodName().equals(other.callback.getMethodName());
    }

    /** How near the line is to another's: 2 in the same method or a lambda of it, 1 in the same class, else 0. */
    int nearness(StackView other) {
        return Math.max(nearness(line, other.line), nearness(line, other.callback));
    }

    private static int nearness(@Nullable StackTraceElement one, @Nullable StackTraceElement other) {
        if (one == null || other == null || !outer(one).equals(outer(other))) {
            return 0;
        }
        return method(one).equals(method(other)) ? 2 : 1;
    }

    private static String outer(StackTraceElement frame) {
        return outer(frame.getClassName());
    }

    private static String outer(String name) {
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
