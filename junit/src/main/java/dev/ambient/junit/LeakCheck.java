/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

/**
 * A check that is made when a test ends.
 *
 * @see AmbientTest#skip
 */
public enum LeakCheck {
    /** The test left no scope open, on any thread. A scope does not count while the code that opened it still runs. */
    OPEN_SCOPES,
    /** The test's own thread has the values with which it began, and no other thread was left with values. */
    DIRTY_THREADS,
    /** Each bridge that the test installed has been removed. A bridge that is left is removed by this check. */
    HOOKS,
    /** No problem was {@linkplain dev.ambient.AmbientRegistry#reportTo reported}, except to a consumer that the test set. */
    REPORTS
}
