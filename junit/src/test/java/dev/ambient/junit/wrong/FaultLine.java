/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

/** The line at fault, noted by the line before it. */
public final class FaultLine {

    private static volatile StackTraceElement fault;

    private FaultLine() {}

    /** The line after the call is at fault. */
    static void next() {
        StackTraceElement here = new Throwable().getStackTrace()[1];
        fault = new StackTraceElement(
                here.getClassName(), here.getMethodName(), here.getFileName(), here.getLineNumber() + 1);
    }

    /** As it stands in a stack. */
    public static String fault() {
        return fault.getMethodName() + "(" + fault.getFileName() + ":" + fault.getLineNumber() + ")";
    }
}
