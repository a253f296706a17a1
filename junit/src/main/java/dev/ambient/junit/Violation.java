/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that a test left behind or did wrong.
 *
 * @param message what it is, and what to do
 * @param thread the name of the thread
 * @param where the stack that led to it
 */
record Violation(String message, String thread, Throwable where) {

    private static final int MAX_LINES = 12;

    /** Returns an error that shows all violations, each with the line at fault first. Its own stack is that of the first one. */
    static AssertionError error(String title, List<Violation> violations) {
        StringBuilder text = new StringBuilder(title);
        for (Violation violation : violations) {
            text.append("\n\n").append(violation.text());
        }
        AssertionError error = new AssertionError(text.append('\n').toString());
        error.setStackTrace(violations.get(0).where.getStackTrace());
        violations.forEach(violation -> error.addSuppressed(violation.where));
        return error;
    }

    private String text() {
        @Nullable StackTraceElement line = StackTraces.firstOfProgram(where.getStackTrace());
        List<StackTraceElement> stack =
                StackTraces.relevantFrames(where.getStackTrace()).toList();
        String lines = stack.stream()
                .limit(MAX_LINES)
                .map(frame -> "\n        at " + frame)
                .collect(Collectors.joining());
        return (line == null ? "" : "at " + line + " ") + "on thread '" + thread + "'\n    " + message + lines
                + (stack.size() > MAX_LINES ? "\n        … " + (stack.size() - MAX_LINES) + " more" : "");
    }
}
