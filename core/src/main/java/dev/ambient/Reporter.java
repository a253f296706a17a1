/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * Told what went wrong with contexts, in place of the log.
 *
 * <p><b>Threads.</b> Called on the thread on which it happened, from several at once.
 *
 * <p><b>Failure.</b> What a reporter throws goes to the log, together with the problem.
 *
 * @see AmbientRegistry#reportTo
 */
@FunctionalInterface
public interface Reporter {

    /**
     * Takes note of a problem.
     *
     * @param problem what went wrong
     */
    void report(Problem problem);
}
