/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks the stack of the running thread and reads it into {@link StackView}s. Source lines are looked up once, at the end. */
final class StackReader {

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final int MAX_FRAMES = 2_000;

    /** Events are recorded often, and frames deeper than this rarely matter to them. */
    private static final int MAX_FRAMES_OF_EVENT = 128;

    /** When a bridge switches contexts, the operator is what matters, and it is near. */
    private static final int MAX_FRAMES_OF_BRIDGE_SWITCH = 40;

    /** The classes of Ambient that a program calls to set values and to make contexts current. */
    private static final Set<String> CALLED_BY_PROGRAMS = Set.of(
            "dev.ambient.Ambient", "dev.ambient.Bindings", "dev.ambient.OpenScope", "dev.ambient.AmbientContext");

    StackWalker.@Nullable StackFrame line;
    StackWalker.@Nullable StackFrame callback;
    StackWalker.@Nullable StackFrame caller;

    @Nullable
    String ambientMethod;

    @Nullable
    String calledClass;

    @Nullable
    String calledMethod;

    @Nullable
    String callbackInvoker;

    @Nullable
    String exposingClass;

    @Nullable
    String executor;

    boolean isAboveRunner;
    boolean isMain;
    boolean isInBinding;
    boolean isBridgeSwitch;
    final List<Invoker> invokersAbove = new ArrayList<>(4);
    final List<Invoker> invokersBelow = new ArrayList<>(4);
    final List<String> operatorsAbove = new ArrayList<>(4);
    final List<String> operatorsBelow = new ArrayList<>(4);

    private StackReader() {}

    /** Reads as much of the stack as an explanation needs. */
    static StackView read() {
        return WALKER.walk(frames -> read(frames.iterator(), MAX_FRAMES, MAX_FRAMES));
    }

    /** Reads as much of the stack as an event needs. */
    static StackView readForEvent() {
        return WALKER.walk(frames -> read(frames.iterator(), MAX_FRAMES_OF_EVENT, MAX_FRAMES_OF_BRIDGE_SWITCH));
    }

    /** Reads the whole stack. Each view but the first begins with the line that called the libraries of the one before. */
    static List<StackView> readAll() {
        return WALKER.walk(frames -> {
            List<StackView> views = new ArrayList<>();
            Iterator<StackWalker.StackFrame> all = frames.limit(MAX_FRAMES).iterator();
            StackReader reader = new StackReader();
            while (all.hasNext()) {
                StackWalker.StackFrame frame = all.next();
                if (reader.accept(frame)) {
                    continue;
                }
                views.add(new StackView(reader));
                if (reader.caller == null) {
                    return views;
                }
                reader = new StackReader();
                reader.accept(frame);
            }
            views.add(new StackView(reader));
            return views;
        });
    }

    private static StackView read(Iterator<StackWalker.StackFrame> frames, int max, int maxOfBridgeSwitch) {
        StackReader reader = new StackReader();
        int depth = 0;
        while (depth < (reader.isBridgeSwitch ? maxOfBridgeSwitch : max)
                && frames.hasNext()
                && reader.accept(frames.next())) {
            depth++;
        }
        return new StackView(reader);
    }

    /** Takes the next frame, and returns whether the view needs more. */
    private boolean accept(StackWalker.StackFrame frame) {
        FrameClassifier.Kind kind = FrameClassifier.classify(frame);
        switch (kind.owner()) {
            case RUNNER -> {
                isAboveRunner = true;
                return false;
            }
            case PROGRAM -> {
                return acceptProgram(frame);
            }
            case AMBIENT -> {
                acceptAmbient(frame, kind);
                acceptLibrary(frame, kind);
            }
            case LIBRARY -> acceptLibrary(frame, kind);
        }
        return true;
    }

    private boolean acceptProgram(StackWalker.StackFrame frame) {
        if (!invokersBelow.isEmpty()) {
            caller = frame;
            return false;
        }
        callback = frame;
        if (line == null) {
            line = frame;
        }
        isMain = frame.getMethodName().equals("main");
        return true;
    }

    private void acceptAmbient(StackWalker.StackFrame frame, FrameClassifier.Kind kind) {
        if (line == null) {
            if (CALLED_BY_PROGRAMS.contains(frame.getClassName())) {
                ambientMethod = frame.getMethodName();
            }
            isBridgeSwitch |= kind.invoker() == Invoker.BOUNDARY && ambientMethod == null;
        } else if (invokersBelow.isEmpty()) {
            isInBinding |= frame.getClassName().equals("dev.ambient.Bindings");
        }
    }

    private void acceptLibrary(StackWalker.StackFrame frame, FrameClassifier.Kind kind) {
        Invoker invoker = kind.invoker();
        if (invoker != null) {
            acceptInvoker(frame, kind, invoker);
        }
        if (line == null) {
            return;
        }
        calledClass = frame.getClassName(); // the last of these is the one that the program called
        calledMethod = frame.getMethodName();
        if (invoker != null && callbackInvoker == null) {
            callbackInvoker = calledClass + "." + calledMethod;
        }
        if (invoker != null && invoker.exposesItsContext() && exposingClass == null) {
            exposingClass = calledClass;
        }
    }

    private void acceptInvoker(StackWalker.StackFrame frame, FrameClassifier.Kind kind, Invoker invoker) {
        boolean isAbove = line == null;
        List<Invoker> invokers = isAbove ? invokersAbove : invokersBelow;
        if (invokers.isEmpty() || invokers.get(invokers.size() - 1) != invoker) {
            invokers.add(invoker);
        }
        if (invoker == Invoker.EXECUTOR && !frame.getClassName().endsWith("Task")) {
            executor = StackView.outerClass(frame.getClassName()); // of several the outermost, which owns the thread
        }
        String operator = kind.operator() == null ? null : OperatorNames.refine(kind.operator(), frame.getMethodName());
        List<String> operators = isAbove ? operatorsAbove : operatorsBelow;
        if (operator != null
                && (operators.isEmpty() || !operators.get(operators.size() - 1).equals(operator))) {
            operators.add(operator);
        }
    }
}
