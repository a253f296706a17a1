/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * Some values on a thread, as one library holds them. Found by its name: see {@link Candidates}.
 *
 * <p>An operation that the library does not have throws {@link UnsupportedOperationException} with the reason.
 */
public interface Values {

    /** What each of them is at first; the last key's is what is asked for. */
    String HERE = "here";

    /** What the last is in {@link #other}. */
    String OTHER = "other";

    /** Makes so many of them current on this thread. */
    void fill(int size);

    /** The last one's value, as it is current. */
    @Nullable
    Object get();

    /** Changes the last one, until somebody changes it again. Returned so that JMH can see to it that it is done. */
    @Nullable
    Object set(String value);

    /** What is current, to be taken elsewhere. */
    Object capture();

    /** What {@link #capture} returns where the last one is {@link #OTHER}. */
    default Object other() {
        set(OTHER);
        Object other = capture();
        set(HERE);
        return other;
    }

    /** Makes what was captured current, runs the block, and puts back what was there. */
    void within(Object captured, Runnable block);

    /** A task that will run in what is current now. */
    Runnable wrap(Runnable task);
}
