/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/**
 * What is left to do for one open scope or boundary besides swapping the context back: foreign values to put back, or
 * that its turn has come if it was closed out of order. Held by the thread's {@link Boundary} as a list, innermost
 * first.
 */
final class Pending {

    final long number;

    @Nullable
    Pending below;

    final @Nullable ForeignValues foreign;

    /** What was there when {@link #foreign} was put in; {@code null} if nothing differed. */
    final @Nullable Object @Nullable [] replaced;

    /** The context to bring back, set once the scope was closed out of order. */
    @Nullable
    AmbientContext before;

    /** The scope or boundary around it. */
    long outer;

    Pending(
            long number,
            @Nullable Pending below,
            @Nullable ForeignValues foreign,
            @Nullable Object @Nullable [] replaced) {
        this.number = number;
        this.below = below;
        this.foreign = foreign;
        this.replaced = replaced;
    }

    void putForeignBack() {
        if (foreign != null) {
            foreign.putBack(replaced);
        }
    }

    /** The list with a note that a scope was closed before the ones inside it. */
    static Pending closedEarly(
            @Nullable Pending list, long number, AmbientContext before, @Nullable ForeignValues foreign, long outer) {
        if (list != null && list.number > number) {
            list.below = closedEarly(list.below, number, before, foreign, outer);
            return list;
        }
        Pending note = list != null && list.number == number ? list : new Pending(number, list, foreign, null);
        note.before = before;
        note.outer = outer;
        return note;
    }
}
