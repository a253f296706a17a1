/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import org.jspecify.annotations.Nullable;

/** How what was seen compares with what should have been seen. */
enum Verdict {
    RIGHT("right"),
    NONE("none"),
    ANOTHERS("another's");

    final String title;

    Verdict(String title) {
        this.title = title;
    }

    static Verdict of(String expected, @Nullable String seen) {
        return seen == null ? NONE : seen.equals(expected) ? RIGHT : ANOTHERS;
    }
}
