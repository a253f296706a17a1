/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

/** Remembers the line at fault, which is the one after the call. */
public final class FaultLine {

    private static volatile StackTraceElement fault;

    private FaultLine() {}

    /** Notes that the next line is at fault. */
    static void next() {
        StackTraceElement here = new Throwable().getStackTrace()[1];
        fault = new StackTraceElement(
                here.getClassName(), here.getMethodName(), here.getFileName(), here.getLineNumber() + 1);
    }

    /** Returns the line as a stack trace shows it. */
    public static String fault() {
        return fault.getMethodName() + "(" + fault.getFileName() + ":" + fault.getLineNumber() + ")";
    }
}
