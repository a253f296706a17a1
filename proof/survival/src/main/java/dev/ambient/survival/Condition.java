/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

/** The circumstances that a cell is run in, beside its source, hop and ending. */
public enum Condition {
    USUAL("the usual"),
    COMMON_POOL("items from the common pool, twice"),
    RESETTING_POOL("items from a pool that erases thread-locals, twice"),
    DIRECT("directly on a sink, a share, a class of the program"),
    AFTER_CANCEL("after cancel and a collection"),
    AFTER_END("after the end and a collection"),
    CONTINUATION("a continuation that another request completes"),
    WRAPPING("a foreign thread-local that is wrapped when set"),
    UNWRAPPING("a foreign thread-local that is wrapped when read"),
    COPYING("a foreign thread-local that is copied when read");

    private final String title;

    Condition(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
