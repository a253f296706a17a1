/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import org.jspecify.annotations.Nullable;

/** How what was seen compares with what should have been seen, from good to bad. */
enum Verdict {
    RIGHT("right"),
    NONE("none"),
    ANOTHERS("another's");

    final String text;

    Verdict(String text) {
        this.text = text;
    }

    static Verdict of(String expected, @Nullable String seen) {
        if (seen == null) {
            return NONE;
        }
        return seen.equals(expected) ? RIGHT : ANOTHERS;
    }

    /** Of several looks at the same place the worst counts. */
    Verdict worse(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
