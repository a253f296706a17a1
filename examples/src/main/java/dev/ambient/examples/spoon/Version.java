/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One version of the program:
 *
 * <pre>
 * main        print; TopOne; print; TopTen; print
 * Top…        wait; set the value; Somewhere
 * Somewhere   wait; print; wait; DeepDown
 * DeepDown    wait; print; start Fire and do not wait for it
 * Fire        yield; print
 * </pre>
 *
 * <p>Every wait gives the thread away, and another one may go on.
 */
interface Version extends AutoCloseable {

    /** Long enough to lose the thread, short enough to run the program many times. */
    Duration WAIT = Duration.ofMillis(1);

    /** Starts main and returns at once. The stage does not wait for Fire; the transcript knows when all is printed. */
    CompletionStage<?> start(Transcript transcript);

    /** Gives back the threads, where they are the version's own. */
    @Override
    default void close() {}
}
