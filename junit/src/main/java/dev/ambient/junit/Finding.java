/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something that a test has left behind. */
record Finding(String message, String thread, Throwable where) {

    private static final int LINES = 12;

    /** An error that shows them all, the line at fault first, and points to the first of them. */
    static AssertionError error(String title, List<Finding> findings) {
        StringBuilder text = new StringBuilder(title);
        for (Finding finding : findings) {
            text.append("\n\n").append(finding.text());
        }
        AssertionError error = new AssertionError(text.append('\n').toString());
        error.setStackTrace(findings.get(0).where.getStackTrace());
        findings.forEach(finding -> error.addSuppressed(finding.where));
        return error;
    }

    private String text() {
        @Nullable StackTraceElement line = Stacks.firstOfProgram(where.getStackTrace());
        List<StackTraceElement> stack =
                Stacks.worthShowing(where.getStackTrace()).toList();
        String lines = stack.stream()
                .limit(LINES)
                .map(frame -> "\n        at " + frame)
                .collect(Collectors.joining());
        return (line == null ? "" : "at " + line + " ") + "on thread '" + thread + "'\n    " + message + lines
                + (stack.size() > LINES ? "\n        … " + (stack.size() - LINES) + " more" : "");
    }
}
