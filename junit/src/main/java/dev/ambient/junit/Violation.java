/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something that a test has left behind. */
record Violation(String message, String thread, Throwable where) {

    private static final int LINES = 12;

    /** An error that shows them all, the line at fault first, and points to the first of them. */
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
                StackTraces.worthShowing(where.getStackTrace()).toList();
        String lines = stack.stream()
                .limit(LINES)
                .map(frame -> "\n        at " + frame)
                .collect(Collectors.joining());
        return (line == null ? "" : "at " + line + " ") + "on thread '" + thread + "'\n    " + message + lines
                + (stack.size() > LINES ? "\n        … " + (stack.size() - LINES) + " more" : "");
    }
}
