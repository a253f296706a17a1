/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Registration;
import org.jspecify.annotations.Nullable;

/** One candidate: a way to have a value in a flow's callbacks. The pipelines are the same for all. */
public interface Carrier {

    /**
     * The candidate's name in the page.
     *
     * @return the name
     */
    String title();

    /**
     * What it is and how it is used here, for the page.
     *
     * @return a text
     */
    String description();

    /**
     * Puts it in place.
     *
     * @return takes it out
     */
    Registration install();

    /**
     * Sets the value around a task.
     *
     * @param value the value; {@code null}: none is set
     * @param task the task
     */
    void with(@Nullable String value, Runnable task);

    /**
     * What a callback sees.
     *
     * @return the value, if there is one
     */
    @Nullable
    String read();

    /**
     * Whether nothing at all is left on this thread.
     *
     * @return whether it is clean
     */
    boolean isClean();

    /**
     * Whether it carries the thread-locals of other libraries.
     *
     * @return whether Micrometer's registry tells it of them
     */
    default boolean knowsAccessors() {
        return false;
    }

    /**
     * Whether two captures of the same value are never the same object, so that who holds one does not hold the other.
     *
     * @return whether each is another
     */
    default boolean isCapturedAnew() {
        return false;
    }

    /**
     * Under which condition a cell is counted.
     *
     * @param cell the cell's own
     * @return that, or the candidate's
     */
    default Condition condition(Condition cell) {
        return cell;
    }

    /** Takes away what was left on this thread, so that it is counted once. */
    void clean();
}
