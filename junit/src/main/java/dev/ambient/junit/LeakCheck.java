/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

/**
 * What a test is checked for when it has ended.
 *
 * @see AmbientTest#skip
 */
public enum LeakCheck {
    /** No scope that it opened is still open, on whatever thread; unless the code that opened it is still running. */
    OPEN_SCOPES,
    /** Its own thread has the values with which it began, and no thread was given one outside of all scopes and tasks. */
    DIRTY_THREADS,
    /** Every bridge that it installed has been taken out. One that was left is taken out then. */
    HOOKS,
    /** Nothing was {@linkplain dev.ambient.AmbientRegistry#reportTo reported}, unless to a reporter of the test's own. */
    REPORTS
}
